"""How well the guard does on the labelled texts: `python -m tests.screening.measure` prints it, the tests bound it.

`child.txt` must be held and `no_child.txt` must pass; every second text of them is held out. `fresh` and `last` were
written when the rules were done. What was true at first sight, before a rule was mended for it, stands in
docs/decisions/0020-a-guard-of-shapes.md: expect that of a text that nobody has thought of. A line with % ends a text.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from screening import screen, shown
from tests.screening import labelled, second_set
from tests.screening.labelled import TODAY

TEXTS = Path(__file__).with_name("texts")
_WORD = re.compile(r"[^\W\d_]+")
_LONG_NUMBER = re.compile(r"\d[\d/ .-]{3,}\d|\d{4,}")


def texts(name: str) -> tuple[str, ...]:
    return tuple(text.strip("\n") for text in (TEXTS / f"{name}.txt").read_text().split("\n%\n"))


Labelled = tuple[Sequence[str], Sequence[str]]


def sets() -> dict[str, Labelled]:
    child, no_child = texts("child"), texts("no_child")
    return {
        "earlier": (labelled.CHILD + second_set.CHILD, labelled.NOT_CHILD + second_set.NOT_CHILD),
        "tuning": (child[0::2], no_child[0::2]),
        "held out": (child[1::2], no_child[1::2]),
        "fresh": (texts("fresh_child"), texts("fresh_no_child")),
        "last": (texts("last_child"), texts("last_no_child")),
    }


def missed(written: Sequence[str]) -> list[str]:
    return [text for text in written if not screen(text, TODAY)]


def held(written: Sequence[str]) -> list[str]:
    return [text for text in written if screen(text, TODAY)]


def still_readable(written: Sequence[str]) -> list[str]:
    """The held texts in which a moderator could still read a name, a school, a street or a long number."""
    telling = set((TEXTS / "identifying.txt").read_text().split())
    masks = [shown(text, TODAY) for text in held(written)]
    return [mask for mask in masks if _LONG_NUMBER.search(mask) or any(word in telling for word in _WORD.findall(mask))]


def main() -> None:
    for name, (child, no_child) in sets().items():
        caught, false, readable = len(held(child)), len(held(no_child)), len(still_readable(child))
        sys.stdout.write(
            f"{name:9} recall {caught}/{len(child)} = {caught / len(child):.1%}, false holds {false}/{len(no_child)} = "
            f"{false / len(no_child):.1%}, precision {caught / (caught + false):.1%}, still readable {readable}/{caught}\n"
        )


if __name__ == "__main__":
    main()
