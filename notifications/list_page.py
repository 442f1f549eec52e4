"""The page of what I have been told: filtered, grouped, and older than the first fifty."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import Member
from forum.access import visible_boards
from notifications.actions.keep_notification import keep_notification
from notifications.actions.mark_notification import mark_notification
from notifications.kinds import FAMILIES
from notifications.lines import Line, line_of, lines_of
from notifications.selectors import notifications_for
from regions.doors import MemberRequest, member_page
from regions.models import Network

MOST = 50


@dataclass(frozen=True)
class Choice:
    """What the page shows; what is no choice counts as none."""

    family: str = ""
    network: str = ""
    unread: bool = False
    before: int = 0

    @classmethod
    def asked(cls, query: QueryDict) -> "Choice":
        family, network, before = query.get("kind", ""), query.get("network", ""), query.get("before", "")
        return cls(
            family=family if family in FAMILIES else "", network=network[:60], unread=query.get("unread") == "1",
            before=int(before[:18]) if before.isascii() and before.isdigit() else 0,
        )  # fmt: skip

    @property
    def is_any(self) -> bool:
        return bool(self.family or self.network or self.unread)

    @property
    def query(self) -> str:
        asked = {"kind": self.family, "network": self.network, "unread": "1" if self.unread else ""}
        return urlencode({name: value for name, value in asked.items() if value})

    def older_than(self, seq: int) -> str:
        return "&".join(filter(None, (self.query, f"before={seq}")))


def chosen_rows(member: Member, choice: Choice) -> list[Any]:
    rows = notifications_for(member)
    if choice.family:
        rows = rows.filter(kind__in=FAMILIES[choice.family][1])
    if choice.network:
        of_it = Q(topic__forum__network__slug=choice.network) | Q(board__network__slug=choice.network)
        rows = rows.filter(of_it | Q(meeting__network__slug=choice.network))
    if choice.unread:
        rows = rows.filter(is_read=False)
    if choice.before:
        rows = rows.filter(seq__lt=choice.before)
    return list(rows[: MOST + 1])


@member_page
def notifications(request: MemberRequest) -> HttpResponse:
    choice = Choice.asked(request.GET)
    rows = chosen_rows(request.user, choice)
    shown = rows[:MOST]
    context = {
        "lines": lines_of(shown),
        "unread": [row for row in shown if not row.is_read],
        "choice": choice,
        "families": [(name, label) for name, (label, _) in FAMILIES.items()],
        "networks": Network.objects.filter(pk__in=visible_boards(request.user).order_by().values("network")),
        "older": choice.older_than(shown[-1].seq) if len(rows) > MOST else "",
    }
    return render(request, "notifications/list.html", context)


@member_page
def notification(request: MemberRequest, pk: int) -> HttpResponse:
    """Where it leads; who goes there has read it. A POST marks it as read, or as unread, and stays."""
    line = _line(request.user, pk)
    if request.method == "POST" and request.POST.get("do") == "keep":
        keep_notification(request.user, line.row)
    else:
        mark_notification(request.user, line.row)
    if request.method != "POST":
        return redirect(line.address)
    return redirect(f"{reverse('notifications')}?{Choice.asked(request.GET).query}#told-{line.row.seq}")


@member_page
def newest(request: MemberRequest) -> HttpResponse:
    """The line of the newest that is unread, for the browser's own notification while a tab is open."""
    row = notifications_for(request.user).filter(is_read=False).first()
    return JsonResponse({"line": line_of(row).text, "id": row.pk} if row is not None else {})


def _line(member: Member, pk: int) -> Line:
    row = notifications_for(member).filter(pk=pk).first()
    if row is None:
        raise Http404
    return line_of(row)
