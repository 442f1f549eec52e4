"""An item of minutes gets another text."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from forum.access import NotVisible
from meetings.minutes.access import minutes_to_write
from meetings.minutes.writing import put_text
from meetings.models import MinuteItem


@transaction.atomic
def write_minute_item(
    actor: Member, meeting_id: int, number: int, *, title: str, note: str, version: int
) -> MinuteItem:
    """`version` is that of the text which the form showed: whoever is second is asked, and loses nothing.

    Raises NotVisible, Refused, Problem.
    """
    minutes = minutes_to_write(actor, meeting_id)
    item = minutes.items.filter(number=number).first()
    if item is None:
        raise NotVisible
    item.minutes = minutes
    return put_text(actor, item, title=title, note=note, version=version, now=timezone.now())
