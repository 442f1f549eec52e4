"""Mail that a provider hands over by a request: anymail checks that it is theirs, and what is not is kept by nobody."""

from typing import Any, ClassVar, Protocol

from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.mailgun import MailgunInboundWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.urls import URLPattern, path

from inbound.store import keep


class _Keeping:
    """Stands where anymail sends its signal: the mail is on disk before the provider gets its answer."""

    def send(self, *, sender: type, event: Any, esp_name: str) -> None:
        message = event.message
        to = str(message.envelope_recipient or "").strip()
        if to.rpartition("@")[2].rstrip(".").lower() != settings.MAIL_DOMAIN:
            raise SuspiciousOperation("not a domain of ours")
        keep(
            sender.raw_of(event), envelope_from=str(message.envelope_sender or "").strip("<> "), envelope_to=[to],  # type: ignore[attr-defined]
            transport="hook", source=f"{esp_name}:{event.event_id}"[:200] if event.event_id else "",
        )  # fmt: skip


class _SignalLike(Protocol):
    def send(self, *, sender: type, event: Any, esp_name: str) -> None: ...


class MailgunHook(MailgunInboundWebhookView):
    """Signed with the account's key. A route that forwards to an address ending in «mime» gives the mail as it came."""

    signal: ClassVar[_SignalLike] = _Keeping()

    @staticmethod
    def raw_of(event: Any) -> bytes:
        return event.esp_event.raw_mail or event.message.as_bytes()


class PostmarkHook(PostmarkInboundWebhookView):
    """By a user name and a password in the address. «Include raw email content» gives the mail as it came."""

    signal: ClassVar[_SignalLike] = _Keeping()

    @staticmethod
    def raw_of(event: Any) -> bytes:
        raw = event.esp_event.get("RawEmail", "")
        return raw.encode() if raw else event.message.as_bytes()


HOOKS: dict[str, type[AnymailBaseWebhookView]] = {"mailgun/mime": MailgunHook, "postmark": PostmarkHook}


def hook_urls() -> list[URLPattern]:
    """An address for each provider of MAIL_HOOKS; without one there is no such page."""
    return [
        path(f"mail-hooks/{name}/", view.as_view(), name=f"mail_hook_{name.partition('/')[0]}")
        for name, view in HOOKS.items()
        if name.partition("/")[0] in settings.MAIL_HOOKS
    ]
