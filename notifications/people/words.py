"""Dates and sums as letters say them."""

from datetime import date, datetime

from django.utils import timezone


def day(when: date | None) -> str:
    """«31 March 2027», a UK date; nothing for none."""
    return f"{when.day} {when:%B %Y}" if when else ""


def moment(when: datetime) -> str:
    """«Monday 30 November at 10:14», by UK time."""
    local = timezone.localtime(when)
    return f"{local:%A} {local.day} {local:%B} at {local:%H:%M}"


def pounds(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02}"
