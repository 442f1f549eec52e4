"""Where drafts belong, and finding one's own."""

import re
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Member
from forum.access import NotVisible, get_post_for, get_topic_for, visible_topics
from forum.models import Draft, Post, TopicTag
from forum.polls.typed import typed_again

NEW = "new"
LONGEST_DRAFT = 200_000  # more than can be posted, so that what is too long can still be kept and shortened
_PLACE = re.compile(r"(topic|edit):([1-9][0-9]{0,17})")


def plain_lines(text: str) -> str:
    """Line ends of one kind, whichever way the text came: by the form, or by the page's script."""
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def topic_place(topic_id: int) -> str:
    return f"topic:{topic_id}"


def edit_place(post_id: int) -> str:
    return f"edit:{post_id}"


@dataclass(frozen=True)
class Words:
    """What a form held when it was kept."""

    text: str
    title: str = ""
    kind: str = ""
    board: str = ""
    tags: tuple[str, ...] = field(default=())
    poll: dict[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not (self.text.strip() or self.title.strip() or self.poll)


def topic_of_place(member: Member, place: str) -> int | None:
    """The topic that a draft's place is in, None for a new topic. Raises NotVisible for a place that the member does
    not see, that is none, or that is another's post.
    """
    if place == NEW:
        return None
    match = _PLACE.fullmatch(place)
    if match is None:
        raise NotVisible
    kind, pk = match[1], int(match[2])
    if kind == "topic":
        return get_topic_for(member, pk).pk
    post = get_post_for(member, pk)
    if post.poster_id != member.pk:
        raise NotVisible
    return post.topic_id


def draft_at(member: Member, place: str) -> Draft | None:
    return Draft.objects.select_related("board").filter(member=member, place=place).first()


def own_drafts(member: Member) -> QuerySet[Draft]:
    """Newest first, each with `readable`: whether its topic is still there for the member."""
    around = visible_topics(member).filter(pk=OuterRef("topic_id")).order_by()
    drafts = Draft.objects.filter(member=member).annotate(readable=Exists(around))
    return drafts.select_related("topic__forum__network", "board__network").order_by("-updated", "-pk")


def give_back(post: Post) -> None:
    """What was undone is a draft again, unless the member has begun something else there."""
    opened = post.topic.first_post_id == post.pk
    Draft.objects.get_or_create(
        member=post.poster,
        place=NEW if opened else topic_place(post.topic_id),
        defaults={
            "board": post.topic.forum if opened else None, "topic": None if opened else post.topic,
            "kind": post.topic.kind if opened else "", "title": post.subject if opened else "",
            "text": post.content.raw, "poll": typed_again(post.topic) if opened else {},
            "tags": _tags_of(post) if opened else [],
        },
    )  # fmt: skip


def _tags_of(post: Post) -> list[str]:
    return list(TopicTag.objects.filter(topic=post.topic_id).order_by("pk").values_list("tag__name", flat=True))
