"""Who can be given an action point: who was invited, and who may be today."""

from accounts.models import Member
from meetings.models import Meeting
from meetings.people import people_to_invite


def possible_owners(meeting: Meeting) -> list[Member]:
    people = {member.pk: member for member in people_to_invite(meeting)}
    return sorted(people.values(), key=lambda member: (member.last_name, member.first_name, member.pk))
