"""XLSX, read as an enemy's: nothing is unpacked before it is measured, entities are refused, formulas never computed.

An XLSX file is a zip of XML. openpyxl reads it row by row (`read_only`) through defusedxml; what is left to guard is
its size: how much a small file unpacks to, and how many elements that makes.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import DEFUSEDXML, load_workbook

from regions.importing.limits import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, BadFile, Broken, Value

MOST_PARTS = 300
MOST_UNPACKED = 40 * 1024 * 1024
MOST_UNPACKED_BESIDE = 8 * 1024 * 1024  # styles, names, shared words: these are read whole
MOST_ELEMENTS = 2_000_000
LONGEST_GAP = 1000  # empty rows one after the other: the end of the table, whatever stands far below
TOO_LARGE = "The file unpacks to more than a table of members can be. Copy the table into a new workbook and save that."
UNREADABLE = "The file cannot be read as a spreadsheet. Open it, save it again as .xlsx or as CSV, and try that one."

if not DEFUSEDXML:
    raise ImportError("openpyxl does not use defusedxml: a spreadsheet could attack the XML reader")


def rows_of(content: bytes, notices: list[str]) -> Iterator[list[Value]]:
    """Every row of the first sheet. Raises BadFile."""
    _measure(content)
    try:
        yield from _rows(content, notices)
    except BadFile:
        raise
    except Exception as error:  # openpyxl raises what it comes upon: KeyError, ValueError, ParseError …
        raise BadFile(UNREADABLE) from error


def _rows(content: bytes, notices: list[str]) -> Iterator[list[Value]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    if not sheets:
        raise BadFile("The workbook has no sheet with rows.")
    if len(book.worksheets) > 1:
        notices.append(f"Only the first sheet was read, “{sheets[0].title[:60]}”.")
    gap = 0
    for cells in sheets[0].iter_rows(max_row=MOST_ROWS + LONGEST_GAP, max_col=MOST_COLUMNS):
        row = [_value(cell) for cell in cells]
        while row and row[-1] == "":
            row.pop()
        gap = 0 if row else gap + 1
        if gap > LONGEST_GAP:
            return
        yield row


def _value(cell: Any) -> Value:
    kind, value = cell.data_type, cell.value
    if value is None:
        return ""
    if kind == "f":
        return Broken.formula()
    if kind == "e":
        return Broken(f"This cell holds the error {str(value)[:20]}.")
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, time | timedelta):
        return Broken("This cell holds a time of day.")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    return text if len(text) <= LONGEST_CELL else Broken(f"This cell has more than {LONGEST_CELL} characters.")


def _measure(content: bytes) -> None:
    """Raises BadFile for what is no workbook, or would be too much. A part that unpacks to more than it says it does is
    cut off there by zipfile and fails its checksum, so what the parts say can be added up.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names or not any(name.startswith("xl/workbook") for name in names):
                raise BadFile("This is a packed folder, and no spreadsheet. Save the table as .xlsx or CSV.")
            if any(part.flag_bits & 1 for part in parts):
                raise BadFile("The spreadsheet is locked by a password. Save it without one.")
            sheets = [part for part in parts if part.filename.startswith("xl/worksheets/")]
            beside = sum(part.file_size for part in parts if part not in sheets)
            unpacked = beside + sum(part.file_size for part in sheets)
            if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or beside > MOST_UNPACKED_BESIDE:
                raise BadFile(TOO_LARGE)
            if sum(_elements(packed, part) for part in parts) > MOST_ELEMENTS:
                raise BadFile(TOO_LARGE)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        if isinstance(error, BadFile):
            raise
        raise BadFile(UNREADABLE) from error


def _elements(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many tags a part holds: a cell of four bytes becomes an object of a hundred."""
    if not part.filename.endswith((".xml", ".rels")):
        return 0
    count = 0
    with packed.open(part) as stream:
        while piece := stream.read(1 << 20):
            count += piece.count(b"<")
    return count
