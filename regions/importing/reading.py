"""From the bytes of a file to its rows: CSV or XLSX, whatever it is called. Knows no members, and runs nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from regions.importing import csv_text, xlsx
from regions.importing.columns import REQUIRED, Column, column_of, is_information, nearest_heading
from regions.importing.limits import MOST_ROWS, BadFile, Broken, Value
from regions.importing.progress import OFTEN, Progress, Step, silently
from regions.spreadsheets import unguarded

HEADING_WITHIN = 10  # rows: above the heading there may be a title
NO_SPREADSHEET = {
    b"%PDF": "This is a PDF. Save the table as a spreadsheet (.xlsx) or as CSV.",
    b"\xd0\xcf\x11\xe0": "This is an old or a locked spreadsheet. Save it as .xlsx without a password, or as CSV.",
    b"\x89PNG": "This is a picture. Save the table as a spreadsheet (.xlsx) or as CSV.",
    b"\xff\xd8\xff": "This is a picture. Save the table as a spreadsheet (.xlsx) or as CSV.",
    b"{\\rtf": "This is a text document. Save the table as a spreadsheet (.xlsx) or as CSV.",
}


@dataclass(frozen=True)
class SheetRow:
    """A row of the file under its number there; only the cells of columns that we know, and only those not empty."""

    number: int
    cells: dict[Column, Value]

    def text(self, column: Column) -> str:
        value = self.cells.get(column, "")
        return value.isoformat() if isinstance(value, date) else value if isinstance(value, str) else ""


@dataclass
class Sheet:
    columns: list[Column]
    rows: list[SheetRow]
    notices: list[str] = field(default_factory=list)


def read_sheet(content: bytes, *, progress: Progress = silently) -> Sheet:
    """The rows below the heading. Raises BadFile with a sentence for a file that cannot be used as a whole."""
    if not content.strip():
        raise BadFile("The file is empty.")
    for beginning, sentence in NO_SPREADSHEET.items():
        if content.startswith(beginning):
            raise BadFile(sentence)
    notices: list[str] = []
    rows = xlsx.rows_of(content, notices) if content.startswith(b"PK") else csv_text.rows_of(content)
    numbered = enumerate(rows, start=1)
    columns, where = _heading(numbered, notices)
    found = list(_below(numbered, where, progress))
    if not found:
        raise BadFile("There is a heading and no row below it.")
    return Sheet(columns, found, notices)


def _heading(numbered: Iterator[tuple[int, list[Value]]], notices: list[str]) -> tuple[list[Column], dict[int, Column]]:
    """The first row that names two columns of ours; a title above it does no harm. Raises BadFile."""
    seen: list[str] = []
    for number, values in numbered:
        headings = [value.strip() if isinstance(value, str) else "" for value in values]
        known = {place: column for place, text in enumerate(headings) if (column := column_of(text))}
        if len(known) >= 2:
            _check(known, headings, notices)
            return list(known.values()), known
        seen += [text for text in headings if text]
        if number == HEADING_WITHIN:
            break
    if not seen:
        raise BadFile("The file is empty.")
    raise BadFile(
        f"No heading was found in the first {HEADING_WITHIN} rows: the columns “"
        + "”, “".join(REQUIRED)
        + f"” are needed. The first words are “{seen[0][:60]}”."
    )


def _check(known: dict[int, Column], headings: list[str], notices: list[str]) -> None:
    columns = list(known.values())
    for column in dict.fromkeys(columns):
        if columns.count(column) > 1:
            twice = "”, “".join(headings[place] for place in known if known[place] is column)
            raise BadFile(f"Two columns are the same for us: “{twice}”. Leave one of them out.")
    strange = [text for place, text in enumerate(headings) if place not in known and not is_information(text)]
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        guess = next((text for text in strange if nearest_heading(text) in missing), "")
        hint = f" Is “{guess[:60]}” meant to be “{nearest_heading(guess)}”?" if guess else ""
        raise BadFile(f"The column “{'”, “'.join(missing)}” is missing.{hint}")
    notices += [f"The column “{text[:60]}” is not known, and was not read." for text in strange[:20]]


def _below(
    numbered: Iterable[tuple[int, list[Value]]], where: dict[int, Column], progress: Progress
) -> Iterator[SheetRow]:
    count = 0
    for number, values in numbered:
        cells = {where[place]: _cleaned(value) for place, value in enumerate(values) if place in where}
        cells = {column: value for column, value in cells.items() if value != ""}
        if not cells:
            continue
        count += 1
        if count > MOST_ROWS:
            raise BadFile(f"The file has more than {MOST_ROWS:,} rows. Give it in parts.")
        if count % OFTEN == 0:
            progress(Step.READ, count, 0)
        yield SheetRow(number, cells)


def _cleaned(value: Value) -> Value:
    if isinstance(value, str):
        return Broken.formula() if value.lstrip().startswith("=") else unguarded(value.strip())
    return value
