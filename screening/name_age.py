"""A name with a child's age, as a newspaper would write it: «Jayden Testcase, 15», «15-year-old Jayden»."""

import re
from collections.abc import Iterator

from screening.candidates import candidates
from screening.context import is_made_up, mentions_person, talks_of_a_child
from screening.folding import Folded
from screening.names import Name, introduced_in, is_introduced, names_in
from screening.rules import Finding, Rule

_WORDS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen")
_AGE = rf"(?:[89]|1[0-7]|{'|'.join(_WORDS)})"
_NEARLY = r"(?:only |just |now |still |nearly |almost |about |aged |age )?"
_SOON = r"(?: (?:next|this|in|on|today|tomorrow|soon|and)\b[^()\n]{0,20})?"
# Said outright, an age beside one name is enough; the shorter forms need a whole name, or a talk of children.
SAID = re.compile(
    rf"\baged?(?: at [a-z]{{3,12}}| now| assessed (?:as|at|to be))?[: ]{{1,2}} ?{_AGE}\b(?! ?(?:-|to|and|or"
    rf"|/) ?\d)(?! years in| plus)"
    rf"|(?<![\d.-])\b{_AGE}[ -]{{0,2}}(?:(?:year|yr)s?[ -]old|yrs?|y/?o|oed)\b(?! (?:in|ago|boys|girls|children"
    rf"|plan|service|experience|policy|building))"
)
_IN_BRACKETS = re.compile(
    rf"\({_NEARLY}{_AGE}{_SOON}(?:, [^()\n]{{1,30}})?\)|, {_NEARLY}{_AGE}(?=[,.;)]|$"
    rf"| and | on | who | last | next )(?![.,]\d)"
)
_OUTRIGHT = re.compile(rf"\((?:nearly|almost|just|only|now|still|barely) {_AGE}{_SOON}\)|, {_AGE}, (?=[a-z])")
_PERSON_OF = re.compile(rf"\b(?:boys?|girls?|lads?|twins?|child|son|daughter|brothers?|sisters?)(?:, | \(){_AGE}[,)] ")
_BETWEEN_MARKS = re.compile(rf"(?:[.?] | [-|/;] |: |  ){_AGE}(?=\.(?:\s|$)| ?[-|/;,] | ?[\n|]|$)")
_IS = re.compile(
    rf"(?:\b(?:is|was|turned|turns|turning)|(?<=[a-z])'s) {_NEARLY}{_AGE}"
    r"(?= (?:and|but|so|on|at|last|next|this|when|years old)\b|[,.;)\n]|$)(?![.,]\d)(?! and a half)"
)
# A school year is an age: «Sophie Madeup (Yr 9)».
_SCHOOL_YEAR = re.compile(
    r"y(?<!\w.)(?:ear|r)? ?(?:[3-9]|1[0-3])\b(?! (?:lead|head|tutor|group|pupils|students|children|girls|boys"
    r"|work|plan|old)|s\b)"
)
_IN_YEAR = re.compile(r"(?: is)?(?: in|,| \(|:)? ?$")
_HE_IS = re.compile(
    rf"\b(?:he|she|they) ?'?(?:s|re| is| are| was| were| turned| turns|ll be| will be) {_NEARLY}{_AGE}"
    r"(?= (?:and|but|so|at|in|on|last|next|this|when)\b|[,.;)\n]|$)(?![.,]\d)"
)
_COUNTS_AFTER = re.compile(r"(?:,| and) [a-z ]{3,25}\(\d")
_LEADS_TO = re.compile(
    r"[\"'.)]{0,2}(?:,? (?:male|female|m|f)\b| \((?:he|she"
    r"|they)/[a-z/]{3,9}\))?(?:[ \n]?[,(:-]){0,2} ?(?:(?:who|he|she|they|and) )?(?:is "
    r"|was )?(?:a |an |only |just |now |still |nearly )?$"
)
_SINCE_NAMED = 120


