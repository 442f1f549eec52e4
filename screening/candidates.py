"""A bound on the work that one text can ask for, so that no text takes long and none gets by for being too long."""

import re
from collections.abc import Iterator

MOST_CANDIDATES = 800
DIGITS = tuple("0123456789")


class TooMuch(Exception):
    """More dates, numbers or labels than anybody writes in a post. The caller holds the text whole."""


def candidates(pattern: re.Pattern[str], text: str, *needs: str) -> Iterator[re.Match[str]]:
    """Each match. `needs`: the pattern cannot match unless one of these stands in the text, which is quick to see."""
    if needs and not _stands_in(text, needs):
        return
    for count, match in enumerate(pattern.finditer(text)):
        if count == MOST_CANDIDATES:
            raise TooMuch
        yield match


def _stands_in(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)
