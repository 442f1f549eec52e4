"""What this room holds about a person: what they were told, on the site and by mail."""

import json
from typing import Any

from django.conf import settings
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from accounts.models import Member
from accounts.personal import Held
from accounts.traces import Traces
from notifications.models import Delivery, DevMail, DigestNote, Letter, Notification
from notifications.said_in_mail import said_in
from regions.personal_data import traces_with_phone

HELD = (
    Held("What you were told on the site", "as long as you are known here", "deleted", ("notifications.Notification",)),
    Held("Which mails went to you, when, and whether they arrived", "as long as you are known here", "deleted",
         ("notifications.Letter", "notifications.Delivery", "notifications.DevMail")),
    Held("That you wrote a note on top of the weekly letters, as the secretariat", "without end",
         "stays, without saying whose it was", ("notifications.DigestNote",)),
)  # fmt: skip


def gather(member: Member) -> dict[str, Any]:
    """Which and when; not the words of others that a notification or a mail was about."""
    return {
        "notifications": list(
            member.notifications.order_by("pk").values("kind", "topic_id", "post_id", "created", "read")
        ),
        "weekly notes": list(DigestNote.objects.filter(author=member).order_by("pk").values("text", "created")),
        "letters": list(member.letters.order_by("pk").values("template", "address", "created")),
        "mails sent to you": list(
            member.deliveries.order_by("pk").values(
                "address",
                "post_id",
                "letter__template",
                "state",
                "created",
                "sent",
                "withheld",
                "came_back",
                "came_back_as",
                "again",
                "asked_again",
                "first_sent",
            )
        ),
    }


def erase(member: Member) -> None:
    traces = traces_with_phone(member)
    mine = Q(member=member) | Q(address__in=traces.addresses)
    Notification.objects.filter(member=member).delete()
    DigestNote.objects.filter(author=member).update(author=None)
    Delivery.objects.filter(mine).delete()
    Letter.objects.filter(mine).delete()
    _take_out_of_letters(traces)
    if settings.EMBEDDED:
        _forget_dev_mails(traces)


def _take_out_of_letters(traces: Traces) -> None:
    """Letters to others that name the person: «asks to join», «was this you?»."""
    told = Letter.objects.annotate(said=Cast("context", TextField()))
    wanted = Q()
    for hint in traces.hints:
        wanted |= Q(said__icontains=hint) | Q(said__icontains=json.dumps(hint)[1:-1])
    for letter in told.filter(wanted):
        Letter.objects.filter(pk=letter.pk).update(context=traces.removed_from_all(letter.context))


def _forget_dev_mails(traces: Traces) -> None:
    """The embedded shape keeps what it would have mailed: whatever names the person goes."""
    DevMail.objects.filter(to_address__in=traces.addresses).delete()
    for mail in DevMail.objects.iterator(chunk_size=200):
        if traces.found_in(said_in(bytes(mail.raw))):
            mail.delete()
