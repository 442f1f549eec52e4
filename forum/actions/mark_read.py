"""A member has been shown a topic up to a post."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from forum.models import ReadMark, Topic


@transaction.atomic
def mark_read(actor: Member, topic: Topic, number: int) -> None:
    """Move the member's own mark forward, never back. The only thing that showing a page writes."""
    moved = ReadMark.objects.filter(member=actor, topic=topic, number__lt=number)
    if not moved.update(number=number, at=timezone.now()):
        ReadMark.objects.bulk_create([ReadMark(member=actor, topic=topic, number=number)], ignore_conflicts=True)
