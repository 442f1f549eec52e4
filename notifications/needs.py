"""What a member was told that asks for them by name: a source of their home."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Member
from forum.home_needs import as_need
from forum.models import ReadMark
from notifications.selectors import told_to

MENTION = "mention"


def mention(member: Member) -> QuerySet[Any]:
    """Posts that mention me and that I have not read. The thing is the post."""
    mark = ReadMark.objects.filter(member=member, topic=OuterRef("topic"), number__gte=OuterRef("post__number"))
    rows = told_to(member).filter(kind=MENTION, read=None).exclude(Exists(mark))
    return as_need(rows, "mention", thing="post_id", words="topic__subject", person="post__poster", moment="created")
