"""Dates and sums as letters say them."""

from datetime import date


def day(when: date | None) -> str:
    """«31 March 2027», a UK date; nothing for none."""
    return f"{when.day} {when:%B %Y}" if when else ""


def pounds(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02}"
