"""From a read mail to the one action it asks for, and to one of the six states it ends in."""

import re
from hashlib import sha256

from django.utils import timezone

from accounts.models import Member
from accounts.selectors import member_for_address
from forum.access import NotVisible, visible_boards, visible_posts
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.start_topic import start_topic
from forum.content import LONGEST_TITLE, BadContent
from forum.models import Board, Post, Topic
from forum.origin import Origin
from forum.polls.ballots import Meant, Reading
from forum.polls.meaning import meant_for_poll, refuse_vote_in_ended_poll
from forum.traces import current_topic_id
from inbound.asides import answer_aside_by_mail, to_author_by_mail
from inbound.authenticate import sender_is_proven
from inbound.commands import Word, command_in, command_to_board, obey
from inbound.confidence import is_officers_address, write_by_mail
from inbound.deciding import decide_by_mail
from inbound.endings import Ending, nothing_there, stranger_to
from inbound.files import lay_files, tell_of_files_left_out
from inbound.held import ask_member, settle_by_mail
from inbound.models import InboundMail
from inbound.reading import ReadMail
from inbound.refusals import RefusalReason, answer_member, answer_stranger
from inbound.stopping import stop_by_mail
from inbound.undoing import undo_by_mail
from inbound.voting import hint_at_poll, vote_by_mail
from notifications.addresses import ASIDE, AUTHOR, DECIDE, HELD, REPLY, STOP, UNDO, split
from notifications.message_ids import header_form
from notifications.tokens import Purpose, Token, unseal
from regions.denials import record_denial
from regions.permissions import Reason, Refused

State = InboundMail.State
NO_SUCH_BOARD = "No board that you can write on has the address {address}, so your mail was not posted."
NO_SUCH_TOPIC = "The topic that you answered is not there for you any more, so your answer was not posted."
_OUR_POST = re.compile(r"^post-(\d{1,18})\.[0-9a-f]{24}@")


def dispatch(row: InboundMail, mail: ReadMail) -> Ending:
    """Act on a person's mail. Everything that it raises is an accident, to be tried again."""
    kind, token = split(row.envelope_to)
    if kind == REPLY and token:
        return _answer(row, mail, unseal(Purpose.REPLY, token))
    if kind == HELD and token:
        return _settle(row, mail, unseal(Purpose.HELD, token))
    if kind == DECIDE and token:
        return decide_by_mail(row, mail, token)
    if kind == STOP and token:
        return stop_by_mail(row, mail, token)
    if kind == AUTHOR and token:
        return to_author_by_mail(row, mail, token)
    if kind == ASIDE and token:
        return answer_aside_by_mail(row, mail, token)
    if kind == UNDO and token:
        return undo_by_mail(row, mail, token)
    if is_officers_address(kind) and not token:
        return write_by_mail(row, mail, kind)
    return _to_board(row, mail, kind)


def _answer(row: InboundMail, mail: ReadMail, token: Token | None) -> Ending:
    """A reply to a topic's letter: token, From and sender proof must be the same person's."""
    owner = Member.objects.filter(pk=token.member_id, is_active=True).first() if token else None
    if token is None or owner is None:
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS)
    sender = member_for_address(mail.sender)
    proven = sender_is_proven(mail)
    if sender != owner or not proven:
        return _hold_for(owner, row, mail, topic_id=token.thing_id, stranger=sender != owner and proven)
    stops = command_in(owner, mail.reply or "", mail) is Word.STOP  # works however old the letter is
    if not stops and (token.generation != owner.token_generation or token.expired(timezone.localdate())):
        answer_member(owner, row, mail, RefusalReason.TOKEN_EXPIRED, "")
        return Ending(State.REFUSED, RefusalReason.TOKEN_EXPIRED, owner)
    return post_answer(owner, row, mail, current_topic_id(token.thing_id), told_of=token.thing_id)


