"""What the moderator of a held text may see of it: enough to decide, and nobody's name.

The findings alone would be a thin mask: the sister, the street and the phone number that no rule asked for stand beside
them. So once a text is held, every word that could be a name, every date, age, long number, school and address goes.
"""

import re
from collections.abc import Iterator
from datetime import date

from screening.all_rules import screen
from screening.dates import all_dates
from screening.folding import Folded, fold
from screening.masking import masked
from screening.name_age import SAID
from screening.names import Name, names_in
from screening.not_names import NOT_NAMES
from screening.place import ADDRESS, POSTCODE, SCHOOL
from screening.rules import Finding, Rule

_NUMBER = re.compile(r"(?<!\w)[A-Za-z]{0,4}[-/]?\d(?:[ ./-]?[A-Za-z]{0,3}\d){3,}[A-Za-z]{0,3}(?!\w)")
_AFTER_A_SMALL_WORD = re.compile(r"\b(?:to|of|from|with|for|by|and) ([A-Z][A-Za-z'-]{2,25})")
_QUOTED = re.compile(r"'([A-Z][A-Za-z-]{2,20})'")
_STREET = re.compile(
    r"\b(?:[A-Z][A-Za-z']{1,20} ){1,2}(?:Road|Rd|Street|Close|Avenue|Ave|Lane|Drive|Way|Terrace|Gardens"
    r"|Crescent|Grove|Row|Mews)\b"
)
_FIRST_WORD = re.compile(r"(?:^|[.!?:\n>|)-]\s{0,2}|\" ?)$")
_ORDINARY_ENDING = re.compile(r"[A-Z][a-z]{2,}(?:ing|tion|sion|ment|ness)")


def shown(text: str, today: date | None = None) -> str:
    """The held text with everything that could say who the child is as blocks of the same length."""
    view = fold(text)
    findings = screen(text, today)
    if any(finding.rule is Rule.TOO_MUCH for finding in findings):
        return masked(text, findings)
    spans = [view.original_span(start, end) for start, end in _telling(view, today or date.today())]
    return masked(text, (*findings, *(Finding(Rule.NAME_PLACE, start, end) for start, end in spans)))


def _telling(view: Folded, today: date) -> Iterator[tuple[int, int]]:
    names = [name for name in names_in(view, 0, len(view.text)) if not _is_ordinary(view, name)]
    yield from ((name.start, name.end) for name in names)
    known = {word for name in names for word in name.words}
    for match in _AFTER_A_SMALL_WORD.finditer(view.text):  # where a place may stand: «mother of Jayden», «from Leeds»
        if match.group(1) in known or match.group(1).lower() not in NOT_NAMES:
            yield match.span(1)
    for written in all_dates(view, today):
        yield written.start, written.end
    for pattern, text in (
        (_NUMBER, view.text),
        (ADDRESS, view.text),
        (_STREET, view.text),
        (_QUOTED, view.text),
        (POSTCODE, view.text),
        (SAID, view.lower),
    ):
        for match in pattern.finditer(text):
            yield match.span()
    for school in SCHOOL.finditer(view.text):
        yield school.span()


def _is_ordinary(view: Folded, name: Name) -> bool:
    """A first word of a sentence that ends as no name does: «Remanded», «Placement»."""
    return (
        len(name.words) == 1
        and bool(_FIRST_WORD.search(view.text, max(0, name.start - 4), name.start))
        and bool(_ORDINARY_ENDING.fullmatch(name.words[0]))
    )
