"""Which capitalised words could be a person's name.

There is no list of first names here, on purpose: it would protect a Jack better than a Zaynab. A word that begins with
a capital is a name unless it is known not to be one (`not_names.py`) or stands where a place stands («in Stokeby»).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screening.folding import Folded
from screening.not_names import FIRST_NAMES_TOO, NOT_NAMES, SURNAMES_TOO

_WORD = r"[A-Z](?:'[A-Z])?[A-Za-z]{0,25}(?:['-][A-Za-z]{1,20}){0,3}"
_SMALL = r"(?:van(?: de[rn]?)?|von|de(?: la)?|da|dos|del|di|bin|bint|ibn|al|el|ap|ab|ferch|nic|ni)"
_RUN = re.compile(
    rf"(?<![A-Za-z0-9'@/]){_WORD}(?:(?: {_SMALL} | [\"(']|[\")'] | |\. ?|,  ?|,){_WORD}){{0,4}}(?![A-Za-z0-9@])"
)
_TOKEN = re.compile(_WORD)
_INITIALS = re.compile(r"[A-Z]{1,3}")
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|at|near|across|around|outside|within|throughout|via|between|to|from|the|of)|/|@) ?$"
)


_INTRODUCES = re.compile(
    r"\b(?:called|named|known as|name(?:'s| is| of|:)|(?:he|she)'s|lad|boy|girl|child|son|daughter|yp"
    r"|young person),? \(?$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """Words that could be a name. `is_full`: a first name with a surname or its initial."""

    start: int
    end: int
    words: tuple[str, ...]

    @property
    def is_full(self) -> bool:
        return len(self.words) > 1 and any(len(word) > 1 for word in self.words)

    @property
    def is_initials(self) -> bool:
        return all(_INITIALS.fullmatch(word) for word in self.words) and sum(map(len, self.words)) < 4


def names_in(view: Folded, start: int, end: int) -> Iterator[Name]:
    """Possible names wholly inside the span, left to right. A run of words is broken by each word that is no name."""
    start, end = max(0, start), min(len(view.text), end)
    for run in _RUN.finditer(view.text, start, end):
        if run.start() == start and start > 0 and view.text[start - 1].isalnum():
            continue
        group: list[re.Match[str]] = []
        for token in _TOKEN.finditer(view.text, *run.span()):
            fits = _may_be_a_name(token.group()) or (group and _ends_a_name(view, group[-1], token))
            if not (fits or _begins_a_name(view, token, run.end())):
                yield from _name(view, group)
                group = []
                continue
            if group and "," in view.text[group[-1].end() : token.start()] and not _is_surname_first(group):
                yield from _name(view, group)
                group = []
            group.append(token)
        yield from _name(view, group)


def introduced_in(view: Folded, start: int, end: int) -> Iterator[Name]:
    """Names that the words say are one: «called Zane Madeup», «Name: Zane Madeup»."""
    return (name for name in names_in(view, start, end) if is_introduced(view, name))


def is_introduced(view: Folded, name: Name) -> bool:
    return bool(_INTRODUCES.search(view.lower, max(0, name.start - 16), name.start))


def _may_be_a_name(word: str) -> bool:
    return without_possessive(word).lower() not in NOT_NAMES


def _ends_a_name(view: Folded, first: re.Match[str], token: re.Match[str]) -> bool:
    """«Jayden Green», «Tia North»: a word that is a surname too, right after what may be a first name."""
    return (
        token.group().lower() in SURNAMES_TOO
        and view.text[first.end() : token.start()] == " "
        and not _PLACE_BEFORE.search(view.lower, max(0, first.start() - 12), first.start())
    )


def _begins_a_name(view: Folded, token: re.Match[str], end: int) -> bool:
    """«May Young», «Summer Madeup»: a month or a season that a name follows."""
    if token.group().lower() not in FIRST_NAMES_TOO:
        return False
    follows = _TOKEN.match(view.text, token.end() + 1, end) if view.text[token.end() : token.end() + 1] == " " else None
    return follows is not None and (_may_be_a_name(follows.group()) or follows.group().lower() in SURNAMES_TOO)


def _is_surname_first(group: list[re.Match[str]]) -> bool:
    """«FAKENAME, Tyrell»"""
    return len(group) == 1 and len(group[0].group()) > 3 and group[0].group().isupper()


def _name(view: Folded, group: list[re.Match[str]]) -> Iterator[Name]:
    if not group:
        return
    words = tuple(without_possessive(token.group()) for token in group)
    if len(words) == 1 and (
        len(words[0]) < 2 or _PLACE_BEFORE.search(view.lower, max(0, group[0].start() - 12), group[0].start())
    ):
        return
    yield Name(group[0].start(), group[-1].end(), words)


def without_possessive(word: str) -> str:
    return word[:-2] if word.endswith(("'s", "'S")) else word
