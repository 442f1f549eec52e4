"""A member says that a held mail is theirs: its words are posted."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from forum.access import NotVisible
from forum.actions.cast_vote import cast_vote
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.start_topic import start_topic
from forum.models import Board, Post
from forum.origin import Origin
from forum.polls.ballots import Meant
from forum.polls.meaning import meant_for_poll
from inbound.commands import command_in, command_to_board, obey
from inbound.endings import CHILD_DETAILS
from inbound.files import lay_files, tell_of_files_left_out
from inbound.meeting_answers import count_held, meeting_answered
from inbound.models import InboundMail
from inbound.reading import ReadMail, read_mail
from inbound.voting import VOTED
from notifications.message_ids import header_form
from notifications.people.own_posts import write_receipt


@transaction.atomic
def post_held_mail(actor: Member, mail_id: int, *, instead: str = "") -> Post | None:
    """Post the mail's words, or `instead`, where the mail was meant to go. A second time gives the same post.
    Words that are an answer to a meeting or to the topic's poll, or a command, are done, posted nowhere, and give None.

    Raises NotVisible, Refused, BadContent (with no words in the mail and none instead).
    """
    row = InboundMail.objects.select_for_update().filter(pk=mail_id, member=actor).first()
    if row is None or (row.state != InboundMail.State.HELD and row.post_id is None):
        raise NotVisible
    if row.post is not None:
        return row.post
    mail = read_mail(bytes(row.raw))
    cut = {} if instead else {"folded": mail.folded, "cut_at": mail.cut_at}
    origin = Origin.email(message_id=header_form(mail.message_id), **cut)  # type: ignore[arg-type]
    key, content = f"held:{row.pk}", instead or mail.reply or ""
    if done := _done_instead(actor, row, mail, content, instead):
        InboundMail.objects.filter(pk=row.pk).update(state=InboundMail.State.ACTED, settled=timezone.now(), reason=done)
        return None
    lay_files(actor, mail, key)
    if row.topic_id:
        post = reply_to_topic(actor, row.topic_id, content=content, origin=origin, idempotency_key=key)
    else:
        board = Board.objects.get(pk=row.board_id)
        title = mail.subject or " ".join(content.split()[:12])
        post = start_topic(
            actor, board.slug, title=title[:200], content=content, kind="discussion", origin=origin, idempotency_key=key
        )
    tell_of_files_left_out(actor, row, mail, post)
    write_receipt(actor, post, address=actor.email, in_reply_to=header_form(mail.message_id))
    published = post.state == Post.State.PUBLISHED
    InboundMail.objects.filter(pk=row.pk).update(
        state=InboundMail.State.POSTED if published else InboundMail.State.HELD, post=post, settled=timezone.now(),
        reason="confirmed_by_member" if published else CHILD_DETAILS, sealed=row.sealed or not published,
    )  # fmt: skip
    return post


def _done_instead(actor: Member, row: InboundMail, mail: ReadMail, content: str, instead: str) -> str:
    """An answer to a meeting, a vote or a command is done, and posted nowhere; "" for words that are to be posted."""
    if meeting_id := meeting_answered(row):
        return count_held(actor, row, mail, meeting_id, instead=instead)
    if row.topic_id and not mail.attachments_kept:
        reading = meant_for_poll(actor, row.topic_id, content)
        if reading.meant is Meant.VOTE:
            cast_vote(actor, row.topic_id, picks=reading.picks)
            return VOTED
        word = command_in(actor, content, mail) if reading.meant is Meant.WORDS else None
        return obey(actor, row, mail, word, topic_id=row.topic_id, address=actor.email).reason if word else ""
    if row.board_id and (word := command_to_board(actor, content, mail)):
        return obey(actor, row, mail, word, board=Board.objects.get(pk=row.board_id), address=actor.email).reason
    return ""
