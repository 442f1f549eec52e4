"""A name with a date of birth, or a date of birth that says it is one.

Only a date that makes the person under 21 counts (`dates.py`), so a member may write their own. With a label («DOB»,
«born on») a name is not needed: a labelled date of birth always belongs to somebody. Without one, a whole date must
stand right beside a whole name and make the person 8 to 20, for posts are full of names beside dates of meetings.
"""

import re
from collections.abc import Iterator
from datetime import date

from screening.candidates import candidates
from screening.context import mentions_person, talks_of_a_child
from screening.dates import YOUNGEST_UNSAID, WrittenDate, all_dates, could_be_born, dates_in
from screening.folding import Folded
from screening.names import Name, introduced_in, names_in
from screening.not_names import NOT_NAMES
from screening.rules import Finding, Rule

_LABEL = re.compile(
    r"(?<![a-z])(?:(?P<sure>d\.? ?o\.? ?b\b\.?|dates? of birth|birth ?-?dates?|birthday|d/o/b|dyddiad geni)"
    r"|(?P<born>born\b|b\.|b(?= \d)))(?![a-z])"
)
_BIRTHDAY = re.compile(
    r"(?:\bturn(?:s|ed|ing)? |(?:\bwill be|becomes|'ll be) )(?P<a>[89]|1\d|20)\b|\b(?P<b>1\d|20)th birthday\b"
)
_NOT_ONE_PERSON = re.compile(r"\b(?:after|before|between|since|from|until|onwards|or later|cohort|range)\b")
_ASIDE = re.compile(r"\([^()]*\)")
_THING_WAS = re.compile(
    r"\b(?:network|service|association|team|idea|project|scheme|group|programme|partnership|charity|board|forum|system"
    r"|policy|children|pupils|those|anyone|people|it|this|that|we)(?: (?:who|that))?(?: (?:was|were|is|are))? $"
)
_DATE_THEN_LABEL = re.compile(r"[ \n]{0,2}[(\[,-]?[ \n]{0,2}(?:is |was |as )?(?:(?:his|her|their|the) )?$")
_BESIDE = re.compile(
    r"(?:'s)?(?: (?:details?|info|ur\.|geb\.|nee?|psr|rosh|asset|assessment|letter|plan|final"
    r"|draft|v\d)){0,3}[ \n]{0,2}(?:[|,;:/(\[.-][ \n]{0,2}){0,3}$"
)
_A_CHILDS = re.compile(r"\b(?:lac|cla|cin|yro|dto|breach|rui|nfa|remand|psr|asset|referral order report)\b")
_LOWER_CASE_NAME = re.compile(
    r"(?:[-*] |[^\n]{0,60}\bname(?:d|'?s| is|:|,)? )?([a-z][a-z'-]+) ([a-z][a-z'-]+)[ ,:-]{1,3}$"
)
_TWO_WORDS_BEFORE = re.compile(r"(?<![a-z'-])([a-z][a-z'-]+) ([a-z][a-z'-]+)[ ,:(-]{1,3}$")
_MEETING_AFTER = re.compile(
    r"[^\n]{0,40}\b(?:reviews?|minutes|meetings?|inspections?|conference|agm|training"
    r"|joined|elected|appointed|started?|slides|lecture|promoted|speaker)\b"
)
_PERSON_BEFORE = re.compile(r"\b(?:boys?|girls?|lads?|twins?|son|daughter|child|yp|brother|sister|sibling) \($")
_SIBLINGS = re.compile(r"\b(?:brothers|sisters|siblings|twins|boys|girls|lads|cousins)\b")
_YEAR_OF_BIRTH = re.compile(r"\b(?:y\.?o\.?b\.?|year of birth|born(?: in)?)[ :]{1,2}(?P<year>20[0-2]\d)(?![\d/-])")
_SURNAME_FIRST = re.compile(r", ?$")
_AFTER_DATE = re.compile(r"[ ]{0,2}[|,][ ]{0,2}$")
_WROTE = re.compile(r"\bon (?:[a-z]{3,9},? )?$")
_OTHER_DATE = re.compile(
    r"\b(?:start(?:ed|s)?|appointed|joined|reviewed|signed|approved|minutes|meetings?|version|retire[sd]?|dbs"
    r"|inspections?"
    r"|inspected|reviews?|reports?|agreed|published|dated|date|training|qualified|elected|proposed|seconded"
    r"|presented|by"
    r"|chair(?:ed)?|author|updated|due|issued|ratified|adopted|extracted)\b"
)
_BEFORE, _AFTER, _LABEL_REACH, _TABLE_REACH = 90, 40, 48, 600


