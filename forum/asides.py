"""Asides once they have left."""

from datetime import datetime, timedelta

from django.utils import timezone

from forum.models import Aside

KEPT = timedelta(days=90)  # so long an answer finds its way back


def forget_old_asides(*, now: datetime | None = None) -> int:
    """At night, the rows whose words have left long ago: who wrote to whom is nobody's business either."""
    return Aside.objects.filter(words="", written__lt=(now or timezone.now()) - KEPT).delete()[0]
