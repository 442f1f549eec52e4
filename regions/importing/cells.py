"""What a cell may say: an address, a yes or no, a tier, a day. Each refusal is a sentence for its reader."""

import re
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from regions.models import Membership

Tier = Membership.Tier
TIERS = {
    "full": Tier.FULL, "fullmember": Tier.FULL, "head": Tier.FULL, "headofservice": Tier.FULL, "first": Tier.FULL,
    "fullmemberheadofservice": Tier.FULL, "second": Tier.SECOND, "secondtier": Tier.SECOND, "2nd": Tier.SECOND,
    "2ndtier": Tier.SECOND, "secondtiermember": Tier.SECOND, "honorary": Tier.HONORARY, "honorarymember": Tier.HONORARY,
}  # fmt: skip
TIER_WORDS = {Tier.FULL: "full", Tier.SECOND: "second-tier", Tier.HONORARY: "honorary"}
YES, NO = {"yes", "y", "true", "1", "service", "council"}, {"no", "n", "false", "0", "self", "individual"}
EARLIEST, LATEST = 1950, 2100
_NUMBERS = re.compile(r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})(?:[ T]00:00(?::00)?)?")
_UNFIT = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069]")


class BadCell(ValueError):
    """The cell cannot be used; the message is the sentence to tell."""


def words(text: str, longest: int) -> str:
    """One line of words. Raises BadCell."""
    text = " ".join(text.split())
    if _UNFIT.search(text):
        raise BadCell("There are characters in this cell that cannot be seen. Type it anew.")
    if len(text) > longest:
        raise BadCell(f"This has {len(text)} characters, and {longest} is the most.")
    return text


def address(text: str) -> str:
    """An email address in small letters. Raises BadCell."""
    text = words(text, 254).removeprefix("mailto:").strip("<>;, ").lower()
    try:
        validate_email(text)
    except ValidationError:
        raise BadCell(f"“{text[:80]}” is no email address.") from None
    if not text.isascii():
        raise BadCell(f"“{text[:80]}” has letters that no mail server of ours can write to.")
    return text


def yes_or_no(text: str) -> bool:
    word = text.strip().lower()
    if word in YES | NO:
        return word in YES
    raise BadCell(f"“{text[:40]}” is neither yes nor no.")


def tier(text: str) -> str:
    found = TIERS.get(re.sub(r"[^a-z0-9]", "", text.lower()))
    if found is None:
        raise BadCell(f"“{text[:40]}” is no tier: write full, second-tier or honorary.")
    return found


def day(value: str | date, *, others_american: bool = False) -> date:
    """A day as people in the UK write it, or as 2026-04-30. `others_american`: the same column has days that can only
    be month first, so that 3/4/2026 could be either, and is asked about. Raises BadCell.
    """
    if isinstance(value, date):
        return _in_reason(value)
    text = value.strip()
    if not (found := _NUMBERS.fullmatch(text)):
        return _in_reason(_named_month(text))
    first, second, third = found.groups()
    if len(first) == 4:
        return _in_reason(_made(int(first), int(second), int(third), text))
    if len(third) != 4:
        raise BadCell(f"“{text}” has a year of {len(third)} digits: write it with four, as 30/4/2026.")
    if looks_american(text):
        raise BadCell(
            f"“{text}” looks American, with the month first: there is no month {second}. "
            f"Write {second}/{first}/{third} or {third}-{int(first):02}-{int(second):02}."
        )
    if others_american and int(first) <= 12 and first != second:
        raise BadCell(
            f"“{text}” can be read in two ways, and other days of this column have the month first. "
            f"Write {third}-{int(second):02}-{int(first):02} or {third}-{int(first):02}-{int(second):02}."
        )
    return _in_reason(_made(int(third), int(second), int(first), text))


def looks_american(text: str) -> bool:
    """«4/30/2026»: a day that can only be month first."""
    return _is_day(text, month=1, number=2)


def looks_british(text: str) -> bool:
    """«30/4/2026»: a day that can only be day first."""
    return _is_day(text, month=2, number=1)


def _is_day(text: str, *, month: int, number: int) -> bool:
    """A day of the calendar whose number is too high for a month, and which stands at this place."""
    found = _NUMBERS.fullmatch(text.strip())
    if not found or len(found[1]) > 2 or len(found[3]) != 4 or int(found[number]) <= 12:
        return False
    try:
        date(int(found[3]), int(found[month]), int(found[number]))
    except ValueError:
        return False
    return True


def _named_month(text: str) -> date:
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", re.sub(r"[ ,\-]+", " ", text))
    for style in ("%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(plain, style).date()
        except ValueError:
            continue
    raise BadCell(f"“{text[:40]}” is no day: write it as 30/4/2026 or 2026-04-30.")


def _made(year: int, month: int, number: int, text: str) -> date:
    try:
        return date(year, month, number)
    except ValueError:
        raise BadCell(f"“{text}” is no day of the calendar: write it as 30/4/2026.") from None


def _in_reason(found: date) -> date:
    if not EARLIEST <= found.year <= LATEST:
        raise BadCell(f"The year {found.year} cannot be meant.")
    return found
