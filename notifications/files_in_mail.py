"""The files of posts in the mail of these posts: they go with it as far as there is room, the others as links.

What is large is never read here, and what is read is no more than one mail may carry. A link leads to the page that
asks for the right to read the post, at each request; there is nothing personal in it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

import structlog
from django.conf import settings
from django.urls import reverse

from forum.files import store
from forum.models import Attachment, Post

log = structlog.get_logger(__name__)
_LINES = SMTP.clone(max_line_length=76)  # RFC 2045 allows base64 no longer ones


@dataclass(frozen=True)
class MailedFile:
    """A file as the mail names it; `content` where it goes with the mail."""

    name: str
    label: str
    size: str
    url: str
    content_type: str
    content: bytes | None


def files_of_mail(posts: Sequence[Post]) -> dict[int, list[MailedFile]]:
    """By post, in the posts' order, what goes along and what is a link. One query."""
    rows = Attachment.objects.filter(post__in=posts).defer("words", "rules").order_by("pk")
    by_post: dict[int, list[Attachment]] = defaultdict(list)
    for row in rows:
        by_post[row.post_id or 0].append(row)
    room, found = settings.MAIL_FILES_BYTES, {}
    for post in posts:
        files = []
        for row in by_post[post.pk]:
            file = _mailed(row, room)
            room -= len(file.content or b"")
            files.append(file)
        found[post.pk] = files
    return found


def enclose(message: EmailMessage, files: Sequence[MailedFile]) -> None:
    """Put those that go along behind the text."""
    for file in files:
        if file.content is None:
            continue
        maintype, _, subtype = file.content_type.partition(";")[0].partition("/")
        part = EmailMessage(policy=_LINES)
        part.set_content(
            file.content, maintype=maintype, subtype=subtype, cte="base64", disposition="attachment",
            filename=file.name, params={"charset": "utf-8"} if maintype == "text" else None,
        )  # fmt: skip
        del part["MIME-Version"]
        if message.get_content_type() != "multipart/mixed":
            message.make_mixed()
        message.attach(part)


def in_words(size: int) -> str:
    """«840 bytes», «12 KB», «3.4 MB»."""
    if size < 1000:
        return f"{size} bytes"
    if size < 1_000_000:
        return f"{size / 1000:.0f} KB"
    return f"{size / 1_000_000:.1f} MB"


def _mailed(row: Attachment, room: int) -> MailedFile:
    url = settings.SITE_URL + reverse("file", args=[row.pk])
    content = _read(row) if row.size <= room else None
    return MailedFile(row.name, row.label, in_words(row.size), url, row.content_type, content)


def _read(row: Attachment) -> bytes | None:
    """None for bytes that are not there: the link then says so to whoever follows it, and the mail leaves."""
    try:
        content = store.get(row.stored)
    except OSError as error:
        log.warning("file could not be read for a mail", file=row.pk, error=type(error).__name__)
        return None
    return content if len(content) == row.size else None
