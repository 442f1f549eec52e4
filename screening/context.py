"""What stands round a match: is it about a person, or is it another kind of number altogether?"""

import re

from screening.folding import Folded

_OTHER_NUMBER = re.compile(
    r"\b(?:purchase orders?|p\.?o\.?|orders?|invoices?|account|acct|cost codes?|budget|charity|company|grants?"
    r"|meeting id|conference id|passcode|webinar id|zoom|teams|tel|telephone|phone|mobile|mob|fax|ring|call|calls|dial"
    r"|ext|isbn|issn|doi|tickets?|booking|vat|utr|tenders?|contract|licen[cs]e|serial|laptop|trains?|post|job|vacancy|course"
    r"|foi|ombudsman|planning|version|form|forms|protocol|policy|polic(?:y|ies)|minutes|helpdesk|supplier|bug"
    r"|complaints?|building|listing|insurance|claim|expenses|parking|delivery|quote|quotation|bid|survey|library"
    r"|cost centre|sort code)\b"
)
_SAID_AFTERWARDS = re.compile(
    r"[ ,]{0,2}(?:is|was|as|being|=)?[ ]?(?:the|our|your|my|a|an)? ?"
    r"(?:purchase|p\.?o\.?|invoice|order|phone|mobile|telephone|meeting|zoom|account|charity|budget|grant|cost)\b"
)
_SAYS_NHS = re.compile(r"\bnhs\b|\bpatient\b")
_PERSON = re.compile(
    r"\b(?:he|she|him|her|his|hers|he's|she's|child|child's|boy|boy's|girl|girl's|lad|lad's|lass|yp|yp's|young person"
    r"|young person's|young man|young woman|youth|brother|sister|sibling|siblings|son|daughter|twin|mum|mother|dad"
    r"|father|nan|aunt|carer|carers|foster|pupil|baby|teenager)\b"
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


def _line_before(lower: str, start: int, reach: int) -> str:
    begin = max(0, start - reach)
    # Words cut in half at the edge of the window must not count.
    while 0 < begin < start and lower[begin - 1].isalnum() and lower[begin].isalnum():
        begin += 1
    return lower[begin:start].rpartition("\n\n")[2]
