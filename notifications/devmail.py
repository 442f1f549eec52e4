"""`/dev/mail/`: the mails of the embedded shape, and answering them as a mail program would. Refused in production."""

import smtplib
import time
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import make_msgid
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.mail.message import sanitize_address
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from accounts.factors import PERIOD, factors_of
from accounts.selectors import member_for_address
from notifications.models import DevMail

LATEST = 40


@dataclass(frozen=True)
class ShownMail:
    """A sent mail, opened for the page."""

    pk: int
    subject: str
    from_line: str
    reply_to: str
    sent: datetime
    text: str
    headers: list[tuple[str, str]]


def embedded_only(view):  # type: ignore[no-untyped-def]
    """Outside the embedded shape these pages do not exist, even if somebody mounts them."""

    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.EMBEDDED:
            raise Http404
        return view(request, *args, **kwargs)

    return page


@embedded_only
def mailbox(request: HttpRequest) -> HttpResponse:
    """Who has got mail; with `?to=`, what."""
    address = request.GET.get("to", "")
    addresses = DevMail.objects.values("to_address").annotate(count=Count("pk"), newest=Max("sent")).order_by("-newest")
    mails = [opened(mail) for mail in DevMail.objects.filter(to_address=address).order_by("-pk")[:LATEST]]
    context = {
        "addresses": [row | {"address": row["to_address"]} for row in addresses],
        "address": address, "mails": mails, "listener": settings.MAIL_LISTEN, "app": app_digits(address),
    }  # fmt: skip
    return render(request, "dev/mail.html", context)


def app_digits(address: str) -> str:
    """What this person's authenticator app would show now: the invented people have no telephone."""
    member = member_for_address(address) if address else None
    app = factors_of(member).totp if member is not None else None
    if app is None:
        return ""
    return str(format_hotp_value(hotp_value(decrypt(app.data["secret"]), int(time.time() // PERIOD))))


def opened(mail: DevMail) -> ShownMail:
    message = message_from_bytes(bytes(mail.raw), policy=default)
    body = message.get_body(("plain",))
    return ShownMail(
        pk=mail.pk, subject=str(message["Subject"]), from_line=str(message["From"]),
        reply_to=str(message["Reply-To"] or message["From"]), sent=mail.sent,
        text=body.get_content() if body is not None else "",
        headers=[(name, str(value)) for name, value in message.items()],
    )  # fmt: skip


@embedded_only
def mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part, alone. Its inlined styles are let through for this one page; scripts are not."""
    message = message_from_bytes(bytes(get_object_or_404(DevMail, pk=pk).raw), policy=default)
    body = message.get_body(("html",))
    response = HttpResponse(body.get_content() if body is not None else "This mail has no HTML part.")
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@require_POST
@embedded_only
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the mail as its reader's mail program would, through the real listener."""
    mail = get_object_or_404(DevMail, pk=pk)
    sender = sanitize_address(request.POST.get("sender", "").strip() or mail.to_address, "utf-8")
    message = answer_to(mail, sender=sender, text=request.POST.get("text", ""))
    host, _, port = settings.MAIL_LISTEN.rpartition(":")
    try:
        with smtplib.SMTP(host, int(port), timeout=10) as listener:
            # Not send_message: it would turn a line that begins with «From » into «>From ».
            listener.sendmail(sender, [message["To"].addresses[0].addr_spec], message.as_bytes(policy=SMTP))
    except (OSError, smtplib.SMTPException) as error:
        context = {
            "sentence": f"The mail listener on {settings.MAIL_LISTEN} did not take the answer: {error}",
            "kept": {"text": request.POST.get("text", "")},
        }
        return render(request, "errors/refused.html", context, status=502)
    return redirect(f"{reverse('dev_mail')}?{urlencode({'to': mail.to_address})}")


def answer_to(mail: DevMail, *, sender: str, text: str) -> EmailMessage:
    """The answer with the original quoted below, as mail programs write it."""
    original = message_from_bytes(bytes(mail.raw), policy=default)
    shown = opened(mail)
    message = EmailMessage()
    message["From"] = sender
    message["To"] = shown.reply_to
    subject = shown.subject
    message["Subject"] = subject if subject.lower().startswith("re:") else f"Re: {subject}"
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2] or "localhost")
    message["In-Reply-To"] = str(original["Message-ID"])
    message["References"] = " ".join(filter(None, (str(original["References"] or ""), str(original["Message-ID"]))))
    quoted = "\n".join(f"> {line}" for line in shown.text.splitlines())
    message.set_content(f"{text}\n\nOn {mail.sent:%d %b %Y, at %H:%M}, {shown.from_line} wrote:\n\n{quoted}\n")
    return message
