"""One question, one answer: which parts of this text look like a child's details?"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain

from screening.candidates import TooMuch
from screening.case_number import find_case_numbers
from screening.folding import Folded, fold
from screening.name_age import find_ages
from screening.name_dob import find_births
from screening.nhs import find_nhs_numbers
from screening.not_names import NOT_NAMES
from screening.personal_number import find_personal_numbers
from screening.place import find_places
from screening.pnc import find_police_numbers
from screening.rules import Finding, Rule
from screening.upn import find_upns

MOST_FINDINGS = 400
_NAMED = frozenset({Rule.NAME_DATE_OF_BIRTH, Rule.NAME_AGE, Rule.NAME_PLACE})
_NUMBERS = frozenset({Rule.NHS_NUMBER, Rule.UPN, Rule.PNC, Rule.ARREST_NUMBER})
_WORD = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")


def screen(text: str, today: date | None = None) -> tuple[Finding, ...]:
    """What looks like a child's details, in the order of the text; empty when the text may be shown.

    The trap: an empty answer is no proof. «The boy from the fire in Stokeby» identifies a child, and no rule sees it.
    A text that asks for more work than a post ever should is held and hidden whole.
    """
    view = fold(text)
    found: list[Finding] = []
    try:
        for finding in _findings(view, today or date.today()):
            if len(found) == MOST_FINDINGS:
                raise TooMuch
            found.append(finding)
    except TooMuch:
        return (Finding(Rule.TOO_MUCH, 0, len(text)), *_in_order(view, found))
    return _in_order(view, [*found, *_names_again(view, found)])


def _findings(view: Folded, today: date) -> Iterator[Finding]:
    return chain(
        find_nhs_numbers(view),
        find_upns(view),
        find_police_numbers(view),
        find_case_numbers(view),
        find_personal_numbers(view),
        find_births(view, today),
        find_ages(view),
        find_places(view),
    )


def _names_again(view: Folded, found: list[Finding]) -> Iterator[Finding]:
    """A name once found is hidden wherever it stands, or the mask would be thin."""
    known: dict[str, Rule] = {}
    for finding in found:
        part = view.text[finding.start : finding.end]
        if finding.rule in _NAMED and part[:1].isupper() and not any(character.isdigit() for character in part):
            words = (_key(word) for word in _WORD.findall(part) if len(word) > 2)
            known |= {word: finding.rule for word in words if word not in NOT_NAMES}
    if not known:
        return
    for word in _WORD.finditer(view.text):
        rule = known.get(_key(word.group()))
        if rule is not None:
            yield Finding(rule, *word.span())


def _key(word: str) -> str:
    return word.lower().removesuffix("'s")


def _in_order(view: Folded, found: list[Finding]) -> tuple[Finding, ...]:
    """In the order of the original text, each part once for a rule; an NHS number is not a case number as well."""
    numbers = {finding.start for finding in found if finding.rule in _NUMBERS}
    placed = {
        Finding(finding.rule, *view.original_span(finding.start, finding.end))
        for finding in found
        if finding.rule is not Rule.CASE_NUMBER or finding.start not in numbers
    }
    reached: dict[Rule, int] = {}
    kept: list[Finding] = []
    for finding in sorted(placed, key=lambda f: (f.start, -f.end, f.rule)):
        if finding.end > reached.get(finding.rule, 0):
            reached[finding.rule] = finding.end
            kept.append(finding)
    return tuple(kept)
