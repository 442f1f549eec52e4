"""A file to begin with: the headings, and two invented people in services that are there."""

from datetime import date

from regions.exporting import Cell
from regions.importing.columns import Column
from regions.models import Service

HEADING = [column.value for column in Column if column is not Column.STATUS]


def sample_rows() -> list[list[Cell]]:
    names = list(Service.objects.filter(closed=None).order_by("name").values_list("name", flat=True)[:2])
    first, second = (names * 2)[:2] if names else ("Name of the service", "Name of the service")
    return [
        ["a.example@council.example", "Ada", "Example", "Head of Youth Justice", first, "full", "yes",
         date(2026, 4, 1), None],
        ["b.example@council.example", "Ben", "Example", "Operations Manager", second, "second-tier", "no",
         date(2026, 4, 1), date(2027, 3, 31)],
    ]  # fmt: skip
