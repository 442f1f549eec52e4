"""Files as people send them, and as enemies do."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from regions.importing.columns import Column
from regions.importing.limits import MOST_ROWS, BadFile, Broken
from regions.importing.reading import read_sheet

HEADING = ["Address", "First name", "Last name", "Service"]
ROW = ["ada@council.example", "Ada", "Example", "Lakeside"]
CSV = "Address,First name,Last name,Service\nada@council.example,Ada,Exämple,Lakeside\n"


def workbook(*rows, title="Members", more_sheets=()) -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    for name in more_sheets:
        book.create_sheet(name).append(["x"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content: bytes, changes: dict[str, bytes], *, add: dict[str, bytes] | None = None) -> bytes:
    """The same workbook with some of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, changes.get(part.filename, old.read(part)))
        for name, data in (add or {}).items():
            new.writestr(name, data)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_in_any_usual_encoding(encoding):
    (row,) = read_sheet(CSV.encode(encoding)).rows

    assert row.text(Column.LAST_NAME) == "Exämple"


@pytest.mark.parametrize("mark", [";", "\t", ","])
def test_csv_with_any_usual_mark(mark):
    (row,) = read_sheet(CSV.replace(",", mark).encode()).rows

    assert (row.number, row.text(Column.SERVICE)) == (2, "Lakeside")


@pytest.mark.parametrize(
    "heading",
    [
        "E-mail,Forename,Surname,YOT",
        "EMAIL ADDRESS;given name;Family Name;Youth Justice Service",
        "work_email\tFirstName\tLastName\tService name".replace(" name", ""),
    ],
)
def test_headings_by_other_names(heading):
    mark = next(mark for mark in ";\t," if mark in heading)
    sheet = read_sheet(f"{heading}\n{mark.join(ROW)}\n".encode())

    assert sheet.columns == [Column.ADDRESS, Column.FIRST_NAME, Column.LAST_NAME, Column.SERVICE]


def test_rows_keep_the_numbers_that_the_spreadsheet_shows():
    content = workbook(["Members of the association"], [], HEADING, ROW, [], ["ben@council.example", *ROW[1:]])

    assert [row.number for row in read_sheet(content).rows] == [4, 6]


def test_days_of_a_workbook_are_days():
    content = workbook([*HEADING, "Starts", "Ends"], [*ROW, date(2026, 4, 1), datetime(2027, 3, 31, 0, 0)])

    (row,) = read_sheet(content).rows
    assert (row.cells[Column.STARTS], row.cells[Column.ENDS]) == (date(2026, 4, 1), date(2027, 3, 31))


def test_whole_numbers_have_no_point():
    (row,) = read_sheet(workbook([*HEADING, "Paid by service"], [*ROW, 1.0])).rows

    assert row.text(Column.PAID_BY_SERVICE) == "1"


@pytest.mark.parametrize("make", [workbook, lambda *rows: "\n".join(",".join(map(str, row)) for row in rows).encode()])
def test_a_formula_is_refused_and_never_computed(make):
    (row,) = read_sheet(make(HEADING, ["ada@council.example", "=1+1", "Example", "Lakeside"])).rows

    assert isinstance(row.cells[Column.FIRST_NAME], Broken)
    assert "paste its values" in row.cells[Column.FIRST_NAME].sentence


