"""«Undo», alone in a mail to a topic or a board: the newest post there is gone, while no mail of it has left."""

from django.db.models import Q

from accounts.models import Member
from forum.actions.undo_post import undo_post
from forum.farewell import without_farewell
from forum.models import Post
from inbound.endings import Ending, State
from inbound.models import InboundMail
from inbound.reading import ReadMail
from inbound.refusals import RefusalReason, answer_member
from notifications.letters import write_letter
from notifications.message_ids import header_form
from notifications.models import Letter
from regions.permissions import Reason, Refused

NOTHING = "There is no post of yours there that can still be undone: its mail has left, or there is none."


def says_undo(member: Member, mail: ReadMail) -> bool:
    """Nothing but the word: a farewell and the member's own name may stand under it."""
    names = {name.casefold() for name in (member.first_name, member.full_name, member.initials)}
    said = without_farewell(mail.reply or "", names)
    return said.removeprefix("please ").removesuffix(" please").strip(" .,!") == "undo" and not mail.attachments_kept


def undo_newest(
    member: Member, row: InboundMail, mail: ReadMail, *, topic_id: int | None = None, board_id: int | None = None
) -> Ending:
    """In the topic, or on the board. The same mail again undoes nothing more."""
    where = Q(topic=topic_id) if topic_id else Q(topic__forum=board_id)
    if not _told(row):
        post = Post.objects.filter(where, poster=member, approved=True).order_by("-published", "-pk").first()
        try:
            if post is None:
                raise Refused(Reason.TOO_LATE_TO_UNDO)
            undo_by_word(member, row, mail, post)
        except Refused:
            answer_member(member, row, mail, RefusalReason.NOT_MENDED, NOTHING)
            return Ending(State.REFUSED, Reason.TOO_LATE_TO_UNDO, member, topic_id=topic_id, board_id=board_id)
    return Ending(State.ACTED, "post_undone", member, topic_id=topic_id, board_id=board_id)


def undo_by_word(member: Member, row: InboundMail, mail: ReadMail, post: Post) -> None:
    """Raises NotVisible, Refused."""
    words = post.content.raw
    undo_post(member, post.pk)
    tell_done(member, row, mail, post, "undone", text=words)


def tell_done(member: Member, row: InboundMail, mail: ReadMail, post: Post, done: str, *, text: str = "") -> None:
    """One letter that says what was done with the post."""
    write_letter(
        "own_post_done", member=member, address=mail.sender, key=_key(row), in_reply_to=header_form(mail.message_id),
        context={"done": done, "subject": post.topic.subject, "post_id": post.pk, "text": text},
    )  # fmt: skip


def _key(row: InboundMail) -> str:
    return f"own-post:{row.pk}"


def _told(row: InboundMail) -> bool:
    return Letter.objects.filter(key=_key(row)).exists()
