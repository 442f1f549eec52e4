"""A child's name with a school or a home address, and a home address by itself when the words are about a child.

Members meet in schools and sign with office addresses, so a place alone is nothing: words such as «attends», «lives
at» or «excluded from» must lead to it, or the name must stand right before it.
"""

import re
from collections.abc import Iterator

from screening.candidates import DIGITS, candidates
from screening.context import mentions_person, talks_of_a_child
from screening.folding import Folded
from screening.names import Name, introduced_in, names_in
from screening.rules import Finding, Rule

_CAPITAL = r"[A-Z][A-Za-z']{1,20}\.? "
SCHOOL = re.compile(
    rf"(?:[Tt]he )?(?:{_CAPITAL}|of |and |the ){{1,5}}"
    r"(?:School|Academy|College|High|PRU|Primary|Juniors?|Infants?|Grammar|Comprehensive|Sixth Form"
    r"|Free School|Centre)\b"
    r"|\bYsgol(?: [A-Z][A-Za-z'-]{1,20}){1,3}|\bSt\.? [A-Z][a-z]{2,15}'?s\b"
)
_GOES_TO = re.compile(
    r"\b(?:attends|attending|goes to|going to|(?:pupil|student|on roll|enrolled|(?:year|y) ?\d{1,2}(?: (?:boy"
    r"|girl|pupil|student|lad))?) (?:at|of)"
    r"|got into|(?:place|starts|started|starting|back) at|(?:excluded|expelled|suspended|truanting|moved) from"
    r"|school(?: is| was|:| -|(?:'s name)? for [a-z' -]{3,40}? is)) "
)
# A school right beside a name: then a child must be spoken of, as staff and governors stand there too.
_AT = re.compile(r" (?:is |was )?(?:at|from|of) (?:the )?|, (?:the )?| \((?:year \d{1,2}|y\d{1,2}), ")
_PUPIL = re.compile(
    r"\b(?:pupils?|excluded|exclusions?|year [7-9]|year 1[0-3]|y[7-9]|y1[0-3]|our (?:lad|boy|girl)|lad|the (?:boy|girl)"
    r"|assaulted|bullied|threatened|by peers|another (?:pupil|child|boy|girl)|part time timetable|truant\w*"
    r"|attendance)\b"
)
ADDRESS = re.compile(
    r"(?:(?:[Ff]lat|[Aa]partment|[Rr]oom|[Uu]nit) \d{1,3}[A-Za-z]?,? )?"
    r"\b\d{1,4}[A-Za-z]?,? (?:[A-Z][A-Za-z']{1,20} ){1,3}"
    r"(?:Road|Rd|Street|St|Close|Cl|Avenue|Ave|Lane|Ln|Drive|Dr|Way|Court|Ct|Terrace|Gardens|Gdns|Crescent|Cres"
    r"|Place|Grove"
    r"|Walk|Row|Hill|View|Square|Green|Mews|Rise|Parade|Fold|Gate|Croft)\b"
    r"|\b\d{1,3}[A-Za-z]?,? The [A-Z][a-z]{2,20}\b"
    r"|\b(?:Flat|Apartment|Room) \d{1,3}[A-Za-z]?,? (?:[A-Z][A-Za-z']{1,20} ){1,2}(?:House|Court|Tower|Lodge"
    r"|Point|Heights)\b"
)
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_LIVES = re.compile(
    r"\b(?:lives|living|resid(?:es|ing|ent)|stay(?:s|ing)|placed|tagged|bailed|moved|address(?:es)?|home"
    r"|remanded|found|of"
    r"|nan's|gran's|aunt's|mum's|dad's|uncle's)\b"
    r"|\b(?:he|she|they) ?'?(?:s|re| is| are| was| were)(?: back| now| still)? at\b|\bis (?:back |now |still )?at $"
)
_ROOM = re.compile(r"\b(?:b&b|hostel|bedsit)\b")
# No colleague has these, so no other word about a child is needed.
_CURFEW = re.compile(
    r"\b(?:curfew(?:ed)?|tag(?:ged)?|bail(?:ed)?|licence|release)(?: address"
    r"| fitted)?(?: (?:is|at|to|of)|:)"
)
_WORK = re.compile(
    r"\b(?:head ?teacher|teacher|manager|officer|worker|chairs?|staff|governors?|trains?|office|civic|venue"
    r"|principal|lead"
    r"|meet(?:ing|s)?|hotel|conference|headquarters|council|parking|dinner|lunch|arms|speak(?:er|s|ing)?|post"
    r"|send|write|invoice|trainer|event"
    r"|launch|panel|trust|weekly|sessions?|workshops?|deputy head|deliver(?:s|ed|ing)?|offered a hall|contact"
    r"|policy|claims|billing|delivery|registered|correspondence|supplier|company"
    r"|(?:mon|tues|wednes|thurs|fri)days|my (?:mother|mum|father|dad|sister|brother|son|daughter|wife|husband"
    r"|partner))\b"
)
_BESIDE = re.compile(r"[ ]?(?:[,(-] ?| of )$")
_REACH = 110


