"""CSV as council programs write it: UTF-8 or Windows' own letters, with commas, semicolons or tabs."""

import csv
import io
from collections.abc import Iterator

from regions.importing.limits import LONGEST_CELL, MOST_COLUMNS, BadFile, Value

MARKS = (",", ";", "\t")


def rows_of(content: bytes) -> Iterator[list[Value]]:
    """Every row as its cells. Raises BadFile."""
    text = _decoded(content)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_mark(text), strict=False)
    try:
        for line in lines:
            if len(line) > MOST_COLUMNS:
                raise BadFile(
                    f"A row has {len(line)} columns, and {MOST_COLUMNS} is the most: is this a table of members?"
                )
            if any(len(cell) > LONGEST_CELL for cell in line):
                raise BadFile(
                    f"Row {lines.line_num} has a cell of more than {LONGEST_CELL} characters. "
                    "Perhaps a quotation mark is missing."
                )
            yield list(line)
    except csv.Error as error:
        raise BadFile(f"Row {lines.line_num} cannot be read as CSV. Save the table again as .xlsx or CSV.") from error


def _decoded(content: bytes) -> str:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadFile("This is neither a spreadsheet (.xlsx) nor CSV: it holds bytes that are no text.")


def _mark(text: str) -> str:
    """What divides the columns: the mark that the first lines have most of."""
    beginning = "\n".join(text[:5000].splitlines()[:10])
    return max(MARKS, key=beginning.count)
