"""A text as a moderator reads it: whatever could say who a child is is masked."""

from screening import shown


def masked_text(text: str) -> str:
    return shown(text)
