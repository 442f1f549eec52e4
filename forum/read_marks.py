"""How far a member has read a topic: moved forward by reading on a page, and by answering a mail."""

from datetime import datetime

from django.utils import timezone

from accounts.models import Member
from forum.models import Post, ReadMark, Topic


def move_mark(member: Member, topic: Topic, number: int) -> None:
    """Move the member's mark forward, never back."""
    moved = ReadMark.objects.filter(member=member, topic=topic, number__lt=number)
    if not moved.update(number=number, at=timezone.now()):
        ReadMark.objects.bulk_create([ReadMark(member=member, topic=topic, number=number)], ignore_conflicts=True)


def mark_own_post(post: Post, *, shown_all: bool, now: datetime) -> None:
    """An author has read their own post. What stands before it they have read if they wrote on the topic's page
    (`shown_all`); with a mail, or a post that was held meanwhile, only as far as their mark already says.
    """
    number = post.number or 1
    if shown_all or number == 1:
        ReadMark.objects.bulk_create(
            [ReadMark(member=post.poster, topic=post.topic, number=number, at=now)],
            update_conflicts=True, unique_fields=["member", "topic"], update_fields=["number", "at"],
        )  # fmt: skip
    else:
        before = ReadMark.objects.filter(member=post.poster, topic=post.topic, number=number - 1)
        before.update(number=number, at=now)
