"""Tags: the words of a network's own list, under which its topics are found.

A topic carries its tags in one line of text too (`Topic.tag_line`), so that a list of topics shows them for nothing.
"""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.utils.text import slugify

from accounts.models import Member
from forum.access import visible_topics
from forum.machina.forum_conversation.models import Topic
from forum.tag_models import Tag, TopicTag
from regions.models import Network
from regions.problems import Problem
from regions.words import checked_words

MOST_TAGS, LONGEST_TAG = 5, 30
BETWEEN = " · "


def checked_tag(name: str) -> str:
    """One tag as it is kept. Raises Problem."""
    name = checked_words(" ".join(name.replace(BETWEEN.strip(), " ").split()), most=LONGEST_TAG, field="tags")
    if not slugify(name):
        raise Problem("tags", "A tag has letters or digits in it.")
    return name


def checked_tags(names: Iterable[str]) -> list[str]:
    """Up to five different tags. Raises Problem."""
    kept: dict[str, str] = {}
    for name in names:
        if name.strip():
            checked = checked_tag(name)
            kept.setdefault(slugify(checked), checked)
    if len(kept) > MOST_TAGS:
        many = f"That is {len(kept)} tags, and {MOST_TAGS} is the most: keep those that one would look for."
        raise Problem("tags", many)
    return list(kept.values())


def split_tags(typed: str) -> list[str]:
    """What was typed with commas between."""
    return [name for part in typed.split(",") if (name := " ".join(part.split()))]


def tag_named(network: Network, name: str) -> Tag:
    """The network's tag of this name, made if it has none. «Remand bed» and «remand beds» are one tag."""
    slug = slugify(name)
    near = {slug, f"{slug}s", slug.removesuffix("s")}
    found = Tag.objects.filter(network=network, slug__in=near).order_by("pk").first()
    return found or Tag.objects.get_or_create(network=network, slug=slug, defaults={"name": name})[0]


def put_tags(topic: Topic, tags: Iterable[Tag]) -> None:
    """Give the topic these tags and no others. The caller holds the topic's lock."""
    TopicTag.objects.filter(topic=topic).delete()
    TopicTag.objects.bulk_create([TopicTag(topic=topic, tag=tag) for tag in {tag.pk: tag for tag in tags}.values()])
    write_lines([topic.pk])


def take_tags_along(topic: Topic, network: Network) -> None:
    """A topic that moves to another network has the tags of that network's list. The caller holds the topic's lock."""
    names = [row.tag.name for row in TopicTag.objects.filter(topic=topic).select_related("tag").order_by("pk")]
    if names:
        put_tags(topic, [tag_named(network, name) for name in names])


def join_tags(topic: Topic, into: Topic) -> None:
    """A topic that others' posts come to keeps its tags and gets theirs, five at most. The caller holds both locks."""
    own = [row.tag for row in TopicTag.objects.filter(topic=into).select_related("tag").order_by("pk")]
    others = TopicTag.objects.filter(topic=topic).order_by("pk").values_list("tag__name", flat=True)
    both = {tag.pk: tag for tag in own}
    for name in others:
        if len(both) < MOST_TAGS:
            tag = tag_named(into.forum.network, name)
            both[tag.pk] = tag
    if len(both) > len(own):
        put_tags(into, both.values())


def write_lines(topic_ids: Iterable[int]) -> None:
    """Write each topic's line of tags anew."""
    ids = list(topic_ids)
    names: dict[int, list[str]] = {pk: [] for pk in ids}
    rows = TopicTag.objects.filter(topic__in=ids).order_by("pk").values_list("topic_id", "tag__name")
    for topic_id, name in rows:
        names[topic_id].append(name)
    for topic_id, line in names.items():
        Topic.objects.filter(pk=topic_id).update(tag_line=BETWEEN.join(line))


def tags_seen_by(member: Member, network: Network) -> QuerySet[Tag]:
    """The network's tags with `used`, how many topics that the member may read have each; the others do not exist."""
    readable = Q(topics__topic__in=visible_topics(member).filter(forum__network=network).order_by())
    used = Count("topics", filter=readable)
    return Tag.objects.filter(network=network).annotate(used=used).filter(used__gt=0).order_by("-used", "name")
