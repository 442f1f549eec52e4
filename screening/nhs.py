"""NHS numbers: ten digits, the tenth a modulus 11 check digit (NHS Data Model and Dictionary, NHS NUMBER)."""

import re
from collections.abc import Iterator

from screening.candidates import DIGITS, candidates
from screening.context import is_other_number
from screening.folding import Folded
from screening.rules import Finding, Rule

_GAP = r"[ .\-]{0,3}(?:\r?\n[> ]{0,4})?"
# The label makes a wrong check digit count too: a mistyped number is still somebody's.
_LABELLED = re.compile(
    r"\b(?:nhs|patient|chi)(?:[ \n]{1,2}(?:unique|id|identifier|no|nos|num|number|numbers|ref|is|was|as|of)\b"
    rf"|[ \n]?[.:#=|(-]){{0,5}}[ \n]{{0,2}}(\d(?:{_GAP}\d){{9}})(?!{_GAP}\d)"
)
_BARE = re.compile(rf"(?<![\w£$€+/=&?.-])\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{4}}(?![\w/]|[.,-]\d)")
_SPOKEN_OF = re.compile(
    rf"\bnhs (?:no|num|number)\b[^.\d]{{0,40}}?[ (](\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{4}})(?![\w/]|[.,-]\d)"
)
_INTERNATIONAL = re.compile(r"\+\d{1,3} ?(?:\(0\))? ?$")
# Issued in England and Wales since 1996: 400-499 and 600-799; 999 is the test range.
_ISSUED = re.compile(r"[467]|999")


def find_nhs_numbers(view: Folded) -> Iterator[Finding]:
    for pattern, *needs in ((_LABELLED, "nhs", "patient", "chi"), (_SPOKEN_OF, "nhs no", "nhs num")):
        for match in candidates(pattern, view.lower, *needs):
            if not is_other_number(view, *match.span(1)):
                yield Finding(Rule.NHS_NUMBER, *match.span(1))
    for match in candidates(_BARE, view.text, *DIGITS):
        digits = re.sub(r"\D", "", match.group())
        if _ISSUED.match(digits) and has_check_digit(digits) and not _is_another_number(view, match):
            yield Finding(Rule.NHS_NUMBER, *match.span())


def has_check_digit(digits: str) -> bool:
    """Weights 10 down to 2 over nine digits; 11 less the remainder, where 11 counts as 0 and 10 is never issued."""
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits[:9], strict=True))
    return (11 - total % 11) % 11 == int(digits[9])


def _is_another_number(view: Folded, match: re.Match[str]) -> bool:
    before = view.text[max(0, match.start() - 6) : match.start()]
    if _INTERNATIONAL.search(before):
        return True
    said = "nhs" in view.lower[max(0, match.start() - 60) : match.start()]
    return not said and is_other_number(view, *match.span())
