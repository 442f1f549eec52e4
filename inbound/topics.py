"""A mail to a board's own address: a new topic, a command, or an answer that went past Reply-To."""

from accounts.models import Member
from accounts.selectors import member_for_address
from forum.access import NotVisible, visible_boards, visible_posts
from forum.actions.start_topic import start_topic
from forum.content import BadContent
from forum.models import Board, Topic
from inbound.answering import post_answer
from inbound.authenticate import sender_is_proven
from inbound.commands import command_to_board, obey
from inbound.endings import Ending, State, nothing_there, stranger_to
from inbound.files import lay_files
from inbound.models import InboundMail
from inbound.posting import (
    ended_as,
    hold_for,
    key_of,
    no_words,
    origin_of,
    posts_named,
    refused_to,
    tell_of_post,
    title_of,
)
from inbound.reading import ReadMail
from inbound.refusals import RefusalReason, answer_member
from inbound.undoing_posts import says_undo, undo_newest
from regions.permissions import Refused

NO_SUCH_BOARD = "No board that you can write on has the address {address}, so your mail was not posted."


def to_board_by_mail(row: InboundMail, mail: ReadMail, slug: str) -> Ending:
    """A mail to a board's own address: a new topic, or an answer that went past Reply-To."""
    sender = member_for_address(mail.sender)
    board = visible_boards(sender).filter(slug=slug).first() if sender else None
    if sender is None:
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS)
    if board is None:
        return nothing_there(sender, row, mail, NO_SUCH_BOARD.format(address=row.envelope_to))
    if not sender_is_proven(mail):
        return hold_for(sender, row, mail, board_id=board.pk, stranger=False)
    topic_id = _topic_answered(sender, board, mail)
    if topic_id:
        return post_answer(sender, row, mail, topic_id)
    if says_undo(sender, mail):
        return undo_newest(sender, row, mail, board_id=board.pk)
    if word := command_to_board(sender, mail.reply or "", mail):
        return obey(sender, row, mail, word, board=board, address=mail.sender)
    return post_topic(sender, row, mail, board)


def _topic_answered(member: Member, board: Board, mail: ReadMail) -> int | None:
    """The topic of a post of ours that the mail names in In-Reply-To or References."""
    named = posts_named((*mail.in_reply_to, *mail.references))[:50]
    return visible_posts(member).filter(pk__in=named, topic__forum=board).values_list("topic_id", flat=True).first()


def post_topic(member: Member, row: InboundMail, mail: ReadMail, board: Board) -> Ending:
    """Start a topic with the mail's subject and words."""
    if not (mail.reply or "").strip():
        return no_words(member, row, mail, board_id=board.pk)
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
        return refused_to(member, row, mail, refused)
    except BadContent as problem:
        answer_member(member, row, mail, RefusalReason.NOT_POSTABLE, str(problem))
        return Ending(State.REFUSED, RefusalReason.NOT_POSTABLE, member)
    tell_of_post(member, row, mail, post)
    return ended_as(post, member)
