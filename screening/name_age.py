"""A name with a child's age, as a newspaper would write it: «Jayden Testcase, 15», «15-year-old Jayden»."""

import re
from collections.abc import Iterator

from screening.candidates import candidates
from screening.context import mentions_person
from screening.folding import Folded
from screening.names import Name, names_in
from screening.rules import Finding, Rule

_AGE = r"(?:[89]|1[0-7])"
# Said outright, an age beside one name is enough; the three shorter forms need a whole name.
_SAID = re.compile(
    rf"\baged?:? {_AGE}\b(?! ?(?:-|to|and|or|/) ?\d)(?! years in)"
    rf"|(?<![\d.-])\b{_AGE} ?-?(?:(?:year|yr)s?[ -]old|yrs?|y/?o)\b(?! (?:in|ago|boys|girls|children|plan))"
)
_IN_BRACKETS = re.compile(rf"\({_AGE}\)|, {_AGE}(?=,)")
_IS = re.compile(rf"\b(?:is|was|turned) (?:only |just |now )?{_AGE}(?= and | but | so |[,.;)]|$)(?![.,]\d)")
_HE_IS = re.compile(
    rf"\b(?:he|she|they) ?'?(?:s|re| is| are| was| were) (?:only |just |now )?{_AGE}"
    r"(?= (?:and|but|so|at|in|on|last|this|when) |[,.;)\n]|$)(?![.,]\d)"
)
_LEADS_TO = re.compile(
    r"(?:[ \n]?[,(:-]){0,2} ?(?:(?:who|he|she|they|and) )?(?:is |was )?(?:a |an |only |just |now )?$"
)
_CHILD_TALK = re.compile(
    r"\b(?:remand(?:ed)?|arrest(?:ed)?|charged|bail(?:ed)?|excluded|expelled|custody|missing|school|tag|tagged|placed"
    r"|placement|sentenced|exploited|being run|stabbed|offen[cd]\w*|yoi|stc|foster|lad|victim|convicted|referral order"
    r"|caution(?:ed)?)\b"
)


def find_ages(view: Folded) -> Iterator[Finding]:
    for age in candidates(_SAID, view.lower, "age", "old", "yr", "y/o", "yo"):
        yield from _findings(age, [*_name_before(view, age.start()), *_name_after(view, age.end())])
    for age in candidates(_IN_BRACKETS, view.lower):
        names = [name for name in _name_before(view, age.start()) if name.is_full]
        if names and _is_about_a_child(view, age):
            yield from _findings(age, names)
    for age in candidates(_IS, view.lower, "is ", "was ", "turned "):
        yield from _findings(age, [name for name in _name_before(view, age.start()) if name.is_full])
    for age in candidates(_HE_IS, view.lower, "he", "they"):
        yield from _findings(age, [name for name in names_in(view, age.start() - 60, age.start()) if name.is_full])


def _findings(age: re.Match[str], names: list[Name]) -> Iterator[Finding]:
    for name in names:
        yield Finding(Rule.NAME_AGE, name.start, name.end)
    if names:
        yield Finding(Rule.NAME_AGE, *age.span())


def _name_before(view: Folded, position: int) -> list[Name]:
    names = [name for name in names_in(view, position - 70, position) if not name.is_initials]
    return [name for name in names if _LEADS_TO.match(view.lower, name.end, position)]


def _name_after(view: Folded, position: int) -> list[Name]:
    return [name for name in names_in(view, position, position + 60) if name.start <= position + 2]


def _is_about_a_child(view: Folded, age: re.Match[str]) -> bool:
    return mentions_person(view, *age.span()) or bool(
        _CHILD_TALK.search(view.lower, max(0, age.start() - 60), age.end() + 80)
    )
