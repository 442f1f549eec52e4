"""What is said in a few words, without the thanks and the name under them."""

import re

_COURTESY = re.compile(
    r"(?:many |with )?thanks?(?: you)?(?: (?:all|very much|again))?|cheers|(?:kind|best|warm)?\s*regards|"
    r"best(?: wishes)?|yours(?: sincerely)?|sent from my \w+(?: \w+)?|sent from outlook(?: for \w+)?"
)  # fmt: skip


def without_farewell(text: str, names: set[str]) -> str:
    """In small letters, a line each. `names` are the writer's own, case-folded."""
    lines = [" ".join(line.casefold().split()).rstrip(".,!") for line in text.splitlines()]
    lines = [line for line in lines if line]
    while len(lines) > 1 and (lines[-1] in names or _COURTESY.fullmatch(lines[-1])):
        lines.pop()
    return "\n".join(lines)