def _to_board(row: InboundMail, mail: ReadMail, slug: str) -> Ending:
    """A mail to a board's own address: a new topic, or an answer that went past Reply-To."""
    sender = member_for_address(mail.sender)
    board = visible_boards(sender).filter(slug=slug).first() if sender else None
    if sender is None:
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS)
    if board is None:
        return nothing_there(sender, row, mail, NO_SUCH_BOARD.format(address=row.envelope_to))
    if not sender_is_proven(mail):
        return _hold_for(sender, row, mail, board_id=board.pk, stranger=False)
    topic_id = _topic_answered(sender, board, mail)
    if topic_id:
        return post_answer(sender, row, mail, topic_id)
    if word := command_to_board(sender, mail.reply or "", mail):
        return obey(sender, row, mail, word, board=board, address=mail.sender)
    return post_topic(sender, row, mail, board)


def _topic_answered(member: Member, board: Board, mail: ReadMail) -> int | None:
    """The topic of a post of ours that the mail names in In-Reply-To or References."""
    named = [int(pk) for text in (*mail.in_reply_to, *mail.references) for pk in _OUR_POST.findall(text)]
    return (
        visible_posts(member).filter(pk__in=named[:50], topic__forum=board).values_list("topic_id", flat=True).first()
    )


def _settle(row: InboundMail, mail: ReadMail, token: Token | None) -> Ending:
    """An answer to «was this you?»: «post», «withdraw», or the words to post instead."""
    sender = member_for_address(mail.sender)
    if token is None or sender is None or sender.pk != token.member_id or not sender_is_proven(mail):
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, sender)
    if token.generation != sender.token_generation or token.expired(timezone.localdate()):
        answer_member(sender, row, mail, RefusalReason.TOKEN_EXPIRED, "")
        return Ending(State.REFUSED, RefusalReason.TOKEN_EXPIRED, sender)
    try:
        reason, post = settle_by_mail(sender, token.thing_id, mail)
    except NotVisible:
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, sender)
    except Refused as refused:
        return _refused(sender, row, mail, refused)
    return Ending(State.ACTED, reason, sender, post)


def post_answer(member: Member, row: InboundMail, mail: ReadMail, topic_id: int, *, told_of: int = 0) -> Ending:
    """Post the mail's words as the member's answer, or count them in the topic's poll. `told_of`: the topic that the
    answered mail was about, if that one was merged into this one.
    """
    if not (mail.reply or "").strip():
        return _no_words(member, row, mail, topic_id=topic_id)
    key = key_of(member, row, mail)
    try:
        refuse_vote_in_ended_poll(member, told_of or topic_id, topic_id, mail.reply or "")
        vote = meant_for_poll(member, topic_id, mail.reply or "")
        if vote.meant is Meant.VOTE and mail.attachments_kept:
            vote = Reading(Meant.UNCLEAR)  # a file came with it: posted, so that it is not lost
        if vote.meant is Meant.VOTE:
            return vote_by_mail(member, row, mail, topic_id, vote)
        if vote.meant is Meant.WORDS and (word := command_in(member, mail.reply or "", mail)):
            return obey(member, row, mail, word, topic_id=topic_id, address=mail.sender)
        lay_files(member, mail, key)
        post = reply_to_topic(
            member, topic_id, content=mail.reply or "", idempotency_key=key,
            origin=origin_of(mail, seen_to=_number_answered(member, mail, topic_id)),
        )  # fmt: skip
    except NotVisible:
        return nothing_there(member, row, mail, NO_SUCH_TOPIC)
    except Refused as refused:
        return _refused(member, row, mail, refused)
    except BadContent as problem:
        answer_member(member, row, mail, RefusalReason.NOT_POSTABLE, str(problem))
        return Ending(State.REFUSED, RefusalReason.NOT_POSTABLE, member)
    tell_of_files_left_out(member, row, mail, post)
    if vote.meant is Meant.UNCLEAR:
        hint_at_poll(member, row, mail, topic_id)
    return ended_as(post, member)


