"""Files to send: made on the spot, small, and of every kind that is taken."""

import zipfile
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{author}</dc:creator></cp:coreProperties>'
)


def packed(members: dict[str, str | bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(text: str = "A protocol.", *, author: str = "Sam Secret", more: dict[str, str | bytes] | None = None) -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    return packed({
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{paragraphs}</w:body></w:document>',
        "docProps/core.xml": _CORE.format(author=author),
        **(more or {}),
    })  # fmt: skip


def pptx(text: str = "A slide.") -> bytes:
    return packed({
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Override PartName="/ppt/presentation.xml" ContentType="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>',
        "ppt/slides/slide1.xml": f'<s xmlns:a="{_A}"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></s>',
    })  # fmt: skip


def xlsx(*rows: tuple[str | int | date, ...]) -> bytes:
    book = Workbook()
    for row in rows or (("A", "table"),):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def odt(text: str = "A paper.", *, author: str = "Sam Secret") -> bytes:
    return packed({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f'<o xmlns:text="urn:t"><text:p>{text} <text:span>and</text:span> more</text:p></o>',
        "meta.xml": f"<m>{author}</m>",
    })  # fmt: skip


def pdf(
    text: str = "A report.", *, author: str = "Sam Secret", script: str = "", inside: bytes = b"", password: str = ""
) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    content = DecodedStreamObject()
    content.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode("latin-1"))
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    fonts = DictionaryObject(
        {NameObject("/F1"): DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})}
    )
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(content)
    writer.add_metadata({"/Author": author})
    if script:
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        )
    if inside:
        writer.add_attachment("inside.exe", inside)
    if password:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (60, 40), taken_by: str = "") -> bytes:
    out, notes = BytesIO(), Image.Exif()
    if taken_by:
        notes[0x013B] = taken_by
    Image.new("RGB", size, "teal").save(out, kind, exif=notes)
    return out.getvalue()
