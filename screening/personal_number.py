"""Numbers that one person keeps for life: prison (A1234BC), learner (ULN, ten digits), National Insurance (QQ123456C).

Each has a shape of its own, and counts with its label beside it or where a child is spoken of.
"""

import re
from collections.abc import Iterator

from screening.candidates import DIGITS, candidates
from screening.context import is_other_number, mentions_person, talks_of_a_child
from screening.folding import Folded
from screening.rules import Finding, Rule

_PRISON = re.compile(r"(?<![\w/-])[A-Z]\d{4}[A-Z]{2}(?![\w/-])")
_INSURANCE = re.compile(r"(?<![\w/-])[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D](?![\w/-])")
_LEARNER = re.compile(r"\b(?:uln|learner(?: reference)?)(?: (?:id|no|num|number|is))?[ .:#=|-]{1,3}(\d{10})(?!\d)")
_LABEL = re.compile(
    r"\b(?:prison|noms|nomis|custody|hmp|yoi|inmate|ni|nino|national insurance)\b[ .:#]{0,2}(?:(?:id|no|num"
    r"|number|ref)\b)?"
    r"[ .:#=|(-]{0,4}(?:is |was )?$"
)


def find_personal_numbers(view: Folded) -> Iterator[Finding]:
    for match in candidates(_LEARNER, view.lower, "uln", "learner"):
        yield Finding(Rule.PERSONAL_NUMBER, *match.span(1))
    for pattern in (_PRISON, _INSURANCE):
        for match in candidates(pattern, view.text, *DIGITS):
            if _is_a_persons(view, match):
                yield Finding(Rule.PERSONAL_NUMBER, *match.span())


def _is_a_persons(view: Folded, match: re.Match[str]) -> bool:
    if _LABEL.search(view.lower, max(0, match.start() - 40), match.start()):
        return True
    spoken_of = mentions_person(view, *match.span()) or talks_of_a_child(view, *match.span())
    return spoken_of and not is_other_number(view, *match.span())
