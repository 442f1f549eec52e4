"""A member has been shown a topic up to a post."""

from django.db import transaction

from accounts.models import Member
from forum.models import Topic
from forum.read_marks import move_mark


@transaction.atomic
def mark_read(actor: Member, topic: Topic, number: int) -> None:
    """Move the member's own mark forward, never back. The only thing that showing a page writes."""
    move_mark(actor, topic, number)
