"""An answer to a topic's letter: its words become a post, a vote, or a change of what its sender gets by mail."""

from django.utils import timezone

from accounts.models import Member
from accounts.selectors import member_for_address
from forum.access import NotVisible, visible_posts
from forum.actions.reply_to_topic import reply_to_topic
from forum.content import BadContent
from forum.polls.ballots import Meant, Reading
from forum.polls.meaning import meant_for_poll, refuse_vote_in_ended_poll
from forum.traces import current_topic_id
from inbound.authenticate import sender_is_proven
from inbound.commands import Word, command_in, obey
from inbound.endings import Ending, State, nothing_there, stranger_to
from inbound.files import lay_files
from inbound.models import InboundMail
from inbound.posting import ended_as, hold_for, key_of, no_words, origin_of, posts_named, refused_to, tell_of_post
from inbound.reading import ReadMail
from inbound.refusals import RefusalReason, answer_member
from inbound.undoing_posts import says_undo, undo_newest
from inbound.voting import hint_at_poll, vote_by_mail
from notifications.tokens import Purpose, unseal
from regions.permissions import Refused

NO_SUCH_TOPIC = "The topic that you answered is not there for you any more, so your answer was not posted."


def answer_by_mail(row: InboundMail, mail: ReadMail, text: str) -> Ending:
    """A reply to a topic's letter: token, From and sender proof must be the same person's."""
    token = unseal(Purpose.REPLY, text)
    owner = Member.objects.filter(pk=token.member_id, is_active=True).first() if token else None
    if token is None or owner is None:
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS)
    sender = member_for_address(mail.sender)
    proven = sender_is_proven(mail)
    if sender != owner or not proven:
        return hold_for(owner, row, mail, topic_id=token.thing_id, stranger=sender != owner and proven)
    stops = command_in(owner, mail.reply or "", mail) is Word.STOP  # works however old the letter is
    if not stops and (token.generation != owner.token_generation or token.expired(timezone.localdate())):
        answer_member(owner, row, mail, RefusalReason.TOKEN_EXPIRED, "")
        return Ending(State.REFUSED, RefusalReason.TOKEN_EXPIRED, owner)
    return post_answer(owner, row, mail, current_topic_id(token.thing_id), told_of=token.thing_id)


def post_answer(member: Member, row: InboundMail, mail: ReadMail, topic_id: int, *, told_of: int = 0) -> Ending:
    """Post the mail's words as the member's answer, or count them in the topic's poll. `told_of`: the topic that the
    answered mail was about, if that one was merged into this one.
    """
    if not (mail.reply or "").strip():
        return no_words(member, row, mail, topic_id=topic_id)
    if says_undo(member, mail):
        return undo_newest(member, row, mail, topic_id=topic_id)
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
        return refused_to(member, row, mail, refused, topic_id=topic_id)
    except BadContent as problem:
        answer_member(member, row, mail, RefusalReason.NOT_POSTABLE, str(problem))
        return Ending(State.REFUSED, RefusalReason.NOT_POSTABLE, member)
    tell_of_post(member, row, mail, post)
    if vote.meant is Meant.UNCLEAR:
        hint_at_poll(member, row, mail, topic_id)
    return ended_as(post, member)


def _number_answered(member: Member, mail: ReadMail, topic_id: int) -> int:
    """The number of the post of ours that the mail names as answered: its sender has read the topic so far."""
    named = visible_posts(member).filter(pk__in=posts_named(mail.in_reply_to)[:5], topic=topic_id)
    return max((number or 0 for number in named.values_list("number", flat=True)), default=0)
