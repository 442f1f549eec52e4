"""What became of a mail, and the one ending that all ways share: nobody here, nothing there."""

from dataclasses import dataclass

from accounts.models import Member
from forum.access import visible_boards
from forum.models import Post
from inbound.authenticate import sender_is_proven
from inbound.models import InboundMail
from inbound.reading import ReadMail
from inbound.refusals import RefusalReason, answer_member, answer_stranger
from notifications.people.words import day
from regions.doors import why_suspended

State = InboundMail.State
CHILD_DETAILS = "child_details"  # the reason of a mail whose post is held as one


@dataclass(frozen=True)
class Ending:
    """What became of a mail."""

    state: str
    reason: str = ""
    member: Member | None = None
    post: Post | None = None
    topic_id: int | None = None
    board_id: int | None = None
    forget: bool = False  # it was in confidence: the ledger keeps neither its bytes nor who sent it


def stranger_to(mail: ReadMail, reason: RefusalReason, member: Member | None = None) -> Ending:
    """Refuse without saying whether there is such a board, topic or member. An unproven sender is not written to."""
    if sender_is_proven(mail):
        answer_stranger(mail)
    return Ending(State.REFUSED, reason, member)


def nothing_there(member: Member, row: InboundMail, mail: ReadMail, sentence: str) -> Ending:
    """What a member wrote to is not there, or not for them, which is told alike: a sentence, and their words back.

    Who reads no board of ours is a stranger; who is suspended is told so, whatever they wrote to.
    """
    if sender_is_proven(mail) and (place := why_suspended(member)):
        answer_member(
            member, row, mail, RefusalReason.SUSPENDED, "", why=place.reason, until=day(place.suspended_until),
            place_id=place.pk,
        )  # fmt: skip
        return Ending(State.REFUSED, RefusalReason.SUSPENDED, member)
    if not (sender_is_proven(mail) and visible_boards(member).exists()):
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, member)
    answer_member(member, row, mail, RefusalReason.UNKNOWN_ADDRESS, sentence)
    return Ending(State.REFUSED, RefusalReason.UNKNOWN_ADDRESS, member)
