"""Case numbers: ids of case management systems, courts, the CPS and prisons, known by the words beside them.

A number alone is never a case number, save the two shapes that nothing else has: a CPS URN (45AB1234526) and a Crown
Court case (T20269041).
"""

import re
from collections.abc import Iterator

from screening.candidates import DIGITS, candidates
from screening.context import is_other_number, mentions_person, talks_of_a_child
from screening.folding import Folded
from screening.rules import Finding, Rule

_NUMBER_WORD = r"(?:nos?|num|numbers?|refs?|references?|ids?|identifiers?|urns?|records?)"
_NUMBER_WORDS = ("no", "num", "ref", "id", "urn", "record")
_JOIN = (
    r"(?:[ \n]{1,2}(?:is|was|as|are|were|being|of|under)\b|[ \n](?:he|she|they)(?:'s| is| are)|[ \n]?[.:#="
    r"|(,-]){0,3}[ \n]{0,2}"
)
_FOR_WHOM = r"(?:[ \n]for(?: [a-z'-]{1,20}){1,6}?(?= is\b| was\b|:))?"
_SYSTEM = (
    r"(?:child ?view|core ?\+|core plus|care ?works|case ?works|asset ?plus|asset ?\+|iyss|yois(?:\+)?|mosaic"
    r"|liquid ?logic|ics|lcs|eclipse|azeus|c-?nomis|nomis|n-?delius|delius|capita one|yjaf|yjms|paris"
    r"|connect yp|niche|iyss)"
)
_HOLDER = (
    r"(?:case(?:work)?|client|child|young person|yp\d?|service user|person|crime|custody(?: record)?|cps|police|court"
    r"|crown court|magistrates|prison|prisoner|offender|referral|social care|intervention|cv|asset|yot|yos|yjs|yj|ll"
    r"|occurrence|investigation|offence|warrant|bail|remand|licence holder|detainee|subject)(?:'?s)?"
)
_VALUE = re.compile(
    r"#?([A-Z]{1,5} ?\d[A-Za-z0-9]*(?:[-/.][A-Za-z0-9]+){0,5}|[A-Za-z0-9]{1,14}(?:[-/.][A-Za-z0-9]{1,14}){0,5})"
)
_SYSTEM_LABEL = re.compile(
    rf"(?<!\w){_SYSTEM}(?:[ \n](?:unique|case|client|person|child))?"
    rf"(?P<word>[ \n]{_NUMBER_WORD}(?:[ \n]{_NUMBER_WORD})?\b)?{_JOIN}"
)
_CASE_LABEL = re.compile(
    rf"\b{_HOLDER}[ \n]{{1,2}}(?:case |unique |file |crime )?{_NUMBER_WORD}\b"
    rf"(?:[ ]{_NUMBER_WORD}\b)?{_FOR_WHOM}{_JOIN}"
)
_BODIES = (
    "nrm", "mappa", "marac", "ehcp", "ehc plan", "passport", "home office", "incident", "lado", "mash", "visa", "brp",
)  # fmt: skip
# Numbers of other bodies, which stand in papers as well: theirs is a child's only where a child is spoken of.
_OTHER_BODY = re.compile(
    rf"\b(?:{'|'.join(_BODIES)})"
    rf"[ \n]{{1,2}}(?:case )?{_NUMBER_WORD}\b{_JOIN}|\bpassport[ :]{{1,2}}(?=[a-z]?\d{{7}})"
)
_LONG_CASE = re.compile(
    r"\boccurrence ?[#:]? ?(?=\d{8})|\bcase ?[#:(]? ?(?=(?:[a-z]{2,3})?\d{5})|\b(?:yj|yot"
    r"|yos|yjs) case ?[#:]? ?(?=(?:[a-z]{1,4}[/-])?\d{3,4}[/-]\d{3})"
)
_URN_LABEL = re.compile(rf"\b(?:urn|crn|prn|uin)(?:[ \n]{_NUMBER_WORD}\b)?{_JOIN}")
_REF_LABEL = re.compile(rf"\b(?:ref|reference)(?:[ \n]{_NUMBER_WORD}\b)?{_JOIN}")
_BEFORE_SYSTEM = re.compile(
    rf"(?<![\w/.£-])([a-z]{{0,4}}-?(?:\d{{2,4}}[-/])?\d{{5,9}})(?:[ \n](?:on|in)[ \n](?:our |your |the )?"
    rf"| ?\(){_SYSTEM}(?!\w)"
)
_OWN_SHAPE = re.compile(r"(?<![\w/-])(?:\d\d[A-Z][A-Z0-9]\d{7}|[TSAUC]20[12]\d{5})(?![\w/])")
_NEXT_VALUE = re.compile(r"[ \n]{0,2}(?:,|and|&|or)[ \n]{1,2}(?=\S{0,6}\d)")
_NOT_A_CASE = re.compile(
    r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d)|v?\d+(?:\.\d+)+", re.IGNORECASE
)
_COUNTED = re.compile(
    r" ?%|,\d| (?:a year|for|in|to|of|per|cases|children|young|staff|started|completed|guidance|were|orders"
    r"|users|licen[cs]es|places)\b"
)
_SCHOOL_OR_HOME = re.compile(r"\b(?:ofsted|school|academy|provider|home|home's|establishment|edubase|gias|settings?)\b")


