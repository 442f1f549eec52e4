"""Read one mail. `read_mail` is the only door: bytes in, a ReadMail out, whatever the bytes are."""

from dataclasses import replace

from inbound.reading import automatic, bounces
from inbound.reading.attachments import Shown, machine_files, sort_files
from inbound.reading.body import Body, read_body
from inbound.reading.calendar import read_calendar
from inbound.reading.encrypted import is_locked
from inbound.reading.headers import Header, addresses_in, message_ids, read_header
from inbound.reading.mime import Part, TooComplex, leaves, split_fields
from inbound.reading.model import Calendar, Outcome, ReadMail
from inbound.reading.notices import MAX_NOTICE, read_notice
from inbound.reading.quotes import Context
from inbound.reading.reply import Divided, divide
from inbound.reading.signature import names_of

_CALENDAR = {
    "REPLY": Outcome.CALENDAR_REPLY, "COUNTER": Outcome.CALENDAR_COUNTER, "REQUEST": Outcome.CALENDAR_REQUEST, "CANCEL": Outcome.CALENDAR_CANCEL,
}  # fmt: skip


def read_mail(raw: bytes) -> ReadMail:
    """What the mail says. Never raises: what cannot be read is QUARANTINED with the reason, its raw bytes untouched."""
    try:
        return _read(raw)
    except TooComplex as error:
        return _quarantined(raw, str(error))
    except Exception as error:  # the last fence: a parser's mistake may cost one mail's text, never the worker
        return _quarantined(raw, f"unreadable:{type(error).__name__}")


def _quarantined(raw: bytes, reason: str) -> ReadMail:
    try:
        fields, _ = split_fields(raw[:200_000])
        return replace(_envelope(read_header(fields)), outcome=Outcome.QUARANTINED, reason=reason)
    except Exception:  # even the header is beyond us
        return ReadMail(Outcome.QUARANTINED, reason)


def _read(raw: bytes) -> ReadMail:
    raw = _without_mbox_line(raw)
    if not raw.strip():
        return ReadMail(Outcome.QUARANTINED, "empty_file")
    fields, _ = split_fields(raw)
    header = read_header(fields)
    mail = _envelope(header)
    parts = leaves(raw)
    body = read_body(parts)
    calendar = read_calendar(parts, header.sender)
    notice = read_notice(body.text[:MAX_NOTICE])
    outcome, reason = (notice[0], "service_notice") if notice else _outcome(header, parts, body, calendar)
    mail = replace(
        mail,
        outcome=outcome,
        reason=reason,
        calendar=calendar if outcome in (*_CALENDAR.values(), Outcome.IGNORED) else None,
    )
    if outcome is Outcome.BOUNCE:
        mail = replace(mail, bounced=notice[1] if notice else bounces.bounced_addresses(header, parts))
    return _with_text(mail, header, body, locked=is_locked(parts, body.text[:2_000]))


def _without_mbox_line(raw: bytes) -> bytes:
    """Some stores keep mbox's «From » line in front of the header."""
    if raw.startswith((b"From ", b">From ")):
        end = raw.find(b"\n")
        return raw[end + 1 :] if 0 <= end < 1_000 else raw
    return raw.lstrip(b"\r\n") if raw[:1] in (b"\r", b"\n") else raw


def _envelope(header: Header) -> ReadMail:
    fields = header.fields
    return ReadMail(
        outcome=Outcome.MESSAGE,
        message_id=next(iter(message_ids(fields.first("message-id"))), ""),
        in_reply_to=message_ids(fields.first("in-reply-to")),
        references=message_ids(fields.first("references")),
        sender=header.sender,
        sender_name=header.sender_name,
        reply_to=addresses_in(fields, "reply-to"),
        to=addresses_in(fields, "to"),
        cc=addresses_in(fields, "cc"),
        subject=header.subject,
        raw_subject=header.raw_subject,
        date=header.date,
        is_forward=header.is_forward,
        authentication_results=tuple(fields.every("authentication-results")),
        auto_submitted=fields.first("auto-submitted").lower()[:100],
        precedence=fields.first("precedence").lower()[:100],
        list_id=fields.first("list-id")[:500],
        x_loop=tuple(value[:500] for value in fields.every("x-loop")),
        received_count=len(fields.every("received")),
    )


