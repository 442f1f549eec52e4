"""Forgetting what stood in members' files."""

from datetime import datetime, timedelta

from django.utils import timezone

from regions.models import Import

KEPT = timedelta(days=30)
UNSETTLED = (Import.State.READING, Import.State.READY)


def forget_old_imports(*, now: datetime | None = None) -> int:
    """After thirty days an import keeps its counts alone: no rows, no faults, no bytes. Returns how many it emptied."""
    old = Import.objects.filter(uploaded__lt=(now or timezone.now()) - KEPT).exclude(state=Import.State.APPLYING)
    forgotten = 0
    for row in old.exclude(plan__has_key="forgotten").only("pk", "plan", "state"):
        row.state = Import.State.DROPPED if row.state in UNSETTLED else row.state
        row.plan = {"counts": row.plan.get("counts", {}), "forgotten": True}
        row.content = b""
        row.save(update_fields=["state", "plan", "content"])
        forgotten += 1
    return forgotten
