"""Who may come in somebody's place."""

from accounts.models import Member
from meetings.access import allowed, networks_of
from meetings.models import Answer, Meeting
from regions.models import Membership
from regions.permissions import can_rsvp
from regions.standing import member_standing, standings_of


def possible_deputies(member: Member, meeting: Meeting) -> list[Member]:
    """Members of the same service who may answer, and do not come already."""
    services = member_standing(member).service_ids
    colleagues = Membership.objects.filter(service__in=services).exclude(status=Membership.Status.ENDED)
    ids = set(colleagues.exclude(member=member).values_list("member_id", flat=True))
    networks = networks_of(meeting)
    may = [pk for pk, who in standings_of(sorted(ids)).items() if allowed(who, can_rsvp, networks)]
    coming = meeting.invitations.filter(answer=Answer.YES).values_list("member_id", flat=True)
    found = Member.objects.filter(pk__in=may, is_active=True).exclude(pk__in=coming)
    return list(found.order_by("last_name", "first_name"))
