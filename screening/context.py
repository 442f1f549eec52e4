"""What stands round a match: is it about a person, or is it another kind of number altogether?"""

import re

from screening.folding import Folded

_OTHER_NUMBER = re.compile(
    r"\b(?:purchase orders?|p\.?o\.?|orders?|invoices?|account|acct|cost codes?|budget|charity|company|grants?"
    r"|meeting id|conference id|passcode|webinar id|zoom|teams|tel|telephone|phone|mobile|mob|fax|ring|call|calls|dial"
    r"|ext|isbn|issn|doi|tickets?|booking|vat|utr|tenders?|contract|licen[cs]e|serial|laptop|trains?|post|job"
    r"|vacancy|course"
    r"|foi|ombudsman|planning|version|form|forms|protocol|policy|polic(?:y|ies)|minutes|helpdesk|supplier|bug"
    r"|complaints?|building|listing|insurance|claim|expenses|parking|delivery|quote|quotation|bid|survey|library"
    r"|cost centre|sort code|bacs|payments?|payroll|subscriptions?|product|catalogue|asset register|circular|dataset)\b"
)
_SAID_AFTERWARDS = re.compile(
    r"[ ,]{0,2}(?:is|was|as|being|=)?[ ]?(?:the|our|your|my|a|an)? ?"
    r"(?:purchase|p\.?o\.?|invoice|order|phone|mobile|telephone|meeting|zoom|account|charity|budget|grant|cost"
    r"|laptop|subscription)\b"
)
_SAYS_NHS = re.compile(r"\bnhs\b|\bpatient\b")
_PERSON = re.compile(
    r"(?<!\bmy )\b(?:he|she|him|her|his|hers|he's|she's|he'll|she'll|child|child's|boy|boy's|girl|girl's|lad|lad's|lass"
    r"|yp|yp's|young person|young person's|young man|young woman|young lady|youth|brother|sister|sibling|siblings|son"
    r"|daughter|twins?|mum|mum's|mother|dad|dad's|father|nan|nan's|gran|grandparents|grandad|aunt|aunt's|auntie|uncle"
    r"|cousin|stepdad|carer|carers|foster|pupil|baby|teenager|kid|teen|detainee|defendant|unaccompanied)\b"
)
_MADE_UP = re.compile(r"\b(?:fictional|fictitious|scenario|case study|hypothetical|made-up|vignette)\b")
# What is said of a child in this work and seldom of a colleague.
_CHILD_TALK = re.compile(
    r"\b(?:remand(?:ed)?|arrest(?:ed)?|charged|bail(?:ed)?|excluded|exclusion|expelled|custody|missing"
    r"|tag(?:ged)?|placed"
    r"|placement|sentenced|exploited|being run|male|female|stabbed|offen[cd](?!er management)\w*|yoi|stc|sch"
    r"|foster|lads?|victim"
    r"|convicted|referral order|caution(?:ed)?|conditional|yro|ro|dto|iss|rui|nfa'?d?|psr|asset|yp\d?"
    r"|young person|pupil"
    r"|year \d{1,2}|y\d{1,2}|on roll|mum|nan|dad|gran|looked after|section 20|s\.?20|cce|cse|county lines|nrm"
    r"|trafficked"
    r"|stabbing|knife|burglary|robbery|robbed|assault(?:ed)?|theft|arson|criminal damage|threatened|bullied"
    r"|first entrant"
    r"|fte|whereabouts|caretaking|transferred|licence|recall(?:ed)?|detained|detainee|defendant|s\.?18|peers?"
    r"|olders|gang"
    r"|self-harm|engage|school refus\w+|nicked|absconded|refus(?:es|ing)|social worker|disclosed|the boy"
    r"|the girl|our boy"
    r"|our girl|one of yours|is (?:he|she) yours|assessment|(?:becomes|turns|will be) 18|strategy meeting"
    r"|age assessed|trials?|known to (?:you|u|your|any))\b"
)


def is_other_number(view: Folded, start: int, end: int, reach: int = 32) -> bool:
    """True when the words beside it say what the number is, and that is not a person's number."""
    before = _line_before(view.lower, start, reach)
    other_ends = [match.end() for match in _OTHER_NUMBER.finditer(before)]
    if other_ends and not _SAYS_NHS.search(before, other_ends[-1]):
        return True
    return bool(_SAID_AFTERWARDS.match(view.lower, end, end + 40))


def mentions_person(view: Folded, start: int, end: int, reach: int = 80) -> bool:
    return bool(_PERSON.search(view.lower, max(0, start - reach), min(len(view.lower), end + reach)))


def talks_of_a_child(view: Folded, start: int, end: int, before: int = 80, after: int = 100) -> bool:
    return bool(_CHILD_TALK.search(view.lower, max(0, start - before), min(len(view.lower), end + after)))


def is_made_up(view: Folded, start: int) -> bool:
    """A training scenario says so first."""
    return bool(_MADE_UP.search(view.lower, max(0, start - 80), start))


def _line_before(lower: str, start: int, reach: int) -> str:
    begin = max(0, start - reach)
    # Words cut in half at the edge of the window must not count.
    while 0 < begin < start and lower[begin - 1].isalnum() and lower[begin].isalnum():
        begin += 1
    return lower[begin:start].rpartition("\n\n")[2]