def find_ages(view: Folded) -> Iterator[Finding]:
    for age in candidates(SAID, view.lower, "age", "old", "yr", "y/o", "yo", "oed"):
        near = [*_name_before(view, age.start()), *_name_after(view, age.end())]
        called = [name for name in introduced_in(view, age.end(), age.end() + 30) if name.start < age.end() + 10]
        yield from _findings(age, near or called or _named_in_the_form(view, age))
    for age in candidates(_OUTRIGHT, view.lower):
        yield from _findings(age, [name for name in _name_before(view, age.start()) if name.is_full])
    for age in candidates(_PERSON_OF, view.lower):
        yield from _findings(age, _name_after(view, age.end()))
    for pattern in (_IN_BRACKETS, _BETWEEN_MARKS):
        for age in candidates(pattern, view.lower):
            names = [name for name in _name_before(view, age.start()) if name.is_full or is_introduced(view, name)]
            names = names or _initials_before(view, age) or _single_before(view, age)
            if names and _is_about_a_child(view, age):
                yield from _findings(age, names)
    for year in candidates(_SCHOOL_YEAR, view.lower, "y"):
        names = [n for n in _named_so_far(view, year.start()) if _IN_YEAR.match(view.lower, n.end, year.start())]
        yield from _findings(year, names)
    for age in candidates(_IS, view.lower, "is ", "was ", "turn", "'s "):
        yield from _findings(age, _who_is(view, age))
    for age in candidates(_HE_IS, view.lower, "he", "they"):
        yield from _findings(age, _named_so_far(view, age.start()))


def _findings(age: re.Match[str], names: list[Name]) -> Iterator[Finding]:
    for name in names:
        yield Finding(Rule.NAME_AGE, name.start, name.end)
    if names:
        yield Finding(Rule.NAME_AGE, *age.span())


def _who_is(view: Folded, age: re.Match[str]) -> list[Name]:
    """Whose age it is: a whole name; a first name or initials where children are spoken of."""
    before = list(names_in(view, age.start() - 70, age.start()))
    near = [name for name in before if _LEADS_TO.match(view.lower, name.end, age.start())]
    child = talks_of_a_child(view, *age.span()) and not is_made_up(view, age.start())
    return [name for name in near if name.is_full or child]


def _named_so_far(view: Folded, position: int) -> list[Name]:
    """The whole names in the same paragraph before «he is 15»."""
    start = max(0, position - _SINCE_NAMED)
    start = max(start, view.lower.rfind("\n\n", start, position) + 1)
    names = [name for name in names_in(view, start, position) if not name.is_initials]
    return [name for name in names if name.is_full or is_introduced(view, name)]


def _single_before(view: Folded, age: re.Match[str]) -> list[Name]:
    """«Lyra (14)», where a mother or a worker of hers is spoken of, and not «Leeds (12), Hull (9)»."""
    if _COUNTS_AFTER.match(view.lower, age.end()) or not mentions_person(view, *age.span(), 60):
        return []
    return list(_name_before(view, age.start())) if view.lower[age.start()] == "(" else []


def _initials_before(view: Folded, age: re.Match[str]) -> list[Name]:
    """«AK, 14, male, remand»"""
    if view.lower[age.start()] != "," or not talks_of_a_child(view, *age.span(), 0, 40):
        return []
    return [
        name for name in names_in(view, age.start() - 6, age.start()) if name.is_initials and name.end == age.start()
    ]


def _name_before(view: Folded, position: int) -> list[Name]:
    names = [name for name in names_in(view, position - 70, position) if not name.is_initials]
    return [name for name in names if _LEADS_TO.match(view.lower, name.end, position)]


def _name_after(view: Folded, position: int) -> list[Name]:
    return [name for name in names_in(view, position, position + 60) if name.start <= position + 2]


def _named_in_the_form(view: Folded, age: re.Match[str]) -> list[Name]:
    """«Name: … Age: 13 …»: in a form the name stands in a field before."""
    if not view.lower.startswith("age", age.start()):
        return []
    return [
        name
        for name in names_in(view, age.start() - _SINCE_NAMED, age.start())
        if name.is_full and talks_of_a_child(view, *age.span())
    ]


def _is_about_a_child(view: Folded, age: re.Match[str]) -> bool:
    return mentions_person(view, *age.span()) or talks_of_a_child(view, *age.span(), 60, 80)