def _outcome(header: Header, parts: list[Part], body: Body, calendar: Calendar | None) -> tuple[Outcome, str]:
    """What the mail is: the first question that is answered with yes. Reports come before what merely looks like one."""
    text = body.text[:20_000]
    if bounces.is_feedback_report(header, parts):
        return Outcome.FEEDBACK_LOOP, "abuse_report"
    if automatic.is_read_receipt(header, parts):
        return (
            (Outcome.BOUNCE, "rejected_receipt")
            if "reject" in header.raw_subject.lower()
            else (Outcome.READ_RECEIPT, "receipt")
        )
    if calendar is not None:
        return _calendar_outcome(header, calendar)
    if bounces.is_bounce(header, parts, text):
        return Outcome.BOUNCE, "delivery_report"
    if automatic.is_recall(header, text):
        return Outcome.RECALL, "recall"
    if automatic.is_reaction(header, parts, text):
        return Outcome.REACTION, "reaction"
    if sign := automatic.auto_reply_sign(header, text):
        return Outcome.AUTO_REPLY, sign
    if automatic.is_bulk(header):
        return Outcome.IGNORED, "bulk_mail"
    if header.problem:
        return Outcome.QUARANTINED, header.problem
    return Outcome.MESSAGE, ""


def _calendar_outcome(header: Header, calendar: Calendar) -> tuple[Outcome, str]:
    """Only the organizer can cancel (RFC 5546 3.2.5): anybody else's cancellation changes nothing."""
    if (
        calendar.method == "CANCEL"
        and calendar.organizer
        and header.sender
        and calendar.organizer != header.sender
        and calendar.organizer in addresses_in(header.fields, "to")
    ):
        return Outcome.IGNORED, "cancelled_by_other"
    return _CALENDAR[calendar.method], calendar.method.lower()


def _with_text(mail: ReadMail, header: Header, body: Body, *, locked: bool) -> ReadMail:
    names = names_of(header.sender_name, header.sender)
    context = Context(names, header.is_reply, bool(mail.in_reply_to or mail.references), header.is_forward)
    divided = divide(body.lines, context)
    shown = Shown(divided.images_kept, divided.images_folded, body.sizes)
    answered = mail.outcome in (Outcome.MESSAGE, Outcome.QUARANTINED, *_CALENDAR.values())
    kept, dropped = (
        sort_files(body.files, shown, is_calendar=mail.calendar is not None)
        if answered
        else ((), machine_files(body.files))
    )
    reply, folded = _texts(mail, divided, body)
    if locked and reply and mail.outcome is Outcome.MESSAGE:
        reply, folded = "", "\n".join(line.shown for line in body.lines).strip()
    return replace(
        mail,
        reply=reply,
        folded=folded,
        cut_at=divided.cut_at if folded == divided.folded else (),
        attachments_kept=kept,
        attachments_dropped=dropped,
        is_forward=mail.is_forward or divided.forwards,
    )


def _texts(mail: ReadMail, divided: Divided, body: Body) -> tuple[str | None, str]:
    """A message has a reply, if only ''. What a program sent has none, and all its text is folded."""
    if mail.outcome in (Outcome.MESSAGE, Outcome.QUARANTINED):
        return divided.reply, divided.folded
    if mail.outcome in (Outcome.CALENDAR_REPLY, Outcome.CALENDAR_COUNTER):
        return _calendar_note(mail.calendar, divided), "\n".join(line.shown for line in body.lines).strip()
    return None, "\n".join(line.shown for line in body.lines).strip()


def _calendar_note(calendar: Calendar | None, divided: Divided) -> str | None:
    """What the person wrote to the answer: the COMMENT, or the body of an answer that has no printed invitation in it."""
    if calendar and calendar.comment.strip():
        return calendar.comment.strip()
    printed = "invitation" in divided.reply.lower()
    return divided.reply if divided.reply and not printed and len(divided.reply) < 2_000 else None
