"""Doing at once what workers would do, and reading the mails that left."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from inbound.models import InboundMail
from inbound.process import drain_mails
from inbound.store import keep
from notifications.models import DevMail
from notifications.sender import drain_deliveries
from outbox.dispatch import drain_events


def drain_outbox() -> None:
    """Handle every event, every kept mail and every delivery, until nothing is left to do."""
    while drain_events() + drain_mails() + drain_deliveries():
        pass


def mails_to(address: str) -> list[EmailMessage]:
    """The mails that left for this address, oldest first."""
    rows = DevMail.objects.filter(to_address=address).order_by("pk")
    return [message_from_bytes(bytes(row.raw), policy=default) for row in rows]


def plain_text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n") if body is not None else ""


def everything_sent() -> bytes:
    return b"\n".join(bytes(raw) for raw in DevMail.objects.values_list("raw", flat=True))


def write_mail(
    *, sender: str, to: str, text: str, subject: str = "Re: a topic", message_id: str = "", **headers: str
) -> bytes:
    """An ordinary mail, as a mail program writes it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = message_id or f"<{abs(hash((sender, to, text, subject)))}@mailer.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def receive(raw: bytes, *, sender: str, to: str) -> InboundMail:
    """Keep the mail as the listener would, work it off, and give back its row."""
    (row,) = keep(raw, envelope_from=sender, envelope_to=[to])
    drain_outbox()
    row.refresh_from_db()
    return row
