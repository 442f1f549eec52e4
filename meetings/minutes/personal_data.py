"""What minutes hold about a person: what they wrote, corrected and were given to do, and their name in the texts."""

from typing import Any

from django.db.models import Q

from accounts.models import Member
from accounts.traces import Traces
from meetings.models import ActionPoint, Correction, MinuteItem, MinuteItemVersion, Minutes, MinutesCheck


def minutes_of(member: Member) -> dict[str, Any]:
    return {
        "items written": list(
            MinuteItem.objects.filter(written_by=member)
            .order_by("pk")
            .values("minutes__meeting_id", "number", "title", "note", "written")
        ),
        "earlier texts": list(
            MinuteItemVersion.objects.filter(written_by=member)
            .order_by("pk")
            .values("item_id", "version", "title", "note", "written")
        ),
        "corrections": list(
            member.corrections.order_by("pk").values(
                "minutes__meeting_id", "item__number", "words", "at", "state", "why"
            )
        ),
        "found right": list(
            MinutesCheck.objects.filter(member=member).order_by("pk").values("minutes__meeting_id", "at")
        ),
        "action points": list(
            member.actions.order_by("pk").values("item__minutes__meeting_id", "words", "due", "state", "ended")
        ),
    }


def erase_from_minutes(member: Member, traces: Traces) -> None:
    """Before their invitations go: in the texts of meetings that they were invited to, wrote for or do something for,
    their name is taken out.
    """
    mine = Q(meeting__invitations__member=member) | Q(items__written_by=member) | Q(items__actions__owner=member)
    minutes = list(Minutes.objects.filter(mine | Q(opened_by=member)).values_list("pk", flat=True).distinct())
    _clean(MinuteItem.objects.filter(minutes__in=minutes), ("title", "note"), traces)
    _clean(MinuteItemVersion.objects.filter(item__minutes__in=minutes), ("title", "note"), traces)
    _clean(ActionPoint.objects.filter(item__minutes__in=minutes), ("words",), traces)
    _clean(Correction.objects.filter(minutes__in=minutes).exclude(member=member), ("words", "why"), traces)
    Correction.objects.filter(member=member).delete()
    MinutesCheck.objects.filter(member=member).delete()
    for rows in (MinuteItem.objects, MinuteItemVersion.objects):
        rows.filter(written_by=member).update(written_by=None)
    ActionPoint.objects.filter(owner=member).update(owner=None)
    ActionPoint.objects.filter(ended_by=member).update(ended_by=None)
    Correction.objects.filter(decided_by=member).update(decided_by=None)
    Minutes.objects.filter(opened_by=member).update(opened_by=None)
    Minutes.objects.filter(agreed_by=member).update(agreed_by=None)


def _clean(rows: Any, fields: tuple[str, ...], traces: Traces) -> None:
    for row in rows.only("pk", *fields):
        words = {name: traces.removed_from(getattr(row, name)) for name in fields}
        if any(words[name] != getattr(row, name) for name in fields):
            type(row).objects.filter(pk=row.pk).update(**words)
