"""How large a file may be, and what a cell can turn out to be."""

from dataclasses import dataclass
from datetime import date

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 60, 1000


class BadFile(ValueError):
    """The file as a whole cannot be used; the message is the sentence to tell. Nothing was changed."""


@dataclass(frozen=True)
class Broken:
    """A cell that holds no value to use, and why."""

    sentence: str

    @classmethod
    def formula(cls) -> "Broken":
        return cls("This cell is a formula. Copy the column and paste its values, then save again.")


Value = str | date | Broken
