"""A child's name with a school or a home address, and a home address by itself when the words are about a child.

Members meet in schools and sign with office addresses, so a place alone is nothing: words such as «attends», «lives
at» or «excluded from» must lead to it, or the name must stand right before it.
"""

import re
from collections.abc import Iterator

from screening.candidates import candidates
from screening.context import mentions_person
from screening.folding import Folded
from screening.names import Name, names_in
from screening.rules import Finding, Rule

_CAPITAL = r"[A-Z][A-Za-z']{1,20}\.? "
_SCHOOL = re.compile(
    rf"(?:[Tt]he )?(?:{_CAPITAL}|of |and |the ){{1,5}}"
    r"(?:School|Academy|College|High|PRU|Primary|Juniors?|Infants?|Grammar|Comprehensive|Sixth Form"
    r"|Free School|Centre)\b"
)
_GOES_TO = re.compile(
    r"\b(?:attends|attending|goes to|going to|(?:pupil|student|on roll|enrolled|year \d{1,2}|y\d{1,2}) (?:at|of)"
    r"|(?:excluded|expelled|suspended|truanting|moved) from|school(?: is| was|:| -)) "
)
_ADDRESS = re.compile(
    r"(?:(?:[Ff]lat|[Aa]partment|[Rr]oom|[Uu]nit) \d{1,3}[A-Za-z]?,? )?"
    r"\b\d{1,4}[A-Za-z]?,? (?:[A-Z][A-Za-z']{1,20} ){1,3}"
    r"(?:Road|Rd|Street|St|Close|Cl|Avenue|Ave|Lane|Ln|Drive|Dr|Way|Court|Ct|Terrace|Gardens|Gdns|Crescent|Cres|Place|Grove"
    r"|Walk|Row|Hill|View|Square|Green|Mews|Rise|Parade|Fold|Gate|Croft)\b"
)
_LIVES = re.compile(
    r"\b(?:lives|living|resid(?:es|ing|ent)|stay(?:s|ing)|placed|tagged|bailed|moved|address(?:es)?|home|remanded|found|of)\b"
    r"|\b(?:he|she|they) ?'?(?:s|re| is| are| was| were) at\b"
)
_WORK = re.compile(
    r"\b(?:head ?teacher|teacher|manager|officer|worker|chair|staff|governors?|trains?|office|civic|venue"
    r"|meet(?:ing|s)?|hotel|conference|headquarters|council|parking|dinner|lunch|arms|speaker|post|send|write|invoice|trainer|event"
    r"|launch|panel|trust|weekly)\b"
)
_BESIDE = re.compile(r"[ ]?(?:[,(-] ?| of )$")
_REACH = 110


def find_places(view: Folded) -> Iterator[Finding]:
    for leads in candidates(_GOES_TO, view.lower, " at ", " of ", " to ", " from ", "attend", "school"):
        school = _SCHOOL.match(view.text, leads.end(), leads.end() + 120)
        if school is not None and not _is_work(view, leads.start(), school.end()):
            yield from _findings(_names_before(view, leads.start()), school)
    for address in candidates(_ADDRESS, view.text):
        if not _is_work(view, *address.span()):
            yield from _home(view, address)


def _home(view: Folded, address: re.Match[str]) -> Iterator[Finding]:
    names = _names_before(view, address.start())
    beside = [name for name in names if name.is_full and _BESIDE.match(view.lower, name.end, address.start())]
    if beside:
        yield from _findings(beside, address)
    elif _LIVES.search(view.lower, max(0, address.start() - 45), address.start()):
        if names:
            yield from _findings(names, address)
        elif mentions_person(view, *address.span()):
            yield Finding(Rule.HOME_ADDRESS, *address.span())


def _findings(names: list[Name], place: re.Match[str]) -> Iterator[Finding]:
    for name in names:
        yield Finding(Rule.NAME_PLACE, name.start, name.end)
    if names:
        yield Finding(Rule.NAME_PLACE, *place.span())


def _names_before(view: Folded, position: int) -> list[Name]:
    return [name for name in names_in(view, position - _REACH, position) if not name.is_initials or len(name.words) > 1]


def _is_work(view: Folded, start: int, end: int) -> bool:
    return bool(_WORK.search(view.lower, max(0, start - 80), min(len(view.lower), end + 30)))
