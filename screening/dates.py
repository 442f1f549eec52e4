"""Dates as people in England write them, and whether one could be a child's date of birth."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from screening.candidates import DIGITS, candidates
from screening.folding import Folded

# A person is screened until 21: youth justice services keep some young people past 18, and a care leaver of 20 was a
# child when the case was opened. From 21 on it is taken for an adult's date, such as a member's own.
ADULT_FROM = 21
# A date beside a name with nothing to say that it is a birth: below this age it is more likely a recent meeting.
YOUNGEST_UNSAID = 8

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_MONTH = (
    r"(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_GAP = r"[ \n]{0,2}"
_SEP = rf"{_GAP}[/.\-]{_GAP}"
_DAY = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"'?(?P<{}>(?:19|20)\d\d|\d\d)(?!\d|[/-]\d)"
_NUMBERED = "|".join(
    (
        r"(?P<y1>(?:19|20)\d\d)[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?!\d)",  # 2010-05-03
        rf"(?P<d2>\d{{1,2}}){_SEP}(?P<m2>\d{{1,2}}){_SEP}{_YEAR.format('y2')}",  # 3/5/10
        rf"(?P<d5>\d{{1,2}}) (?P<m5>\d{{1,2}}) {_YEAR.format('y5')}",  # 03 05 2010
        r"(?P<d6>0[1-9]|[12]\d|3[01])(?P<m6>0[1-9]|1[0-2])(?P<y6>(?:19|20)\d\d)(?!\d)",  # 03052010
        r"(?P<d0>0[1-9]|[12]\d|3[01])(?P<m0>0[1-9]|1[0-2])(?P<y0>\d\d)(?=\.(?:docx?|pdf|rtf|odt|msg|eml|jpe?g"
        r"|png|xlsx?)\b)",
        rf"{_DAY.format('d3')}[ \n\-/.]{{0,2}}(?:of[ \n])?{_MONTH.format('m3')}"
        rf"(?:,?[ \n\-/.]{{0,2}}{_YEAR.format('y3')})?",
    )
)
_MONTH_FIRST = (
    rf"{_MONTH.format('m4')}(?:[ \n]{{1,2}}{_DAY.format('d4')}(?!\d),?)?[ \n]{{1,2}}(?P<y4>(?:19|20)\d\d)(?!\d)"
)
_DATE = re.compile(rf"(?<![\d£/])(?:{_NUMBERED})|\b{_MONTH_FIRST}")
# Shapes that are dates only after a label: 030510, 5/2010, 2010 May 3rd.
_AFTER_A_LABEL = "|".join(
    (
        r"(?P<d7>0[1-9]|[12]\d|3[01])(?P<m7>0[1-9]|1[0-2])(?P<y7>\d\d)(?!\d)",
        r"(?P<m8>0?[1-9]|1[0-2])[/.-](?P<y8>(?:19|20)\d\d)(?!\d)",
        rf"(?P<y9>(?:19|20)\d\d),?[ \n-]{{1,2}}{_MONTH.format('m9')}[ \n-]{{1,2}}(?:the )?{_DAY.format('d9')}(?!\d)",
    )
)
_LABELLED_DATE = re.compile(rf"(?<![\d£/])(?:{_AFTER_A_LABEL}|{_NUMBERED})|\b{_MONTH_FIRST}")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """`when` is its first possible day. Not `is_whole`: a month and year. Not `year_said`: a day and month."""

    start: int
    end: int
    when: date
    is_whole: bool
    year_said: bool


def dates_in(view: Folded, start: int, end: int, today: date) -> Iterator[WrittenDate]:
    """The dates after a label, where more shapes are one."""
    for match in _LABELLED_DATE.finditer(view.lower, max(0, start), min(len(view.lower), end)):
        written = _read(match, today)
        if written is not None:
            yield written


def all_dates(view: Folded, today: date) -> Iterator[WrittenDate]:
    for match in candidates(_DATE, view.lower, *DIGITS):
        written = _read(match, today)
        if written is not None:
            yield written


def could_be_born(when: date, today: date, *, youngest: int = 0) -> bool:
    """True when somebody born that day is a child today, or was one until lately."""
    return when <= today and youngest <= age_on(when, today) < ADULT_FROM


def age_on(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _read(match: re.Match[str], today: date) -> WrittenDate | None:
    parts = {name[0]: value for name, value in match.groupdict().items() if value is not None}
    year, month, day = parts.get("y"), parts["m"], parts.get("d")
    try:
        when = date(
            _century(int(year), today) if year else today.year,
            int(month) if month.isdigit() else _MONTHS[month[:3]],
            int(day) if day else 1,
        )
    except ValueError:
        return None
    return WrittenDate(match.start(), match.end(), when, is_whole=bool(year and day), year_said=bool(year))


def _century(year: int, today: date) -> int:
    if year >= 100:
        return year
    return 2000 + year if year <= today.year % 100 else 1900 + year
