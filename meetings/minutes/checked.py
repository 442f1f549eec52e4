"""What is typed for minutes, as it may be kept."""

from datetime import date, timedelta

from regions.careful_words import NotTaken, careful
from regions.problems import Problem

LONGEST_TITLE, LONGEST_NOTE, LONGEST_ACTION, LONGEST_CORRECTION = 120, 6_000, 400, 4_000
FARTHEST = timedelta(days=730)


def checked_words(field: str, words: str, *, most: int, needed: str = "") -> str:
    """Raises Problem beside the field; `needed` is what is said of nothing."""
    try:
        text = careful(words, most=most)
    except NotTaken as problem:
        raise Problem(field, str(problem)) from problem
    if needed and not text:
        raise Problem(field, needed)
    return text


def checked_title(title: str) -> str:
    one_line = " ".join(title.split())
    return checked_words("title", one_line, most=LONGEST_TITLE, needed="Give the item a heading, like “Remand”.")


def checked_item(title: str, note: str) -> tuple[str, str]:
    """Each by itself, then both as they are read: a name in the heading and a date of birth below it."""
    title, note = checked_title(title), checked_words("note", note, most=LONGEST_NOTE)
    checked_words("note", f"{title}\n{note}", most=LONGEST_TITLE + LONGEST_NOTE + 1)
    return title, note


def checked_due(due: date | None, *, today: date) -> date:
    if due is None:
        raise Problem("due", "Choose the day by which it is to be done.")
    if not today - FARTHEST <= due <= today + FARTHEST:
        raise Problem("due", "This day is more than two years away. Look at the year again.")
    return due
