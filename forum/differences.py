"""What changed between two texts, word by word, in time that no text can stretch."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_WORK = 250_000  # words times words that are compared one by one; longer stretches are compared by lines, or whole
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Part:
    """`kind` is `same`, `gone` or `new`."""

    kind: str
    text: str


def difference(before: str, after: str) -> list[Part]:
    """The parts in reading order: taken together, `same` and `gone` are the one text, `same` and `new` the other."""
    return list(_joined(_compare(_WORDS.findall(before), _WORDS.findall(after), before, after)))


def _compare(old: list[str], new: list[str], before: str, after: str) -> Iterator[Part]:
    """The ends that are alike cost nothing: most edits are a word or two."""
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    middle = slice(head, len(old) - tail), slice(head, len(new) - tail)
    yield Part("same", "".join(old[:head]))
    yield from _middle(old[middle[0]], new[middle[1]])
    yield Part("same", "".join(old[len(old) - tail :]))


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _middle(old: list[str], new: list[str]) -> Iterator[Part]:
    if len(old) * len(new) <= MOST_WORK:
        yield from _matched(old, new)
        return
    old_lines, new_lines = "".join(old).splitlines(keepends=True), "".join(new).splitlines(keepends=True)
    if len(old_lines) * len(new_lines) <= MOST_WORK:
        yield from _matched(old_lines, new_lines)
        return
    yield Part("gone", "".join(old))
    yield Part("new", "".join(new))


def _matched(old: list[str], new: list[str]) -> Iterator[Part]:
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Part("same", "".join(old[a:b]))
        else:
            yield Part("gone", "".join(old[a:b]))
            yield Part("new", "".join(new[c:d]))


def _joined(parts: Iterator[Part]) -> Iterator[Part]:
    """Neighbours of one kind as one part, and none that is empty."""
    kept: list[Part] = []
    for part in parts:
        if not part.text:
            continue
        if kept and kept[-1].kind == part.kind:
            kept[-1] = Part(part.kind, kept[-1].text + part.text)
        else:
            kept.append(part)
    return iter(kept)
