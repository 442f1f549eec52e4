"""Unique pupil numbers: a check letter and twelve digits, or eleven and a letter while temporary.

Check letter: sum of position (from 2) times value, modulo 23, in the alphabet without I, O and S (DfE UPN guide).
"""

import re
from collections.abc import Iterator

from screening.candidates import DIGITS, candidates
from screening.context import is_other_number
from screening.folding import Folded
from screening.rules import Finding, Rule

_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_GAP = r"[ .\-]{0,3}(?:\r?\n[> ]{0,4})?"
_BARE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]\d{11}[A-Za-z0-9](?![A-Za-z0-9])")
_LABELLED = re.compile(
    r"\b(?:upn|u\.p\.n|unique[ \n]pupil|pupil)(?:[ \n]{1,2}(?:id|identifier|no|num|number|ref|is|was|as)\b"
    r"|[ \n]?[.:#=|-]){0,4}(?:[ \n]{0,2}\([^()\n]{0,30}\)[ \n]{0,2}[:=]?)?"
    rf"[ \n]{{0,2}}([a-z](?:{_GAP}\d){{11}}{_GAP}[a-z0-9])(?![a-z0-9])"
)


def find_upns(view: Folded) -> Iterator[Finding]:
    for match in candidates(_LABELLED, view.lower, "upn", "u.p.n", "pupil"):
        yield Finding(Rule.UPN, *match.span(1))
    for match in candidates(_BARE, view.text, *DIGITS):
        if has_check_letter(match.group().upper()) and not is_other_number(view, *match.span()):
            yield Finding(Rule.UPN, *match.span())


def has_check_letter(upn: str) -> bool:
    if any(character.isalpha() and character not in _LETTERS for character in upn):
        return False
    values = (_LETTERS.index(character) if character.isalpha() else int(character) for character in upn[1:])
    return _LETTERS[sum(place * value for place, value in enumerate(values, start=2)) % 23] == upn[0]
