"""Reading which dates suit out of a mail: numbers where it says nothing else, and never a guess."""

import re

from forum.farewell import without_farewell
from meetings.models import Suits

_CHUNKS = re.compile(r"[,;\n]|\band (?=maybe|perhaps|if need be)|\bbut\b")
_NEED = re.compile(r"\b(?:if need be|maybe|perhaps|if (?:i |we )?must|at a pinch)\b")
_NUMBERS = re.compile(r"\d{1,2}(?:\s*(?:and|&|\+|or|\s)\s*\d{1,2})*")
_LEAD = re.compile(r"^(?:(?:dates?|options?|numbers?|nos?\.?|yes)(?: to)?:?\s+)+(?=\d)")
NONE = {"none", "none of them", "no", "none of these", "none suits"}
ALL = {"all", "any", "all of them", "any of them", "all suit", "any suits"}


def read_dates(text: str, numbers: set[int], *, names: tuple[str, ...] = ()) -> dict[int, str] | None:
    """What each date is said to be; dates that are not named do not suit. None where the mail says something else."""
    said = without_farewell(text, {name.casefold() for name in names}).strip(" .!")
    if said in NONE | ALL:
        return dict.fromkeys(numbers, Suits.NO if said in NONE else Suits.YES)
    found: dict[int, str] = {}
    for chunk in _CHUNKS.split(said):
        words = chunk.strip().removeprefix("and ").strip()
        if not words:
            continue
        need = _NEED.search(words)
        bare = _LEAD.sub("", _NEED.sub(" ", words).strip(" .!"))
        named = [int(one) for one in re.findall(r"\d+", bare)]
        unclear = need is not None and need.start() > 0 and len(named) > 1  # «1 and 3 if need be»: which of them?
        twice = len(set(named)) < len(named) or set(named) & set(found)
        if not _NUMBERS.fullmatch(bare) or unclear or twice or not set(named) <= numbers:
            return None
        found |= dict.fromkeys(named, Suits.NEED_BE if need else Suits.YES)
    return dict.fromkeys(numbers, Suits.NO) | found if found else None