def find_births(view: Folded, today: date) -> Iterator[Finding]:
    for label in candidates(_LABEL, view.lower, "b"):
        for written in _labelled_dates(view, label, today):
            yield from _with_names(view, label, written)
    for turning in candidates(_BIRTHDAY, view.lower, "turn", "will be", "becomes", "birthday"):
        yield from _birthday(view, turning, today)
    for year in candidates(_YEAR_OF_BIRTH, view.lower, "born", "yob", "o.b", "ob.", "year of birth"):
        yield from _year_of_birth(view, year, today)
    for written in all_dates(view, today):
        if written.is_whole and could_be_born(written.when, today, youngest=YOUNGEST_UNSAID):
            yield from _beside_a_name(view, written)


def _labelled_dates(view: Folded, label: re.Match[str], today: date) -> Iterator[WrittenDate]:
    """The date after the label; every date below it when the label heads a table; else the date before it."""
    line_end = view.lower.find("\n", label.end(), label.end() + 200)
    in_table = "|" in view.lower[max(0, label.start() - 3) : label.end() + 3] and line_end != -1
    reach = _TABLE_REACH if in_table else _LABEL_REACH
    found = False
    for written in dates_in(view, label.end(), label.end() + reach, today):
        if _counts(view, label.end(), written, today):
            found = True
            yield written
        if not in_table:
            break
    if found or label["born"]:
        return
    for written in dates_in(view, label.start() - 40, label.start(), today):
        if _DATE_THEN_LABEL.match(view.lower, written.end, label.start()) and could_be_born(written.when, today):
            yield written


def _counts(view: Folded, label_end: int, written: WrittenDate, today: date) -> bool:
    between = view.lower[label_end : written.start]
    return (
        written.year_said and could_be_born(written.when, today) and not _NOT_ONE_PERSON.search(_ASIDE.sub("", between))
    )


def _with_names(view: Folded, label: re.Match[str], written: WrittenDate) -> Iterator[Finding]:
    first, last = min(label.start(), written.start), max(label.end(), written.end)
    names = [*names_in(view, first - _BEFORE, first), *names_in(view, last, last + _AFTER)]
    if label["born"]:
        if _THING_WAS.search(view.lower, max(0, label.start() - 40), label.start()):
            return
        names = [*names_in(view, first - _BEFORE, first), *introduced_in(view, last, last + _AFTER)]
        names += [name for name in names_in(view, last, last + _AFTER) if name.start <= last + 3 and name.is_full]
        if not names and not mentions_person(view, label.start(), label.start()):
            return
    alone = None if names else _TWO_WORDS_BEFORE.search(view.text, max(0, first - 40), first)
    if alone is not None and not NOT_NAMES.intersection(alone.groups()):
        yield Finding(Rule.NAME_DATE_OF_BIRTH, alone.start(1), alone.end(2))
    yield from _findings(names, written)


def _findings(names: list[Name], written: WrittenDate) -> Iterator[Finding]:
    rule = Rule.NAME_DATE_OF_BIRTH if names else Rule.DATE_OF_BIRTH
    for name in names:
        yield Finding(rule, name.start, name.end)
    yield Finding(rule, written.start, written.end)


