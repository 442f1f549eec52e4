"""A page of somebody's mail diary, as its reader may see it: newest first, by key, in three queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Member
from forum.access import own_or_visible_posts
from notifications.diary.again import goes_again
from notifications.diary.letters import name_of_letter
from notifications.diary.words import Became, became
from notifications.models import Delivery

PAGE = 30
State = Delivery.State
CAME_BACK = Q(state=State.REFUSED) | Q(came_back__isnull=False)
FILTERS = {
    "waiting": ("Still to leave", Q(state=State.WAITING, attempts=0)),
    "deferred": ("Put off", Q(state=State.WAITING, attempts__gt=0)),
    "sent": ("Sent", Q(state=State.SENT, came_back=None)),
    "bounced": ("Came back", CAME_BACK),
    "withheld": ("Not sent", Q(state__in=(State.SKIPPED, State.PAUSED))),
}


@dataclass(frozen=True)
class Row:
    """One mail. `link` and the title of a post only for who may read it today."""

    delivery: Delivery
    title: str
    where: str
    link: int | None
    became: Became
    again: bool


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    older: int | None


def diary_of(member: Member, *, reader: Member, status: str = "", before: int | None = None) -> Page:
    found: QuerySet[Delivery] = Delivery.objects.filter(member=member)
    if status in FILTERS:
        found = found.filter(FILTERS[status][1])
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.select_related("letter", "post").order_by("-pk")[: PAGE + 1])
    shown, own = rows[:PAGE], reader.pk == member.pk
    readable = _readable(reader, shown)
    made = [_row(row, readable, own=own) for row in shown]
    return Page(made, shown[-1].pk if len(rows) > PAGE else None)


def _readable(reader: Member, rows: list[Delivery]) -> dict[int, Any]:
    posts = own_or_visible_posts(reader).filter(pk__in={row.post_id for row in rows if row.post_id})
    return {post.pk: post for post in posts.select_related("topic__forum")}


def _row(row: Delivery, readable: dict[int, Any], *, own: bool) -> Row:
    title, where, link = "", "", None
    if row.letter is not None:
        title = name_of_letter(row.letter.template, own=own)
    elif post := readable.get(row.post_id or 0):
        title, where, link = post.topic.subject, post.topic.forum.name, post.pk
    else:
        title = "A post that you may not read any more" if own else "A post on a board that you do not read"
    return Row(row, title, where, link, became(row, own=own), goes_again(row, by_reader=own))
