"""Police numbers: PNC ids (YYYY/NNNNNNNL), arrest summons numbers (YY/FFSS/SS/N...L) and CRO numbers.

PNC check letter: two-digit year and seven-digit serial, modulo 23, in ZABCDEFGHJKLMNPQRTUVWXY (Home Office PNC id
format, as in HMPPS PNCIdValidator).
"""

import re
from collections.abc import Iterator

from screening.candidates import candidates
from screening.folding import Folded
from screening.rules import Finding, Rule

_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
_SLASH = r"[ \n]{0,2}/[ \n]{0,2}"
_LABEL = r"(?:[ \n]{0,2}(?:id|ids|no|num|number|ref|record|is|was|as)\b|[ \n]?[.:#=|(-]){0,4}[ \n]{0,2}"
_PNC = re.compile(rf"(?<![\w/.-])(?:19|20)?(\d\d)(?:{_SLASH})(\d{{5,7}})[ ]?([A-Za-z])(?![\w/])")
_PNC_SOLID = re.compile(r"(?<![\w/.-])(?:19|20)(\d\d)(\d{7})([A-Za-z])(?![\w/])")
_PNC_LABELLED = re.compile(
    rf"\bp\.?n\.?c\.?(?:id)?{_LABEL}((?:\d\d){{1,2}}(?:{_SLASH}|[ -])?\d{{3,7}}[ ]?[a-z]?)(?![\w/])"
)
_ARREST = re.compile(r"(?<![\w/])\d\d/[0-9A-Za-z]{4}/[0-9A-Za-z]{2}/\d{1,11}[A-Za-z](?!\w)")
_ARREST_LABELLED = re.compile(rf"\b(?:asn|arrest[ \n]summons){_LABEL}(\d\d[0-9a-z/]{{8,22}})(?!\w)")
_CRO_LABELLED = re.compile(rf"\bcro{_LABEL}(\d{{1,6}}/\d\d[a-z]?|sf\d\d/\d{{1,6}}[a-z]?)(?!\w)")


def find_police_numbers(view: Folded) -> Iterator[Finding]:
    for match in candidates(_PNC_LABELLED, view.lower, "pnc", "p.n", "pn.c"):
        yield Finding(Rule.PNC, *match.span(1))
    for pattern, *needs in ((_PNC, "/"), (_PNC_SOLID,)):
        for match in candidates(pattern, view.text, *needs):
            if has_check_letter(*match.groups()):
                yield Finding(Rule.PNC, *match.span())
    for match in candidates(_ARREST, view.text, "/"):
        yield Finding(Rule.ARREST_NUMBER, *match.span())
    for pattern in (_ARREST_LABELLED, _CRO_LABELLED):
        for match in candidates(pattern, view.lower, "asn", "arrest", "cro"):
            yield Finding(Rule.ARREST_NUMBER, *match.span(1))


def has_check_letter(year: str, serial: str, letter: str) -> bool:
    return _LETTERS[int(year + serial.zfill(7)) % 23] == letter.upper()
