"""Minutes as a PDF, in letters that are part of the file. It has a title, a language and text that can be searched and
copied; it has no tags, which reportlab cannot write: the Word file and the page are for reading aloud.
"""

import unicodedata
from functools import lru_cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from meetings.minutes.sheet import Row, Sheet

REGULAR, BOLD = "Vera", "VeraBd"
INK, LINE = colors.HexColor("#172430"), colors.HexColor("#9a988f")
WIDTHS = (1.2 * cm, 10.6 * cm, 5.2 * cm)


def pdf_of(sheet: Sheet) -> bytes:
    text, strong, heading = _styles()
    out = BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=2 * cm, rightMargin=2 * cm, topMargin=2 * cm, bottomMargin=2 * cm,
        title=f"Minutes: {sheet.title}", author=sheet.network, lang="en-GB",
    )  # fmt: skip
    about = "<br/>".join(_drawn(line) for line in (sheet.network, sheet.when, sheet.where, sheet.status) if line)
    head = [Paragraph(word, strong) for word in ("No", "Note", "Action")]
    table = Table(
        [head, *(_cells(row, text, strong) for row in sheet.rows)], colWidths=WIDTHS, repeatRows=1, splitInRow=1
    )
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    title = Paragraph(f"Minutes: {_drawn(sheet.title)}", heading)
    document.build(
        [title, Paragraph(about, text), Spacer(1, 0.5 * cm), table], onFirstPage=_number, onLaterPages=_number
    )
    return out.getvalue()


def _cells(row: Row, text: ParagraphStyle, strong: ParagraphStyle) -> list[object]:
    note = [Paragraph(_drawn(row.title), strong)]
    note += [Paragraph(_drawn(line) or "&nbsp;", text) for line in row.note.split("\n") if row.note]
    return [Paragraph(str(row.number), text), note, [Paragraph(_drawn(action), text) for action in row.actions]]


def _drawn(words: str) -> str:
    """A letter that the font has not (the Welsh w with its roof) loses its mark, and is not left out."""
    known = pdfmetrics.getFont(REGULAR).face.charToGlyph
    plain = "".join(one if ord(one) in known else unicodedata.normalize("NFD", one)[0] for one in words)
    return str(escape("".join(one if ord(one) in known or one.isspace() else "?" for one in plain)))


def _number(canvas: Any, document: Any) -> None:
    canvas.setFont(REGULAR, 8)
    canvas.setFillColor(INK)
    canvas.drawRightString(A4[0] - 2 * cm, 1.2 * cm, f"Page {document.page}")


@lru_cache
def _styles() -> tuple[ParagraphStyle, ParagraphStyle, ParagraphStyle]:
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    text = ParagraphStyle("text", fontName=REGULAR, fontSize=9, leading=12.5, textColor=INK)
    strong = ParagraphStyle("strong", parent=text, fontName=BOLD)
    heading = ParagraphStyle("heading", parent=strong, fontSize=16, leading=21, spaceAfter=8)
    return text, strong, heading