def post_topic(member: Member, row: InboundMail, mail: ReadMail, board: Board) -> Ending:
    """Start a topic with the mail's subject and words."""
    if not (mail.reply or "").strip():
        return _no_words(member, row, mail, board_id=board.pk)
    key = key_of(member, row, mail)
    try:
        lay_files(member, mail, key)
        post = start_topic(
            member, board.slug, title=title_of(mail), content=mail.reply or "", kind=Topic.Kind.DISCUSSION,
            origin=origin_of(mail), idempotency_key=key,
        )  # fmt: skip
    except NotVisible:
        return nothing_there(member, row, mail, NO_SUCH_BOARD.format(address=row.envelope_to))
    except Refused as refused:
        return _refused(member, row, mail, refused)
    except BadContent as problem:
        answer_member(member, row, mail, RefusalReason.NOT_POSTABLE, str(problem))
        return Ending(State.REFUSED, RefusalReason.NOT_POSTABLE, member)
    tell_of_files_left_out(member, row, mail, post)
    return ended_as(post, member)


def ended_as(post: Post, member: Member) -> Ending:
    if post.state == Post.State.PUBLISHED:
        return Ending(State.POSTED, "", member, post)
    reason = "first_post" if post.state == Post.State.WAITING else "child_details"
    return Ending(State.HELD, reason, member, post)


def _number_answered(member: Member, mail: ReadMail, topic_id: int) -> int:
    """The number of the post of ours that the mail names as answered: its sender has read the topic so far."""
    named = [int(pk) for text in mail.in_reply_to for pk in _OUR_POST.findall(text)]
    numbers = visible_posts(member).filter(pk__in=named[:5], topic=topic_id).values_list("number", flat=True)
    return max((number or 0 for number in numbers), default=0)


def origin_of(mail: ReadMail, *, seen_to: int = 0) -> Origin:
    return Origin.email(message_id=header_form(mail.message_id), folded=mail.folded, seen_to=seen_to)


def title_of(mail: ReadMail) -> str:
    """The subject, or else the first words."""
    words = mail.subject or " ".join((mail.reply or "").split()[:12])
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1].rstrip() + "…"


def key_of(member: Member, row: InboundMail, mail: ReadMail) -> str:
    """The same mail, by whatever way and however often, has the same key: its Message-ID, or else its own words.

    The member is part of the uniqueness, so nobody else's mail can take its place. Two mails of one Message-ID with
    other words are both kept: a lost word is worse than a double.
    """
    if not mail.message_id:
        return f"mail:{row.sha256[:60]}"
    key = f"mail:{sha256(mail.message_id.encode()).hexdigest()[:30]}"
    earlier = Post.objects.filter(poster=member, idempotency_key=key).first()
    if earlier is None or earlier.content.raw.split() == (mail.reply or "").split():
        return key
    words = " ".join((mail.reply or "").split())
    return f"{key}:{sha256(words.encode()).hexdigest()[:30]}"


def _hold_for(
    owner: Member, row: InboundMail, mail: ReadMail, *, topic_id: int | None = None, board_id: int | None = None,
    stranger: bool,
) -> Ending:  # fmt: skip
    """Keep it back, ask the member whose name it would bear, and tell a proven stranger how to join."""
    reason = "not_their_address" if member_for_address(mail.sender) != owner else "sender_not_proven"
    ask_member(owner, row, mail, reason)
    if stranger:
        answer_stranger(mail)
    return Ending(State.HELD, reason, owner, topic_id=topic_id, board_id=board_id)


def _no_words(
    member: Member, row: InboundMail, mail: ReadMail, *, topic_id: int | None = None, board_id: int | None = None
) -> Ending:
    ask_member(member, row, mail, "no_words")
    return Ending(State.HELD, "no_words", member, topic_id=topic_id, board_id=board_id)


def _refused(member: Member, row: InboundMail, mail: ReadMail, refused: Refused) -> Ending:
    record_denial(member, verb="post_by_mail", refused=refused, what=f"mail {row.pk}")
    closed = refused.reason in (Reason.NETWORK_CLOSED, Reason.BOARD_CLOSED)
    reason = RefusalReason.CLOSED if closed else RefusalReason.NOT_ALLOWED
    answer_member(member, row, mail, reason, refused.sentence)
    return Ending(State.REFUSED, refused.reason, member)
