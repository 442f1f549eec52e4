"""A member takes back the secret address of their calendar."""

from accounts.models import Member
from meetings.models import CalendarFeed


def end_calendar_feed(actor: Member) -> None:
    """Whatever state their membership is in."""
    CalendarFeed.objects.filter(member=actor).delete()