def test_an_unknown_column_and_a_second_sheet_are_told_and_do_no_harm():
    sheet = read_sheet(workbook([*HEADING, "Shoe size"], [*ROW, 44], more_sheets=["Old"]))

    assert sheet.notices == [
        "Only the first sheet was read, “Members”.",
        "The column “Shoe size” is not known, and was not read.",
    ]
    assert len(sheet.rows) == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"  \r\n ", "empty"),
        (b"\xef\xbb\xbf\n\n", "empty"),
        (workbook(), "empty"),
        (workbook(HEADING), "no row below"),
        (b"hello\nworld\n", "No heading was found"),
        (b"Address,First name,Last name\na@b.example,A,B\n", "“Service” is missing"),
        (b"Address,First nmae,Last name,Service\na,b,c,d\n", "“First name” is missing. Is “First nmae” meant"),
        (b"Email,E-mail address,First name,Last name,Service\na,b,c,d,e\n", "Two columns are the same"),
        (b"%PDF-1.7 ...", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old or a locked spreadsheet"),
        (b"\x89PNG\r\n", "picture"),
        (b"PK\x03\x04 not a zip", "cannot be read as a spreadsheet"),
        (b"Address,First name\x00\n", "neither a spreadsheet"),
        (("Address,First name,Last name,Service\n" + "x" * 2000).encode(), "quotation mark"),
        ((",".join(HEADING) + "," * 80 + "\n").encode(), "60 is the most"),
    ],
)
def test_a_file_that_cannot_be_used_is_explained_in_a_sentence(content, told):
    with pytest.raises(BadFile, match=told) as problem:
        read_sheet(content)
    assert str(problem.value)[-1] in ".?"


def test_a_file_of_too_many_rows_is_refused_whole():
    lines = [",".join(HEADING), *([",".join(ROW)] * (MOST_ROWS + 1))]

    with pytest.raises(BadFile, match="more than 20,000 rows"):
        read_sheet("\n".join(lines).encode())


# --- Threat 42


def packed_folder() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("letter.txt", b"hello")
    return out.getvalue()


def bomb(data: bytes, part: str = SHEET) -> bytes:
    return repacked(workbook(HEADING, ROW), {part: data}, add={} if part == SHEET else {part: data})


BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8))
    + b']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    b'<c t="inlineStr"><is><t>&i;</t></is></c></row></sheetData></worksheet>'
)
OUTSIDE_ENTITY = BILLION_LAUGHS.replace(b'<!ENTITY a "lol">', b'<!ENTITY a SYSTEM "file:///etc/passwd">')
MANY_CELLS = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
    + b"<c/>" * 3_000_000
    + b"</row></sheetData></worksheet>"
)
FAR_AWAY = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize(
    "content",
    [
        packed_folder(),
        bomb(b"\0" * 60 * 1024 * 1024),
        bomb(b" " * 20 * 1024 * 1024, "xl/media/picture.xml"),
        bomb(b"x" * 20 * 1024 * 1024, "xl/sharedStrings.xml"),
        bomb(MANY_CELLS),
        bomb(BILLION_LAUGHS),
        bomb(OUTSIDE_ENTITY),
        bomb(FAR_AWAY),
        bomb(b"<worksheet><sheetData><row>"),
        bomb(b""),
        repacked(workbook(HEADING, ROW), {"xl/workbook.xml": BILLION_LAUGHS}),
        repacked(workbook(HEADING, ROW), {}, add={f"xl/part{n}.xml": b"" for n in range(400)}),
    ],
    ids=[
        "folder", "bomb", "beside", "strings", "cells", "laughs", "outside", "far", "torn", "blank", "book", "parts",
    ],
)  # fmt: skip
def test_threat_42_a_hostile_workbook_is_refused_with_a_sentence_and_before_it_is_unpacked(content):
    with pytest.raises(BadFile) as problem:
        read_sheet(content)
    assert str(problem.value).endswith(".")


def test_threat_42_a_part_that_unpacks_to_more_than_it_says_is_refused():
    content = bytearray(bomb(b"<worksheet>" + b" " * 30 * 1024 * 1024 + b"</worksheet>"))
    where = content.rfind(SHEET.encode()) - 46  # the part's line in the zip's directory
    content[where + 24 : where + 28] = (100).to_bytes(4, "little")

    with pytest.raises(BadFile):
        read_sheet(bytes(content))


def test_threat_42_macros_pictures_and_a_name_that_climbs_do_nothing():
    content = repacked(
        workbook(HEADING, ROW), {}, add={"xl/vbaProject.bin": b"\0" * 100, "../../etc/evil.xml": b"<a/>"}
    )

    assert len(read_sheet(content).rows) == 1
