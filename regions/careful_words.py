"""Words that go to one person or to a few, and not to a board: nothing is held for them, so nothing that looks like a
child's details is taken at all.
"""

from screening import rules_found, screen

MOST = 10_000


class NotTaken(ValueError):
    """These words cannot be taken as they are; the message says why, and what was typed is kept."""


def careful(text: str, *, most: int = MOST) -> str:
    """The text, with line ends made one kind. Raises NotTaken, naming the kinds of rule and never what matched."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if len(text) > most:
        raise NotTaken(f"This has {len(text):,} characters, and {most:,} is the most. Shorten it.")
    if found := rules_found(screen(text)):
        kinds = ", ".join(rule.label for rule in found)
        raise NotTaken(
            f"Something here looks like a child’s details: {kinds}. Write it so that nobody could work out who the "
            "child is. A worry about a child goes the local safeguarding route, not here."
        )
    return text
