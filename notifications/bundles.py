"""Which claimed mails go together: posts of one topic that wait for one person are one mail.

With TOPIC_MAIL_SECONDS=0 each post is a mail of its own.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from forum.mail_wishes import Because, Wish, wishes_about
from forum.mentions import called_by_mail
from forum.models import BoardFollow, Post, Topic
from notifications.kinds import told_by
from notifications.models import Delivery
from notifications.reading import readers_among

Withheld = Delivery.Withheld


@dataclass(frozen=True)
class Bundle:
    """The posts of one mail, oldest first, why they are sent, and for each person the deliveries that it settles."""

    posts: tuple[Post, ...]
    because: Because
    rows: dict[int, list[Delivery]]


def take_in(rows: list[Delivery], waiting: Q) -> list[Delivery]:
    """The claimed rows, and with them whatever else of the same topics waits for the same people: it is claimed too.

    What may still be undone stays where it is.
    """
    mine = [row for row in rows if row.post_id]
    if not mine or not settings.TOPIC_MAIL_SECONDS:
        return rows
    now, lease = timezone.now(), mine[0]
    topics = Post.objects.filter(pk__in={row.post_id for row in mine}).values("topic")
    over = Post.objects.filter(topic__in=topics, published__lte=now - timedelta(seconds=settings.UNDO_SECONDS))
    free = Delivery.objects.filter(
        waiting, Q(lease_until=None) | Q(lease_until__lt=now), member__in={row.member_id for row in mine}, post__in=over
    )
    found = list(free.exclude(pk__in=[row.pk for row in mine]).values_list("pk", flat=True))
    if not found:
        return rows
    free.filter(pk__in=found).update(
        lease_token=lease.lease_token, lease_until=lease.lease_until, attempts=F("attempts") + 1
    )
    return [*rows, *Delivery.objects.filter(pk__in=found, lease_token=lease.lease_token)]


def bundles_of(rows: list[Delivery]) -> tuple[list[Bundle], dict[Withheld, list[Delivery]]]:
    """The mails to make of these rows; and, by the reason, the rows of which nothing is sent."""
    posts = Post.objects.select_related("topic__forum__network", "poster").in_bulk({row.post_id for row in rows})
    by_topic: dict[int, list[Delivery]] = defaultdict(list)
    unsent: dict[Withheld, list[Delivery]] = defaultdict(list)
    for row in rows:
        post = posts.get(row.post_id)
        if post is None or not post.approved or post.is_taken_back:
            unsent[Withheld.GONE].append(row)
        else:
            by_topic[post.topic_id].append(row)
    bundles: list[Bundle] = []
    for topic_rows in by_topic.values():
        topic = posts[topic_rows[0].post_id].topic
        wishes = _wanted(topic, topic_rows, posts)
        may = set(readers_among(sorted({row.member_id for row in topic_rows if row.member_id}), topic))
        for row in topic_rows:
            if row.member_id not in may:
                unsent[Withheld.NO_RIGHT].append(row)
            elif row.pk not in wishes:
                unsent[Withheld.UNWANTED].append(row)
        bundles += _bundles(posts, [row for row in topic_rows if row.pk in wishes and row.member_id in may], wishes)
    return bundles, unsent


def _wanted(topic: Topic, rows: list[Delivery], posts: dict[int, Post]) -> dict[int, Wish]:
    """The wish of each row, by its key: like the right to read, it is asked again now, as it may have ended since. Who
    has the topic in another rhythm gets the posts that call them by name, and what they pressed for themselves.
    """
    wishes = wishes_about(topic)
    none = Wish(BoardFollow.Wants.NOTHING, Because.NOBODY)
    wanted = {
        row.pk for row in rows
        if wishes.get(row.member_id or 0, none).of(told_by(posts[row.post_id or 0])).rhythm
        == BoardFollow.Wants.EVERYTHING
    }  # fmt: skip
    others = {row.post_id for row in rows if row.pk not in wanted}
    called = {pk: called_by_mail(posts[pk]) for pk in others if pk is not None}
    found = {}
    for row in rows:
        if row.pk in wanted:
            found[row.pk] = wishes[row.member_id or 0]
        elif row.asked_by_reader:
            found[row.pk] = Wish(BoardFollow.Wants.EVERYTHING, Because.AGAIN)
        elif row.member_id in called.get(row.post_id or 0, ()):
            found[row.pk] = Wish(BoardFollow.Wants.EVERYTHING, Because.MENTION)
    return found


def _bundles(posts: dict[int, Post], rows: list[Delivery], wishes: dict[int, Wish]) -> Iterator[Bundle]:
    mine: dict[tuple[int, int], list[Delivery]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: posts[row.post_id or 0].number or 0):
        alone = 0 if settings.TOPIC_MAIL_SECONDS else row.post_id or 0
        mine[row.member_id or 0, alone].append(row)
    alike: dict[tuple[tuple[int, ...], Because], dict[int, list[Delivery]]] = defaultdict(dict)
    for (member_id, _), of_member in mine.items():
        alike[tuple(row.post_id or 0 for row in of_member), wishes[of_member[-1].pk].because][member_id] = of_member
    for (post_ids, because), together in alike.items():
        yield Bundle(tuple(posts[pk] for pk in post_ids), because, together)
