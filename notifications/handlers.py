"""What follows from events. Each handler may run twice, calls no action, and records no event."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from forum.asking import boards_beside
from forum.events import (
    HeldPostReturned,
    PostEdited,
    PostHeld,
    PostPublished,
    PostTakenBack,
    PostUndone,
    QuestionMoved,
)
from forum.mentions import called_by_mail
from forum.models import Board, Post, Topic
from forum.selectors import follower_ids
from forum.streams import board_stream
from forum.told import By, members_off
from notifications.events import NotificationsRead
from notifications.kinds import ABOUT, told_by
from notifications.letters import write_letter
from notifications.live import push
from notifications.live.rights import member_stream
from notifications.message_ids import post_message_id
from notifications.models import Delivery, Notification
from notifications.people.own_posts import own_address
from notifications.reading import readers_among
from notifications.when import due_times
from outbox.models import Event
from outbox.queue import wake
from outbox.record import newest_numbers, next_numbers
from regions.events import RightsChanged

Kind = Notification.Kind


def push_post(event: PostPublished | QuestionMoved, event_id: int) -> None:
    """Tell open pages that the board has moved; they ask for what they missed."""
    seq = Event.objects.values_list("seq", flat=True).get(pk=event_id)
    push.board_moved(board_stream(event.board_id), seq or 0, topic_id=event.topic_id, post_id=event.post_id)


def push_post_changed(event: PostEdited | PostUndone | PostTakenBack, event_id: int) -> None:
    """Tell open pages to ask; nothing is new, so the board's number stays."""
    for board_id in (event.board_id, *boards_beside(event.topic_id)):
        stream = board_stream(board_id)
        push.board_changed(stream, newest_numbers([stream])[stream], topic_id=event.topic_id, post_id=event.post_id)


def notify_followers(event: PostPublished, event_id: int) -> None:
    """One notification for each follower who may read it, never for the author."""
    post = _post(event.post_id)
    if post is None or not post.approved:
        return
    kind = Kind.NEW_TOPIC if post.number == 1 else Kind.ANSWER
    tell(_audience(post, by_mail=False), event_id, kind, post)


def queue_post_mail(event: PostPublished, event_id: int) -> None:
    """One delivery for each follower; it leaves when the time to undo is over, and the right is asked again then."""
    post = _post(event.post_id)
    if post is None or not post.approved:
        return
    due = (post.published or timezone.now()) + timedelta(seconds=settings.UNDO_SECONDS)
    deliver(post, _audience(post, by_mail=True), due=due)


def deliver(post: Post, member_ids: list[int], *, due: datetime) -> None:
    """A delivery of the post to each of them, once, at its own time from `due` on."""
    members = Member.objects.filter(pk__in=member_ids).only("pk", "email")
    times = due_times(post.topic, [member.pk for member in members], due=due)
    Delivery.objects.bulk_create(
        (
            Delivery(
                member=member, address=member.email, post=post, next_try=times[member.pk],
                message_id=post_message_id(post.pk, member.pk),
            )
            for member in members
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    wake("deliveries")


def notify_author_of_hold(event: PostHeld, event_id: int) -> None:
    post = _post(event.post_id)
    if post is not None:
        tell([post.poster_id], event_id, Kind.HELD, post)


def write_to_author_of_hold(event: PostHeld, event_id: int) -> None:
    """The letter names the kind of rule, and neither the text nor what matched."""
    post = _post(event.post_id)
    if post is not None:
        rules = [finding.rule for finding in post.findings.order_by("pk")]
        write_letter(
            "held_post",
            member=post.poster,
            key=f"held-post:{event_id}",
            context={
                "post_id": post.pk,
                "board": post.topic.forum.name,
                "rules": rules,
                "reply_to": own_address(post.poster, post.pk),
            },
        )


def notify_author_of_return(event: HeldPostReturned, event_id: int) -> None:
    post = _post(event.post_id)
    if post is not None:
        tell([post.poster_id], event_id, Kind.RETURNED, post)


def write_to_author_of_return(event: HeldPostReturned, event_id: int) -> None:
    post = _post(event.post_id)
    if post is not None:
        write_letter(
            "returned_post",
            member=post.poster,
            key=f"returned-post:{event_id}",
            context={
                "post_id": post.pk,
                "board": post.topic.forum.name,
                "reason": post.update_reason,
                "reply_to": own_address(post.poster, post.pk),
            },
        )


def push_rights_changed(event: RightsChanged, event_id: int) -> None:
    push.rights_changed(event.member_id)


def push_read(event: NotificationsRead, event_id: int) -> None:
    push.send(push.read_elsewhere(member_stream(event.member_id)))


def tell(
    member_ids: Iterable[int], event_id: int, kind: str, post: Post | None = None, *,
    topic: Topic | None = None, board: Board | None = None, thing: int | None = None,
) -> None:  # fmt: skip
    """A notification each, numbered in the person's own stream, and one push for all their open pages. Not for who
    turned this kind off. `thing`: the number of what it is about, where that is neither post, topic nor board.
    """
    known = set(Notification.objects.filter(event_id=event_id).values_list("member_id", flat=True))
    new = set(member_ids) - known
    if new and kind in ABOUT:
        new -= members_off(new, ABOUT[kind], By.SITE)
    numbers = next_numbers([member_stream(pk) for pk in new])
    Notification.objects.bulk_create(
        Notification(
            member_id=pk, event_id=event_id, kind=kind, topic_id=post.topic_id if post else topic and topic.pk,
            post=post, board=board, thing=thing, seq=numbers[member_stream(pk)],
        )
        for pk in sorted(new)
    )  # fmt: skip
    transaction.on_commit(partial(push.members_told, numbers), robust=True)


def _post(post_id: int) -> Post | None:
    return Post.objects.select_related("topic__forum__network", "poster").filter(pk=post_id).first()


def _audience(post: Post, *, by_mail: bool) -> list[int]:
    """The followers who may read the post today, and by mail whoever is called in it, without its author."""
    ids = follower_ids(post.topic, by_mail=by_mail, told=told_by(post)) - {post.poster_id}
    ids |= called_by_mail(post) if by_mail else set()
    return readers_among(sorted(ids), post.topic)
