"""From a read mail to the one action it asks for, and to one of the six states it ends in."""

from collections.abc import Callable

from inbound.answering import answer_by_mail
from inbound.asides import answer_aside_by_mail, to_author_by_mail
from inbound.beginning import begin_by_mail
from inbound.confidence import is_officers_address, write_by_mail
from inbound.deciding import decide_by_mail
from inbound.endings import Ending
from inbound.meetings import meeting_by_mail
from inbound.mending import mend_by_mail
from inbound.minutes import action_by_mail, minutes_by_mail
from inbound.models import InboundMail
from inbound.reading import ReadMail
from inbound.settling import settle_held_by_mail
from inbound.stopping import stop_by_mail
from inbound.topics import to_board_by_mail
from inbound.undoing import undo_by_mail
from notifications.addresses import (
    ACTION,
    ASIDE,
    AUTHOR,
    DECIDE,
    HELD,
    MEETING,
    MEND,
    MINUTES,
    NEW,
    REPLY,
    STOP,
    UNDO,
    split,
)

# By the word in front of the «+» of the address that the mail came to; each is handed what stands behind it.
DOORS: dict[str, Callable[[InboundMail, ReadMail, str], Ending]] = {
    REPLY: answer_by_mail,
    HELD: settle_held_by_mail,
    DECIDE: decide_by_mail,
    STOP: stop_by_mail,
    AUTHOR: to_author_by_mail,
    ASIDE: answer_aside_by_mail,
    UNDO: undo_by_mail,
    MEETING: meeting_by_mail,
    MINUTES: minutes_by_mail,
    ACTION: action_by_mail,
    MEND: mend_by_mail,
    NEW: begin_by_mail,
}


def dispatch(row: InboundMail, mail: ReadMail) -> Ending:
    """Act on a person's mail. Everything that it raises is an accident, to be tried again."""
    kind, token = split(row.envelope_to)
    if token and kind in DOORS:
        return DOORS[kind](row, mail, token)
    if is_officers_address(kind) and not token:
        return write_by_mail(row, mail, kind)
    return to_board_by_mail(row, mail, kind)
