"""What a mail says once it has been read: plain frozen data, nothing that can do anything."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What a mail is. Only a MESSAGE carries an author's words to a board."""

    MESSAGE = "message"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    FEEDBACK_LOOP = "feedback_loop"
    READ_RECEIPT = "read_receipt"
    RECALL = "recall"
    REACTION = "reaction"
    CALENDAR_REPLY = "calendar_reply"
    CALENDAR_COUNTER = "calendar_counter"
    CALENDAR_REQUEST = "calendar_request"
    CALENDAR_CANCEL = "calendar_cancel"
    IGNORED = "ignored"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file that is not shown, and why. Its bytes are still in the stored raw mail."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Bounced:
    """An address that a mail could not reach. Permanent means: do not try again."""

    address: str
    permanent: bool
    status: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The parts of an iTIP message (RFC 5546) that an answer to an invitation needs."""

    method: str
    uid: str = ""
    attendee: str = ""
    attendee_name: str = ""
    sent_by: str = ""
    partstat: str = ""
    sequence: int = 0
    recurrence_id: str = ""
    organizer: str = ""
    summary: str = ""
    comment: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    content: bytes = field(default=b"", repr=False)  # the calendar part itself, its transfer encoding undone


@dataclass(frozen=True, slots=True)
class ReadMail:
    """One mail, read. `reply` and `folded` together hold every line of text that the mail showed."""

    outcome: Outcome
    reason: str = ""
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sender: str = ""
    sender_name: str = ""
    reply_to: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: str = ""
    raw_subject: str = ""
    date: datetime | None = None
    reply: str | None = None
    folded: str = ""
    cut_at: tuple[
        int, ...
    ] = ()  # for each line of `folded` that has words: how many such lines of `reply` stood above it
    attachments_kept: tuple[Attachment, ...] = ()
    attachments_dropped: tuple[Dropped, ...] = ()
    bounced: tuple[Bounced, ...] = ()
    calendar: Calendar | None = None
    is_forward: bool = False
    authentication_results: tuple[str, ...] = ()
    auto_submitted: str = ""
    precedence: str = ""
    list_id: str = ""
    x_loop: tuple[str, ...] = ()
    received_count: int = 0

    @property
    def answers_invitation(self) -> bool:
        """A program's answer to an invitation: never posted, and of concern to nobody but the meeting's people."""
        return self.outcome in (Outcome.CALENDAR_REPLY, Outcome.CALENDAR_COUNTER)

    @property
    def partstat(self) -> str:
        return self.calendar.partstat if self.calendar else ""
