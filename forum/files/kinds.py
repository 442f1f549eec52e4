"""Which files a post may carry, and the bounds. No Django: the process that looks at files knows these as well."""

from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 15 * 1024 * 1024
MOST_FILES = 8
MOST_WORDS = 200_000  # characters kept of what a file says
MOST_PIXELS = 50_000_000
LONGEST_NAME = 120


class Kind(StrEnum):
    """What a file is, by its content."""

    PDF = "pdf"
    DOCX = "docx"
    PPTX = "pptx"
    XLSX = "xlsx"
    ODT = "odt"
    ODP = "odp"
    ODS = "ods"
    JPEG = "jpeg"
    PNG = "png"
    TEXT = "txt"
    CSV = "csv"


@dataclass(frozen=True)
class KindFacts:
    content_type: str
    endings: tuple[str, ...]  # the first is put where a name has none of them
    label: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
FACTS = {
    Kind.PDF: KindFacts("application/pdf", (".pdf",), "PDF"),
    Kind.DOCX: KindFacts(f"{_OFFICE}.wordprocessingml.document", (".docx",), "Word document"),
    Kind.PPTX: KindFacts(f"{_OFFICE}.presentationml.presentation", (".pptx",), "PowerPoint slides"),
    Kind.XLSX: KindFacts(f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",), "Excel workbook"),
    Kind.ODT: KindFacts(f"{_ODF}.text", (".odt",), "text document"),
    Kind.ODP: KindFacts(f"{_ODF}.presentation", (".odp",), "slides"),
    Kind.ODS: KindFacts(f"{_ODF}.spreadsheet", (".ods",), "spreadsheet"),
    Kind.JPEG: KindFacts("image/jpeg", (".jpg", ".jpeg"), "picture"),
    Kind.PNG: KindFacts("image/png", (".png",), "picture"),
    Kind.TEXT: KindFacts("text/plain; charset=utf-8", (".txt", ".md", ".log"), "text"),
    Kind.CSV: KindFacts("text/csv; charset=utf-8", (".csv",), "table"),
}
PICTURES = (Kind.JPEG, Kind.PNG)
SHOWN_INLINE = (*PICTURES, Kind.PDF)
# What the chooser of a browser offers first; what is taken is decided by the content.
ACCEPT = ".pdf,.docx,.pptx,.xlsx,.odt,.odp,.ods,.jpg,.jpeg,.png,.gif,.webp,.txt,.csv"


class Why(StrEnum):
    """Why a file is not taken."""

    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    EMPTY = "empty"
    PROGRAM = "program"
    INFECTED = "infected"
    NOT_CHECKED = "not_checked"
    UNKNOWN_KIND = "unknown_kind"
    OLD_OFFICE = "old_office"
    PHONE_PICTURE = "phone_picture"
    WEB_PAGE = "web_page"
    ARCHIVE = "archive"
    MACROS = "macros"
    PASSWORD = "password"  # noqa: S105
    BROKEN = "broken"
    BOMB = "bomb"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SLOW = "too_slow"


class NotTaken(Exception):
    """The file is not taken."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(why.value)
        self.why, self.detail = why, detail
