"""The minutes as their page shows them: items with their action points, and the corrections beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from accounts.models import Member
from meetings.models import ActionPoint, Correction, MinuteItem, MinuteItemVersion, Minutes


@dataclass(frozen=True)
class Page:
    items: Sequence[MinuteItem]  # each with `shown_actions` and `shown_corrections`
    of_the_whole: list[Correction]
    waiting: int
    checked: int


def page_of(minutes: Minutes, reader: Member, *, writes: bool) -> Page:
    """Who writes sees all corrections, everybody else their own. Five queries, whatever there is."""
    actions = ActionPoint.objects.exclude(state=ActionPoint.State.DROPPED).select_related("owner").order_by("due", "pk")
    seen = minutes.corrections.select_related("member").order_by("at", "pk")
    if not writes:
        seen = seen.filter(member=reader)
    corrections = list(seen)
    items = list(minutes.items.prefetch_related(Prefetch("actions", queryset=actions, to_attr="shown_actions")))
    for item in items:
        item.shown_corrections = [one for one in corrections if one.item_id == item.pk]  # type: ignore[attr-defined]
    return Page(
        items=items,
        of_the_whole=[one for one in corrections if one.item_id is None],
        waiting=sum(one.state == Correction.State.WAITING for one in corrections),
        checked=minutes.checks.count(),
    )


def earlier_texts(minutes: Minutes) -> list[MinuteItem]:
    """Items that once said something else, each with its `versions`, the newest first."""
    items = minutes.items.filter(versions__isnull=False).distinct().select_related("written_by")
    ordered = MinuteItemVersion.objects.select_related("written_by").order_by("-version")
    return list(items.prefetch_related(Prefetch("versions", queryset=ordered)))
