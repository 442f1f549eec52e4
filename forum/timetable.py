"""What is due by the clock in this room."""

from datetime import datetime

from django.utils import timezone

from forum.actions.pass_on_matter import pass_on_matter
from forum.matter_steps import PASSES_ON
from forum.models import Matter


def pass_on_matters(*, now: datetime | None = None) -> int:
    """What has waited 24 working hours in a region or a group; the executive's boards have nobody to pass on to."""
    now = now or timezone.now()
    late = Matter.objects.filter(
        outcome="", passed=None, due__lte=now, post__topic__forum__network__kind__in=PASSES_ON
    ).order_by("due")
    return sum(pass_on_matter(None, pk, now=now) for pk in list(late.values_list("pk", flat=True)[:500]))
