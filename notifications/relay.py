"""The relay that takes our mail: an SMTP server, or, in the embedded shape, the page at /dev/mail/."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol
from urllib.parse import unquote, urlsplit

from django.conf import settings

from notifications.compose import Outgoing
from notifications.models import DevMail

TIMEOUT_SECONDS = settings.LEASE_SECONDS / 6  # for each step: see SENDING_SECONDS in notifications/sender.py


class RefusedForGood(Exception):
    """The relay will never take this mail for this person (5xx)."""


class TryAgain(Exception):
    """Not now (4xx) for this mail; others may pass."""


class RelayGone(Exception):
    """The connection is of no more use; nothing is known to be wrong with the mail."""


class Relay(Protocol):
    def send(self, mail: Outgoing) -> None:
        """Return once the relay has taken the mail. Raises RefusedForGood, TryAgain or RelayGone."""


@contextmanager
def open_relay() -> Iterator[Relay]:
    """One connection, for as many mails as wanted. Raises RelayGone if there is none to be had."""
    if not settings.SMTP_URL:
        yield DevRelay()
        return
    relay = SmtpRelay(settings.SMTP_URL)
    try:
        yield relay
    finally:
        relay.close()


class DevRelay:
    """Keeps each mail for /dev/mail/, once for each Message-ID and person."""

    def send(self, mail: Outgoing) -> None:
        if not settings.EMBEDDED:
            raise RelayGone("SMTP_URL is not set")
        line = next(line for line in mail.content.split(b"\r\n") if line.lower().startswith(b"message-id:"))
        DevMail.objects.get_or_create(
            to_address=mail.to, message_id=line.split(b":", 1)[1].strip().decode(), defaults={"raw": mail.content}
        )


class SmtpRelay:
    def __init__(self, url: str) -> None:
        """`smtp://user:pass@host:port`, `smtps://…`, or `smtp+starttls://…`."""
        parts = urlsplit(url)
        kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
        port = parts.port or (465 if parts.scheme == "smtps" else 25)
        try:
            self.smtp = kind(parts.hostname or "localhost", port, timeout=TIMEOUT_SECONDS)
            if parts.scheme == "smtp+starttls":
                self.smtp.starttls(context=ssl.create_default_context())
            if parts.username:
                self.smtp.login(unquote(parts.username), unquote(parts.password or ""))
            self.smtp.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as error:
            raise RelayGone(str(error)) from error

    def send(self, mail: Outgoing) -> None:
        try:
            self.smtp.sendmail(mail.envelope_from, [mail.to], mail.content)
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            self._raise(code, text)
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPSenderRefused) as error:
            # Who refuses our own address refuses us, not this person: nothing is known to be wrong with the mail.
            raise RelayGone(str(error)) from error
        except smtplib.SMTPResponseException as error:
            self._raise(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            raise RelayGone(str(error)) from error

    def _raise(self, code: int, text: bytes | str) -> None:
        words = text.decode(errors="replace") if isinstance(text, bytes) else text
        if code == 421:
            raise RelayGone(f"{code} {words}")
        raise (RefusedForGood if code >= 500 else TryAgain)(f"{code} {words}")

    def close(self) -> None:
        try:
            self.smtp.quit()
        except (OSError, smtplib.SMTPException):
            self.smtp.close()
