"""Topics that nobody has answered: for the representative's desk and weekly list."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.models import Member
from forum.access import visible_topics
from forum.models import Topic

UNANSWERED_FOR = timedelta(days=7)
LOOKED_BACK = timedelta(days=90)  # what nobody has answered in a quarter is not asked about again


def unanswered_topics(member: Member, network_ids: Iterable[int], *, now: datetime) -> QuerySet[Topic]:
    """Open topics of these networks that the member may read, a week old and without an answer; the oldest first."""
    return (
        visible_topics(member)
        .filter(
            forum__network_id__in=list(network_ids), posts_count=1, state=Topic.State.OPEN,
            created__lte=now - UNANSWERED_FOR, created__gt=now - LOOKED_BACK,
        )
        .exclude(kind=Topic.Kind.ANNOUNCEMENT)
        .select_related("forum__network", "poster")
        .order_by("created", "pk")
    )  # fmt: skip
