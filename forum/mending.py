"""A mailed post, for a day: what was cut from the mail can be put back by its author, piece by piece."""

import re
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils import timezone

from forum.models import Post, PostOrigin

MENDABLE_FOR = timedelta(days=1)
MOST_PIECES = 60


def mend_until(post: Post) -> datetime:
    return (post.published or post.created) + MENDABLE_FOR


def can_be_mended(post: Post, *, now: datetime | None = None) -> bool:
    """Is it a post that came by mail, that others read, and not older than a day?"""
    fresh = post.approved and not post.is_taken_back and (now or timezone.now()) < mend_until(post)
    return fresh and PostOrigin.objects.filter(post=post, kind="email").exists()


def pieces_of(folded: str) -> list[str]:
    """The paragraphs of what was cut, in their order, quoted mail with the line above it that says whose; of very many
    the rest is the last piece.
    """
    pieces: list[str] = []
    for paragraph in re.split(r"\n[ \t]*\n", folded):
        pieces += _by_quotes(paragraph.strip("\n").split("\n")) if paragraph.strip() else []
    if len(pieces) > MOST_PIECES:
        pieces[MOST_PIECES - 1 :] = ["\n\n".join(pieces[MOST_PIECES - 1 :])]
    return pieces


def lines_of_words(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _by_quotes(lines: list[str]) -> list[str]:
    """The lines in runs: own ones, and quoted ones from the line before them on."""
    starts = {0}
    for at in range(1, len(lines)):
        if lines[at].startswith(">") != lines[at - 1].startswith(">"):
            starts.add(at - 1 if lines[at].startswith(">") else at)
    bounds = [*sorted(starts), len(lines)]
    return ["\n".join(lines[start:end]) for start, end in pairwise(bounds)]


def cut_from(post: Post) -> str:
    """What was cut, as far as anybody may see it: where it looks like a child's details, nobody does."""
    origin = PostOrigin.objects.filter(post=post).first()
    return "" if origin is None or origin.folded_private else origin.folded
