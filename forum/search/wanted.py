"""What a search asks for, as its address says it. Each filter is a condition in the same SQL as the right to read."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_date

from forum.models import Attachment, Post, Topic, TopicTag
from regions.models import Membership

LONGEST_QUERY = 200
FILTERS = ("network", "board", "kind", "tag", "by", "service", "since", "until", "answered", "files")


@dataclass(frozen=True)
class Wanted:
    """Words and filters; what cannot be read in the address is left out."""

    words: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    before: int | None = None

    @classmethod
    def of(cls, query: QueryDict) -> "Wanted":
        given = {name: _line(query.get(name, ""))[:100] for name in FILTERS}
        before = query.get("before", "")
        return cls(
            words=_line(query.get("q", ""))[:LONGEST_QUERY],
            filters={name: value for name, value in given.items() if value},
            before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
        )

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.filters

    def applied_to(self, posts: QuerySet[Post]) -> QuerySet[Post]:
        for name, value in self.filters.items():
            posts = posts.filter(CONDITIONS[name](value))
        return posts if self.before is None else posts.filter(pk__lt=self.before)


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())


def _author(name: str) -> Q:
    wanted = Q()
    for part in name.split()[:4]:
        wanted &= Q(poster__first_name__istartswith=part) | Q(poster__last_name__istartswith=part)
    return wanted


def _service(name: str) -> Q:
    """By the line that stands under the author's name; the places only narrow down where to look."""
    members = Membership.objects.filter(service__name__icontains=name).values("member_id")
    return Q(poster__in=members, author_line__icontains=name)


def _day(text: str, at: time) -> datetime | None:
    try:
        day: date | None = parse_date(text)
    except ValueError:
        day = None
    return datetime.combine(day, at, tzinfo=ZoneInfo(settings.TIME_ZONE)) if day else None


def _since(text: str) -> Q:
    moment = _day(text, time.min)
    return Q(published__gte=moment) if moment else Q()


def _until(text: str) -> Q:
    moment = _day(text, time.max)
    return Q(published__lte=moment) if moment else Q()


def _answered(text: str) -> Q:
    return Q(topic__posts_count__gt=1) if text == "yes" else Q(topic__posts_count=1) if text == "no" else Q()


CONDITIONS = {
    "network": lambda slug: Q(topic__forum__network__slug=slug),
    "board": lambda slug: Q(topic__forum__slug=slug),
    "kind": lambda kind: Q(topic__kind=kind) if kind in Topic.Kind.values else Q(),
    "tag": lambda slug: Exists(TopicTag.objects.filter(topic=OuterRef("topic_id"), tag__slug=slug)),
    "by": _author,
    "service": _service,
    "since": _since,
    "until": _until,
    "answered": _answered,
    "files": lambda text: Exists(Attachment.objects.filter(post=OuterRef("pk"))),
}
