"""Whose meeting it is: asked of the rule book, today."""

from accounts.models import Member
from meetings.access import allowed, networks_of
from meetings.models import Meeting
from regions.permissions import can_rsvp
from regions.selectors import member_ids_in
from regions.standing import standings_of


def people_to_invite(meeting: Meeting) -> list[Member]:
    """The members of its networks who may answer an invitation."""
    networks = networks_of(meeting)
    ids = sorted(set[int]().union(*(member_ids_in(network) for network in networks)))
    may = [pk for pk, who in standings_of(ids).items() if allowed(who, can_rsvp, networks)]
    return list(Member.objects.filter(pk__in=may, is_active=True).order_by("pk"))
