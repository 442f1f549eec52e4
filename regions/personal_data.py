"""What this room holds about a person: their places, terms and payments, and what they chose to show."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from accounts.models import FORMER_MEMBER, Member
from accounts.personal import Held, erase_rows, hinted
from accounts.traces import Traces, traces_of
from regions.importing.limits import BadFile
from regions.importing.reading import read_sheet
from regions.models import (
    Appeal,
    Application,
    Import,
    Induction,
    Membership,
    NetworkPlace,
    Office,
    Payment,
    Profile,
    Representation,
    Service,
    ServiceChange,
    Subscription,
)

HELD = (
    Held("Your places in services: tier, job title, dates, status", "without end: who belonged when",
         "ended; the dates stay without job title and reason", ("regions.Membership", "regions.NetworkPlace")),
    Held("Appeals that you made, or decided", "without end", "your words and the reasons are taken out",
         ("regions.Appeal",)),
    Held("Terms and offices that you held, and days away", "without end: who answered for what, and when",
         "ended; the dates stay, the days away do not",
         ("regions.Representation", "regions.Office", "regions.Absence", "regions.Service", "regions.ServiceChange")),
    Held("Payments for your own subscription", "as long as accounts must be", "amounts and dates stay, no address does",
         ("regions.Subscription", "regions.Payment")),
    Held("Your profile, telephone number and interests", "until you change them", "deleted",
         ("regions.Profile", "regions.Interest")),
    Held("How you came: application, invitation, induction; an offer to represent", "as long as you are known here",
         "deleted",
         ("regions.Application", "regions.Invitation", "regions.ProofCode", "regions.Induction", "regions.Volunteer")),
    Held("What you wrote in confidence to an officer, until it has left", "minutes", "deleted",
         ("regions.Confidence", "regions.ListStop")),
    Held("Spreadsheets of members that the secretariat is about to apply", "thirty days at most",
         "laid aside, if you stand in one", ("regions.Import",)),
)  # fmt: skip
SEEN_TO = {
    "regions.Appeal", "regions.Membership", "regions.NetworkPlace", "regions.Representation", "regions.Office",
    "regions.Service",
    "regions.ServiceChange", "regions.Subscription", "regions.Payment", "regions.AccessVersion", "regions.Import",
}  # fmt: skip
State = Import.State


def gather(member: Member) -> dict[str, Any]:
    profile = Profile.objects.filter(member=member).values("about", "phone", "show_address", "show_phone", "listed")
    return {
        "memberships": list(
            member.memberships.order_by("pk").values(
                "service__name", "tier", "status", "job_title", "through_service", "paid_to", "lapses", "starts",
                "ends", "suspended_until", "reason",
            )
        ),
        "appeals": list(
            Appeal.objects.filter(membership__member=member).order_by("pk")
            .values("words", "made", "due", "outcome", "reason", "decided")
        ),
        "groups": list(member.network_places.values("network__name", "starts", "ends")),
        "terms": list(member.representations.values("network__name", "starts", "ends")),
        "offices": list(member.offices.values("name", "starts", "ends")),
        "days away": list(member.absences.values("starts", "ends")),
        "offers to represent": list(member.offers.values("network__name", "words", "offered", "outcome")),
        "subscriptions": list(Subscription.objects.filter(member=member).values("starts", "ends")),
        "payments": list(
            Payment.objects.filter(subscription__member=member).values(
                "paid_by", "order_number", "amount_pence", "paid_on", "receipt_to"
            )
        ),
        "profile": profile.first() or {},
        "interests": list(member.interests.values_list("words", flat=True)),
        "applications": list(
            Application.objects.filter(member=member).values(
                "address", "first_name", "last_name", "job_title", "words", "state", "asked", "decided", "reason"
            )
        ),
        "induction": Induction.objects.filter(member=member).values("started", "stopped", "mails_sent").first() or {},
    }  # fmt: skip


def traces_with_phone(member: Member) -> Traces:
    """With the telephone number of their profile: ask before it is deleted."""
    return traces_of(member, phone=Profile.objects.filter(member=member).values_list("phone", flat=True).first() or "")


def erase(member: Member) -> None:
    traces, today = traces_with_phone(member), timezone.localdate()
    _end_places(member, today)
    for model in (Representation, Office, NetworkPlace):
        _end_terms(model, member, today)
    Service.objects.filter(lead=member).update(lead=None, version=F("version") + 1)
    Appeal.objects.filter(membership__member=member).update(words="", reason="")
    for field in ("against", "decided_by"):
        Appeal.objects.filter(**{field: member}).update(**{field: None})
    Membership.objects.filter(suspended_by=member).update(suspended_by=None)
    Induction.objects.filter(buddy=member).update(buddy=None)
    Payment.objects.filter(receipt_to__in=traces.addresses).update(receipt_to="")
    _forget_contact(traces)
    _forget_imports(traces)
    erase_rows({"regions"}, member, traces, but=SEEN_TO)


def _end_places(member: Member, today: date) -> None:
    yesterday = today - timedelta(days=1)
    for place in Membership.objects.select_for_update().filter(member=member):
        if place.status != Membership.Status.ENDED:
            place.status, place.version = Membership.Status.ENDED, place.version + 1
            place.ends = max(place.starts, min(place.ends or yesterday, yesterday))
        place.job_title = place.reason = ""
        place.save(update_fields=["status", "version", "ends", "job_title", "reason"])


def _end_terms(model: Any, member: Member, today: date) -> None:
    """What runs ends yesterday; what has only just begun, or not yet, was never served."""
    open_rows = model.objects.filter(Q(ends=None) | Q(ends__gte=today), member=member)
    open_rows.filter(starts__gte=today).delete()
    open_rows.update(ends=today - timedelta(days=1))


def _forget_contact(traces: Traces) -> None:
    """A head may have been noted as a contact before they joined; a change of lead may have been noted with a name."""
    for service in Service.objects.filter(Q(contact_address__in=traces.addresses) | hinted("contact_name", traces)):
        if service.contact_address.lower() in traces.addresses or traces.found_in(service.contact_name):
            empty = {"contact_name": "", "contact_address": "", "contact_phone": ""}
            Service.objects.filter(pk=service.pk).update(**empty, version=F("version") + 1)
    for change in ServiceChange.objects.filter(hinted("note", traces)):
        ServiceChange.objects.filter(pk=change.pk).update(note=traces.removed_from(change.note)[:400])


def _forget_imports(traces: Traces) -> None:
    """A file that waits would bring the person back; one that is over keeps its counts."""
    for row in Import.objects.select_for_update().exclude(content=b"", plan={}):
        if not (_names(bytes(row.content), traces) or traces.found_in(str(row.plan)) or traces.found_in(row.fault)):
            continue
        if row.state in (State.READING, State.READY, State.APPLYING):
            row.state, row.fault = State.DROPPED, f"Laid aside: somebody in it is a {FORMER_MEMBER.lower()} now."
        row.fault = traces.removed_from(row.fault)
        row.content, row.plan, row.lease_token = b"", {"counts": row.plan.get("counts", {}), "forgotten": True}, ""
        row.save(update_fields=["state", "fault", "content", "plan", "lease_token"])
    for row in Import.objects.filter(hinted("file_name", traces)):
        Import.objects.filter(pk=row.pk).update(file_name=traces.removed_from(row.file_name)[:200])


def _names(content: bytes, traces: Traces) -> bool:
    """A file that cannot be read might name anybody."""
    if not content:
        return False
    try:
        rows = read_sheet(content).rows
    except BadFile:
        return True
    return any(traces.found_in(" ".join(str(cell) for cell in row.cells.values())) for row in rows)
