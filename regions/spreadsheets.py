"""Writing tables for spreadsheet programs, as CSV and as XLSX, with no cell that such a program would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from openpyxl import Workbook

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins with one of these may be taken for a formula (OWASP «CSV injection»).
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
IN_MEMORY = 4 * 1024 * 1024
Cell = str | int | date | None


def guarded(cell: Cell) -> Any:
    """The cell as it may stand in a file: words that a program would run get an apostrophe in front."""
    if isinstance(cell, str):
        cell = "".join(letter for letter in cell if letter >= " " or letter in "\t\r\n")
        return f"'{cell}" if cell.startswith(RUNS) else cell
    return cell


def unguarded(words: str) -> str:
    """What `guarded` made of a text, back again."""
    return words[1:] if words.startswith("'") and words[1:].startswith(RUNS) else words


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """UTF-8 with the mark that Excel asks for; dates as 2026-04-01, which every program reads alike."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    lines = csv.writer(text)
    lines.writerow(heading)
    lines.writerows([guarded(cell) for cell in row] for row in rows)
    text.detach()
    file.seek(0)
    return file


def as_xlsx(heading: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> IO[bytes]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append(list(heading))
    for row in rows:
        sheet.append([guarded(cell) for cell in row])
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return file
