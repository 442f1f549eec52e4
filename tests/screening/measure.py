"""Count what the rules hold; what the labels say they should."""

from collections.abc import Sequence

from screening import screen
from tests.screening.labelled import TODAY


def missed(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if not screen(text, TODAY)]


def held(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if screen(text, TODAY)]
