"""Names as people are shown them: no sign that hides, turns or imitates; and nobody who passes for an office holder.

What is refused: signs that are not letters of the Latin script (with accents), figures, spaces, hyphens, apostrophes or
full stops; heaps of accents; a name that looks like an office holder's without being written like it.
"""

import unicodedata
from collections.abc import Mapping

from django.conf import settings
from django.utils.module_loading import import_string

MOST_MARKS = 2  # on one letter
ALLOWED = frozenset(" -'’.0123456789")
# What the eye takes for something else, beyond accents and case.
LOOKS_LIKE = str.maketrans({
    "ı": "l", "ɑ": "a", "ɡ": "g", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ß": "ss", "æ": "ae", "œ": "oe", "ſ": "s",
    "ʟ": "l", "ɪ": "l", "ɴ": "n", "ʀ": "r", "ᴏ": "o", "ɢ": "g", "ʙ": "b", "ʜ": "h", "ꞁ": "l", "ƚ": "l", "ŧ": "t",
    "0": "o", "1": "l", "i": "l", "5": "s", "’": "'", "ʼ": "'", ".": "", "-": " ",
})  # fmt: skip
HEAPS = (("rn", "m"), ("vv", "w"))


class BadName(ValueError):
    """The name cannot be shown as it is; the message says why, to who typed it."""


def checked_name(
    first_name: str, last_name: str, *, own_choice: bool = False, holders: Mapping[str, set[str]] | None = None
) -> tuple[str, str]:
    """Both names, spaces and form of letters put in order. Raises BadName.

    `own_choice`: nobody else looks at it before it is shown, so it may not be an office holder's own name either.
    `holders`: `protected_looks()`, for who checks many names and asks for them once.
    """
    first, last = _in_order(first_name), _in_order(last_name)
    whole = f"{first} {last}".strip()
    if not first:
        raise BadName("Give a first name.")
    for sign in whole:
        if sign not in ALLOWED and not _is_latin(sign):
            raise BadName("Use letters of the English alphabet, with accents if you like: no other signs.")
    if _has_heap(whole):
        raise BadName("There are too many accents on one letter.")
    alike = (protected_looks() if holders is None else holders).get(skeleton(whole), set())
    if alike and (own_choice or alike != {plainly(whole)}):
        raise BadName("This looks like the name of a representative or an officer. Write to the secretariat.")
    return first, last


def protected_looks() -> dict[str, set[str]]:
    """What the office holders' names look like, and how those that look so are written."""
    looks: dict[str, set[str]] = {}
    for name in import_string(settings.PROTECTED_NAMES)():
        looks.setdefault(skeleton(name), set()).add(plainly(name))
    return looks


def skeleton(name: str) -> str:
    """What the eye sees of a name: two that look alike have one skeleton."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    seen = " ".join(bare.casefold().translate(LOOKS_LIKE).split())
    for heap, letter in HEAPS:
        seen = seen.replace(heap, letter)
    return seen


def plainly(name: str) -> str:
    """Written alike, but for case and spaces."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def shown_name(name: str) -> str:
    """For a page: without signs that hide or turn, and kept apart from its neighbours if it runs the other way."""
    visible = "".join(sign for sign in name if unicodedata.category(sign) not in ("Cc", "Cf", "Zl", "Zp"))
    if any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in visible):
        return f"\u2068{visible}\u2069"
    return visible


def _in_order(name: str) -> str:
    """One form for letters that have several, single spaces; and no sign that cannot be seen."""
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp") for sign in name.strip()):
        raise BadName("There are signs in the name that cannot be seen. Type it, rather than pasting it.")
    return " ".join(unicodedata.normalize("NFKC", name).split())


def _is_latin(sign: str) -> bool:
    if unicodedata.combining(sign):
        return True
    return unicodedata.category(sign) in ("Lu", "Ll", "Lo") and "LATIN" in unicodedata.name(sign, "")


def _has_heap(name: str) -> bool:
    marks = 0
    for sign in unicodedata.normalize("NFD", name):
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks > MOST_MARKS:
            return True
    return False
