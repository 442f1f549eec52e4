"""A bound on the work that one text can ask for, so that no text takes long and none gets by for being too long."""

import re
from collections.abc import Iterator

MOST_CANDIDATES = 800


class TooMuch(Exception):
    """More dates, numbers or labels than anybody writes in a post. The caller holds the text whole."""


def candidates(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    for count, match in enumerate(pattern.finditer(text)):
        if count == MOST_CANDIDATES:
            raise TooMuch
        yield match
