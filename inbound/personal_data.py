"""What this room holds about a person: the mails that they sent us."""

from email import message_from_bytes
from email.utils import getaddresses
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from accounts.personal import Held, hinted
from accounts.traces import Traces
from inbound.housekeeping import WAITING
from inbound.models import InboundMail, MailOpening
from notifications.said_in_mail import said_in
from regions.personal_data import traces_with_phone

HELD = (
    Held("Mails that you sent to the boards", "thirty days after they were settled; then a line in the ledger",
         "emptied: the line stays, without addresses", ("inbound.InboundMail",)),
    Held("When the secretariat read a mail of yours as it came, and why", "with the ledger",
         "the line stays, without the reason", ("inbound.MailOpening",)),
)  # fmt: skip
ERASED = "erased"


def gather(member: Member) -> dict[str, Any]:
    """The ledger's lines: what was posted stands among the posts. The bytes of a mail quote others, and a held one may
    not be theirs at all, so neither is handed out.
    """
    rows = InboundMail.objects.filter(member=member).order_by("pk")
    openings = MailOpening.objects.filter(mail__member=member).order_by("pk")
    return {
        "mails from you": list(rows.values("received", "state", "reason", "settled", "post_id")),
        "mails of yours that the secretariat read": list(openings.values("opened", "reason")),
    }


def erase(member: Member) -> None:
    traces = traces_with_phone(member)
    theirs = Q(member=member) | Q(sender__in=traces.addresses) | Q(envelope_from__in=traces.addresses)
    MailOpening.objects.filter(Q(mail__in=InboundMail.objects.filter(theirs))).update(reason=ERASED)
    _empty(InboundMail.objects.filter(theirs).values_list("pk", flat=True))
    named, quoted = [], []
    for row in InboundMail.objects.exclude(raw=b"").iterator(chunk_size=50):
        raw = bytes(row.raw)
        if not traces.found_in(said_in(raw)):
            continue
        if _is_from(raw, traces):
            named.append(row.pk)
        elif row.state not in WAITING:  # one that waits for its member goes thirty days after they settled it
            quoted.append(row.pk)
    _empty(named)
    InboundMail.objects.filter(pk__in=quoted).update(raw=b"")
    for opening in MailOpening.objects.filter(hinted("reason", traces)):
        MailOpening.objects.filter(pk=opening.pk).update(reason=traces.removed_from(opening.reason))
    MailOpening.objects.filter(opened_by=member).update(opened_by=None)
    for row in InboundMail.objects.defer("raw").filter(hinted("last_error", traces)):
        InboundMail.objects.filter(pk=row.pk).update(last_error=traces.removed_from(row.last_error))


def _empty(ids: Any) -> None:
    """The ledger still balances: each mail keeps its row and its day. What was not settled yet is settled now."""
    ids = list(ids)
    rows = InboundMail.objects.filter(pk__in=ids)
    rows.filter(state__in=WAITING).update(
        state=InboundMail.State.ACTED, reason=ERASED, settled=timezone.now(), lease_token="", lease_until=None
    )
    rows.update(raw=b"", envelope_from="", sender="", last_error="", sha256="")


def _is_from(raw: bytes, traces: Traces) -> bool:
    headers = message_from_bytes(raw)
    written = [str(value) for name in ("from", "sender", "reply-to") for value in headers.get_all(name, [])]
    return any(address.lower() in traces.addresses for _, address in getaddresses(written))
