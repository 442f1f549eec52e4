"""The piece of a text in which the words of a search stand, with the words marked. Everything else is escaped."""

import re
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Greatest, Lower, StrIndex, Substr
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from forum.markup import plain
from forum.models import Attachment

LENGTH, BEFORE = 220, 60
_ENDINGS = re.compile(r"(?:ations?|ings?|ed|es|s|e|ly)$")


def pattern_of(words: str) -> re.Pattern[str] | None:
    """Finds the words in about the forms in which the database finds them: «protocols» marks «protocol»."""
    stems = {_ENDINGS.sub("", word) if len(word) > 4 else word for word in re.findall(r"\w+", words.lower())}
    stems = {stem for stem in stems if stem}
    if not stems:
        return None
    return re.compile(
        r"\b(?:" + "|".join(sorted(map(re.escape, stems), key=len, reverse=True)) + r")\w*", re.IGNORECASE
    )


def marked(text: str, pattern: re.Pattern[str] | None) -> SafeString:
    """The piece around the first of the words, at most LENGTH characters of it."""
    found = pattern.search(text) if pattern else None
    start = max(found.start() - BEFORE, 0) if found else 0
    if start:
        start = text.find(" ", start, start + 30) + 1 or start
    piece = text[start : start + LENGTH]
    more = start + LENGTH < len(text)
    html, at = "", 0
    for match in pattern.finditer(piece) if pattern else ():
        html += f"{escape(piece[at : match.start()])}<mark>{escape(match[0])}</mark>"
        at = match.end()
    return mark_safe(f"{'…' if start else ''}{html}{escape(piece[at:])}{'…' if more else ''}")  # noqa: S308


def with_snippets(posts: list[Any], words: str) -> list[Any]:
    """Each post with `title`, `piece` and `in_file`: the file that has the words, if the post's own text has none.

    One query for the files of all of them, and none if every post shows the words itself.
    """
    pattern, elsewhere = pattern_of(words), []
    for post in posts:
        text = plain(post._content_rendered)
        post.title = _title(post.topic.subject, pattern)
        post.piece, post.in_file = marked(text, pattern), None
        if pattern and post.has_files and not pattern.search(text):
            elsewhere.append(post)
    if elsewhere and pattern:
        _look_in_files(elsewhere, words, pattern)
    return posts


def _title(text: str, pattern: re.Pattern[str] | None) -> SafeString:
    html, at = "", 0
    for match in pattern.finditer(text) if pattern else ():
        html += f"{escape(text[at : match.start()])}<mark>{escape(match[0])}</mark>"
        at = match.end()
    return mark_safe(html + escape(text[at:]))  # noqa: S308


def _look_in_files(posts: list[Any], words: str, pattern: re.Pattern[str]) -> None:
    """The database hands over the piece around the first word, not the whole of a long document."""
    first = max(re.findall(r"\w+", words.lower()), key=len)
    place = StrIndex(Lower("words"), Value(_ENDINGS.sub("", first) if len(first) > 4 else first))
    files = Attachment.objects.filter(post__in=[post.pk for post in posts]).annotate(place=place)
    files = files.annotate(near=Substr("words", Greatest(F("place") - BEFORE * 2, 1), LENGTH * 2)).defer(
        "words", "rules"
    )
    for file in files.order_by("-pk"):
        post = next(post for post in posts if post.pk == file.post_id)
        if file.place or pattern.search(file.name):
            post.in_file = file.name
            post.piece = marked(" ".join(file.near.split()), pattern) if file.place else post.piece