def _birthday(view: Folded, turning: re.Match[str], today: date) -> Iterator[Finding]:
    """«Marcus Unrealson turns 16 on 3 May»: an age and a day make a date of birth."""
    names = list(names_in(view, turning.start() - 60, turning.start()))
    for written in dates_in(view, turning.end(), turning.end() + 24, today):
        if names and (written.is_whole or not written.year_said):
            yield from _findings(names, written)
        return
    names = list(names_in(view, turning.start() - _BEFORE, turning.start()))
    for written in dates_in(view, turning.start() - 30, turning.start(), today):
        if names and "birthday" in view.lower[max(0, written.start - 20) : written.start]:
            yield from _findings(names, written)


def _year_of_birth(view: Folded, year: re.Match[str], today: date) -> Iterator[Finding]:
    """«Nia Madeup, YOB 2011»: with a whole name, a year is enough."""
    if not could_be_born(date(int(year["year"]), 1, 1), today):
        return
    for name in names_in(view, year.start() - 60, year.start()):
        if name.is_full and not _THING_WAS.search(view.lower, max(0, year.start() - 40), year.start()):
            yield Finding(Rule.NAME_DATE_OF_BIRTH, name.start, name.end)
            yield Finding(Rule.NAME_DATE_OF_BIRTH, *year.span("year"))


def _beside_a_name(view: Folded, written: WrittenDate) -> Iterator[Finding]:
    line = view.lower.rfind("\n", max(0, written.start - 110), written.start) + 1
    begin = max(line, written.start - 110)
    if not _A_CHILDS.search(view.lower, begin, min(len(view.lower), written.end + 40)):
        if _MEETING_AFTER.match(view.lower, written.end, written.end + 60):
            return
        if _OTHER_DATE.search(view.lower, begin, written.start) and "|" not in view.lower[begin : written.start]:
            return
    before = [n for n in names_in(view, written.start - 60, written.start) if _touches(view, n.end, written.start)]
    after = [
        n for n in names_in(view, written.end, written.end + 60) if _AFTER_DATE.match(view.lower, written.end, n.start)
    ]
    if _WROTE.search(view.lower, begin, written.start):  # «On Friday, 28 November 2014, Jane Cole wrote»
        after = []
    names = [name for name in before + after[:1] if name.is_full]
    names = names or _surname_first(view, written) or _on_its_line(view, written, line)
    if not names and talks_of_a_child(view, written.start, written.end, 60, 40):
        names = [name for name in before if name.is_initials]
    if not names and _SIBLINGS.search(view.lower, line, written.start):
        names = before
    if names or _PERSON_BEFORE.search(view.lower, max(0, written.start - 12), written.start):
        yield from _findings(names, written)
        return
    alone = _LOWER_CASE_NAME.match(view.text, line, written.start)
    if alone is not None and not NOT_NAMES.intersection(alone.groups()):
        yield Finding(Rule.NAME_DATE_OF_BIRTH, alone.start(1), written.end)


def _touches(view: Folded, name_end: int, date_start: int) -> bool:
    return bool(_BESIDE.match(view.lower, name_end, date_start))


def _surname_first(view: Folded, written: WrittenDate) -> list[Name]:
    """«Madeup, Wiktoria - 12/12/09»"""
    names = list(names_in(view, written.start - 60, written.start))[-2:]
    if len(names) < 2 or not _touches(view, names[1].end, written.start):
        return []
    return names if _SURNAME_FIRST.fullmatch(view.lower, names[0].end, names[1].start) else []


def _on_its_line(view: Folded, written: WrittenDate, line: int) -> list[Name]:
    """«3.11.10 Gethin Madeup» and nothing else on the line."""
    end = view.lower.find("\n", written.end, written.end + 60)
    end = min(len(view.lower), written.end + 60) if end == -1 else end
    if view.text[line : written.start].strip(" -|.0123456789"):
        return []
    return [
        name
        for name in names_in(view, written.end, end)
        if name.is_full and not (view.text[written.end : name.start] + view.text[name.end : end]).strip(" -.,:")
    ]