def find_places(view: Folded) -> Iterator[Finding]:
    for leads in candidates(_GOES_TO, view.lower, " at ", " of ", " to ", " from ", "attend", "school"):
        school = SCHOOL.match(view.text, leads.end(), leads.end() + 120)
        if school is not None and not _is_work(view, leads.start(), school.end()):
            yield from _findings(_names_before(view, leads.end()) or _introduced_after(view, school), school)
    for school in candidates(SCHOOL, view.text, "School", "Academy", "College", "PRU", "High", "Ysgol", "Form", "St"):
        if _PUPIL.search(view.lower, max(0, school.start() - 60), school.end() + 80) and not _is_work(
            view, *school.span()
        ):
            names = [n for n in _names_before(view, school.start()) if n.is_full and n.end > school.start() - 30]
            beside = [n for n in names if _AT.fullmatch(view.lower, n.end, school.start())]
            yield from _findings(beside or _introduced_after(view, school), school)
    for address in candidates(ADDRESS, view.text, *DIGITS):
        if not _is_work(view, *address.span()):
            yield from _home(view, address)
    for postcode in candidates(POSTCODE, view.text, *DIGITS):
        if _LIVES.search(view.lower, max(0, postcode.start() - 20), postcode.start()) and not _is_work(
            view, *postcode.span()
        ):
            yield from _home(view, postcode)


def _home(view: Folded, address: re.Match[str]) -> Iterator[Finding]:
    names = _names_before(view, address.start())
    beside = [name for name in names if name.is_full and _BESIDE.match(view.lower, name.end, address.start())]
    before = max(0, address.start() - 45)
    if beside:
        yield from _findings(beside, address)
    elif _CURFEW.search(view.lower, before, address.start()):
        yield from _findings(names, address) if names else iter((Finding(Rule.HOME_ADDRESS, *address.span()),))
    elif _LIVES.search(view.lower, before, address.start()):
        if names:
            yield from _findings(names, address)
        elif mentions_person(view, *address.span()):
            yield Finding(Rule.HOME_ADDRESS, *address.span())
    elif _ROOM.search(view.lower, before, address.start()):
        yield from _findings([name for name in names if name.is_full], address)


def _findings(names: list[Name], place: re.Match[str]) -> Iterator[Finding]:
    for name in names:
        yield Finding(Rule.NAME_PLACE, name.start, name.end)
    if names:
        yield Finding(Rule.NAME_PLACE, *place.span())


def _names_before(view: Folded, position: int) -> list[Name]:
    names = list(names_in(view, position - _REACH, position))
    return [n for n in names if not n.is_initials or len(n.words) > 1 or talks_of_a_child(view, n.start, n.end)]


def _introduced_after(view: Folded, school: re.Match[str]) -> list[Name]:
    beside = [n for n in names_in(view, school.end(), school.end() + 40) if n.is_full and n.start == school.end() + 2]
    return beside or [name for name in introduced_in(view, school.end(), school.end() + 60) if name.is_full]


def _is_work(view: Folded, start: int, end: int) -> bool:
    before = max(0, start - 80)
    return bool(_WORK.search(view.lower, before, min(len(view.lower), end + 30)))
