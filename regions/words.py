"""Words that members write about themselves and about networks: shown to others at once, so they are screened first."""

from regions.problems import Problem
from screening import rules_found, screen


def checked_words(text: str, *, most: int, field: str) -> str:
    """The words with line ends made one kind. Raises Problem where they are too long, or look like a child's details:
    nobody holds them back for a decision, so they are not taken at all.
    """
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > most:
        raise Problem(field, f"This has {len(text)} characters, and {most} is the most.")
    kinds = [rule.label for rule in rules_found(screen(text))]
    if kinds:
        raise Problem(field, f"This looks like {' and '.join(kinds)}. No child is ever described here: take it out.")
    return text
