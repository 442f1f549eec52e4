"""How a membership ends: on its last day, with no job that has to run; and who looks after the service then."""

from datetime import date, timedelta

from accounts.models import Member
from regions.models import Membership, Service, ServiceChange
from regions.rights_changed import rights_changed


def end_place(place: Membership, *, last_day: date, today: date, reason: str = "") -> None:
    """Set the last day; a day that is over ends the place at once. Inside the action's transaction."""
    place.ends, place.reason = max(place.starts, last_day), reason
    if last_day < today:
        place.status = Membership.Status.ENDED
    place.version += 1
    place.save(update_fields=["ends", "reason", "status", "version"])
    rights_changed(place.member_id)


def close_past_places(member: Member, service: Service, *, today: date) -> None:
    """Mark as ended what ended by its date, so that the person can be given a new place in the service."""
    past = Membership.objects.filter(member=member, service=service, ends__lt=today)
    past.exclude(status=Membership.Status.ENDED).update(status=Membership.Status.ENDED)


def hand_lead(service: Service, member: Member | None, *, today: date) -> None:
    """Make the member the service's lead, with a line in its history. The service is locked."""
    before = service.lead_id
    service.lead = member
    service.version += 1
    service.save(update_fields=["lead", "version"])
    ServiceChange.objects.create(service=service, kind=ServiceChange.Kind.LEAD, on=today)
    for member_id in {before, member.pk if member else None} - {None}:
        rights_changed(member_id)  # type: ignore[arg-type]


def yesterday(today: date) -> date:
    return today - timedelta(days=1)
