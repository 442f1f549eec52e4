"""Minutes as a Word file: with headings, and a table whose first row is a header and is repeated on each page, so that
it reads well aloud too.
"""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from meetings.minutes.sheet import Row, Sheet

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HEADS = ("No", "Note", "Action")
WIDTHS = (Cm(1.4), Cm(10.6), Cm(5.0))
LANGUAGE = "en-GB"


def docx_of(sheet: Sheet) -> bytes:
    document = Document()
    _describe(document, sheet)
    document.add_heading(f"Minutes: {sheet.title}", level=1)
    document.add_paragraph(f"{sheet.network}\n{sheet.when}\n{sheet.where}\n{sheet.status}")
    table = document.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, HEADS, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    _repeat(table.rows[0])
    for row in sheet.rows:
        _fill(table.add_row().cells, row)
    for line in table.rows:
        for cell, width in zip(line.cells, WIDTHS, strict=True):
            cell.width = width
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _fill(cells: tuple[Any, ...], row: Row) -> None:
    number, note, action = cells
    number.paragraphs[0].add_run(str(row.number))
    note.paragraphs[0].add_run(row.title).bold = True
    if row.note:
        note.add_paragraph(row.note)
    action.paragraphs[0].add_run("\n".join(row.actions))


def _describe(document: Any, sheet: Sheet) -> None:
    document.core_properties.title = f"Minutes: {sheet.title}"
    document.core_properties.author = sheet.network
    document.core_properties.language = LANGUAGE
    section = document.sections[0]
    section.page_width, section.page_height, section.orientation = Cm(21), Cm(29.7), WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Cm(2)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def _repeat(row: Any) -> None:
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)