def find_case_numbers(view: Folded) -> Iterator[Finding]:
    for label in candidates(_SYSTEM_LABEL, view.lower):
        yield from _values(view, label.end(), digits=4 if label["word"] else 5)
    for label in candidates(_CASE_LABEL, view.lower, *_NUMBER_WORDS):
        if mentions_person(view, *label.span()) or not is_other_number(view, label.start(), label.start()):
            yield from _values(view, label.end(), digits=4)
    for label in candidates(_OTHER_BODY, view.lower, *_BODIES):
        child = mentions_person(view, *label.span()) or talks_of_a_child(view, *label.span())
        if child and not is_other_number(view, label.start(), label.end()):
            yield from _values(view, label.end(), digits=4)
    for label in candidates(_LONG_CASE, view.lower, "case", "occurrence"):
        yield from _values(view, label.end(), digits=5)
    for label in candidates(_URN_LABEL, view.lower, "urn", "crn", "prn", "uin"):
        if not _SCHOOL_OR_HOME.search(view.lower, max(0, label.start() - 40), label.start()):
            yield from _values(view, label.end(), digits=4)
    for label in candidates(_REF_LABEL, view.lower, "ref"):
        if mentions_person(view, *label.span()) and not is_other_number(view, label.start(), label.end(), reach=60):
            yield from _values(view, label.end(), digits=4)
    for match in candidates(_BEFORE_SYSTEM, view.lower, " on", "\non", " in", "\nin", "("):
        yield Finding(Rule.CASE_NUMBER, *match.span(1))
    for match in candidates(_OWN_SHAPE, view.text, *DIGITS):
        yield Finding(Rule.CASE_NUMBER, *match.span())


def _values(view: Folded, position: int, *, digits: int) -> Iterator[Finding]:
    """The number at `position`, and any that follow it in a list."""
    for _ in range(20):
        value = _VALUE.match(view.text, position)
        if value is None or not _could_be_a_case(view, value, digits):
            return
        yield Finding(Rule.CASE_NUMBER, *value.span(1))
        more = _NEXT_VALUE.match(view.text, value.end())
        if more is None:
            return
        position = more.end()


def _could_be_a_case(view: Folded, value: re.Match[str], digits: int) -> bool:
    written = value.group(1)
    if sum(character.isdigit() for character in written) < digits or _NOT_A_CASE.fullmatch(written):
        return False
    return not (written.isdigit() and len(written) < 6 and _COUNTED.match(view.lower, value.end()))
