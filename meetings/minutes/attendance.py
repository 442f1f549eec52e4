"""Who was at a meeting, as far as anybody noted it."""

from django.db.models import Q

from accounts.models import Member
from meetings.models import Answer, Invitation, Meeting
from meetings.people import people_to_invite

SAID_YES = Q(answer=Answer.YES) & (Q(online=True) | Q(place=Invitation.Place.TAKEN))


def is_noted(meeting: Meeting) -> bool:
    return meeting.invitations.filter(attended=True).exists()


def attended(meeting: Meeting) -> Q:
    """Those who were noted; where nobody was, those who said that they come."""
    return Q(attended=True) if is_noted(meeting) else SAID_YES


def there_ids(meeting: Meeting) -> set[int]:
    return set(meeting.invitations.filter(attended(meeting)).values_list("member_id", flat=True))


def was_there(member: Member, meeting: Meeting) -> bool:
    return meeting.invitations.filter(attended(meeting), member=member).exists()


def absent_ids(meeting: Meeting) -> set[int]:
    """Who might have come and did not."""
    invited = set(meeting.invitations.values_list("member_id", flat=True))
    return (invited | {member.pk for member in people_to_invite(meeting)}) - there_ids(meeting)
