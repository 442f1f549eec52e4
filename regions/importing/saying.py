"""How a change is said: the heading of its column, and its value as people write it."""

from datetime import date
from typing import Any

from regions.importing.cells import TIER_WORDS
from regions.importing.columns import Column

LABELS = {
    "first_name": Column.FIRST_NAME, "last_name": Column.LAST_NAME, "service": Column.SERVICE,
    "job_title": Column.JOB_TITLE, "tier": Column.TIER, "through_service": Column.PAID_BY_SERVICE,
    "starts": Column.STARTS, "ends": Column.ENDS,
}  # fmt: skip


def label(name: str) -> str:
    return LABELS[name].value


def shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return TIER_WORDS.get(value, str(value)) if name == "tier" else str(value)


def uk(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
