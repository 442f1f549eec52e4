"""The topics of a board as a reader wants them: which, and in what order. All of it stands in the page's address."""

from dataclasses import dataclass, fields, replace
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.text import slugify

from accounts.models import Member
from forum.models import Post, Topic, TopicTag

CLOSED = "closed"


class Sort(models.TextChoices):
    LATEST = "latest", "Last word first"
    NEWEST = "newest", "Newest topic first"
    ANSWERS = "answers", "Most answers first"
    UNANSWERED = "unanswered", "Without an answer, longest waiting first"


# By which column, and whether the greatest comes first. Pinned topics come before the others in every order.
ORDERS = {
    Sort.LATEST: ("last_post_on", True),
    Sort.NEWEST: ("created", True),
    Sort.ANSWERS: ("posts_count", True),
    Sort.UNANSWERED: ("created", False),
}
STATES = [("open", "Open"), ("answered", "Answered"), (CLOSED, "Closed")]
SHUT = Q(status=Topic.TOPIC_LOCKED) | Q(state=CLOSED)


@dataclass(frozen=True)
class Choice:
    """What is chosen; a word of the address that means nothing chooses nothing."""

    sort: str = ""
    kind: str = ""
    state: str = ""
    tag: str = ""
    unread: str = ""
    mine: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Choice":
        return cls(
            sort=_one_of(query.get("sort"), Sort.values[1:]),
            kind=_one_of(query.get("kind"), Topic.Kind.values),
            state=_one_of(query.get("state"), [value for value, _ in STATES]),
            tag=slugify(query.get("tag", ""))[:40],
            unread=_one_of(query.get("unread"), ["1"]),
            mine=_one_of(query.get("mine"), ["1"]),
        )

    @property
    def order(self) -> Sort:
        return Sort(self.sort or Sort.LATEST)

    def query(self, **more: Any) -> str:
        """The address's query string, without what is not chosen."""
        chosen = {field.name: getattr(self, field.name) for field in fields(self)} | more
        return urlencode({name: value for name, value in chosen.items() if value})

    @property
    def said(self) -> list[tuple[str, str]]:
        """Each thing that is chosen in words, with the query string of a page without it."""
        words = {
            "sort": self.order.label, "kind": dict(Topic.Kind.choices).get(self.kind, ""),
            "state": self.state, "tag": self.tag.replace("-", " "), "unread": "unread", "mine": "yours",
        }  # fmt: skip
        return [
            (words[field.name], replace(self, **{field.name: ""}).query())
            for field in fields(self) if getattr(self, field.name)
        ]  # fmt: skip


def _one_of(value: str | None, known: list[str]) -> str:
    return value if value in known else ""


def chosen_topics(topics: QuerySet[Topic], member: Member, choice: Choice) -> QuerySet[Topic]:
    """Those of `topics` (of `newest_topics`: with the member's read marks) that were chosen, in the order chosen."""
    if choice.kind:
        topics = topics.filter(kind=choice.kind)
    if choice.state:
        topics = topics.filter(SHUT) if choice.state == CLOSED else topics.filter(state=choice.state).exclude(SHUT)
    if choice.tag:
        topics = topics.filter(Exists(TopicTag.objects.filter(topic=OuterRef("pk"), tag__slug=choice.tag)))
    if choice.unread:
        topics = topics.filter(last_number__gt=F("read_number"))
    if choice.mine:
        own = Post.objects.filter(topic=OuterRef("pk"), poster=member, approved=True)
        topics = topics.filter(Exists(own))
    if choice.order == Sort.UNANSWERED:
        topics = topics.filter(posts_count=1).exclude(kind=Topic.Kind.ANNOUNCEMENT)
    column, falls = ORDERS[choice.order]
    return topics.order_by("-type", f"-{column}" if falls else column, "-pk" if falls else "pk")


def offered(choice: Choice, topics: list[Topic]) -> dict[str, list[tuple[str, str]]]:
    """What the form offers. Tags are those of the page's topics: the whole list of the network is one press away."""
    names = sorted({name for topic in topics for name in topic.tags}, key=str.casefold)
    tags = [(slugify(name), name) for name in names]
    if choice.tag and choice.tag not in dict(tags):
        tags.append((choice.tag, choice.tag.replace("-", " ")))
    return {"sort": Sort.choices, "kind": Topic.Kind.choices, "state": STATES, "tag": tags}
