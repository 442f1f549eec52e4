"""The words of an office document, straight from its XML: no reader of theirs, no entity, no link followed."""

import re
import zipfile
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from forum.files.inspection.archives import unpacked
from forum.files.inspection.workbook import Cells, Workbook
from forum.files.kinds import MOST_WORDS, Kind, NotTaken, Why

MOST_DEPTH = 500
_PARTS = {
    Kind.DOCX: re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml"),
    Kind.PPTX: re.compile(r"ppt/(?:slides|notesSlides|comments|diagrams|charts)/[^/]+\.xml"),
    Kind.XLSX: re.compile(r"xl/(?:worksheets/[^/]+|comments[^/]*|threadedComments/[^/]+|drawings/[^/]+)\.xml"),
    Kind.ODT: re.compile(r"(?:content|styles)\.xml"),
    Kind.ODP: re.compile(r"(?:content|styles)\.xml"),
    Kind.ODS: re.compile(r"(?:content|styles)\.xml"),
}
# After these an eye sees a new line or a gap; within a paragraph letters run on, however many runs they are split into.
_LINES = {"p", "tr", "row", "h", "br", "table-row", "cr", "line-break"}
_GAPS = {"tab", "tc", "c", "table-cell", "s"}
_UNSAID = {"instrText", "delInstrText", "posOffset", "f", "formula1", "formula2", "style", "binary-data"}


def words_of(archive: zipfile.ZipFile, kind: Kind) -> str:
    """Raises NotTaken for XML that attacks, is too deep, or is broken: what cannot be read cannot be screened."""
    workbook = Workbook.of(archive, parse) if kind is Kind.XLSX else None
    said: list[str] = []
    length = 0
    for name in sorted(filter(_PARTS[kind].fullmatch, archive.namelist()), key=_in_reading_order):
        words = Words(Cells(workbook) if workbook and "worksheets" in name else None)
        parse(unpacked(archive, name), words)
        said += [*words.said, "\n"]
        length += words.length
        if length > MOST_WORDS * 2:
            break
    return re.sub(r"[ \t]*\n\s*", "\n", "".join(said)).strip()[:MOST_WORDS]


def parse(xml: bytes, target: object) -> None:
    """Tell `target` (`start`, `data`, `end`) what the XML holds, in its order."""
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    try:
        parser.feed(xml)
        parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise NotTaken(Why.BROKEN) from None


def _in_reading_order(name: str) -> tuple[int, int, str]:
    number = re.search(r"(\d+)\.xml$", name)
    first = "document" in name or "worksheets" in name or "/slides/" in name
    return (0 if first else 1, int(number[1][:9]) if number else 0, name)


class Words:
    """Gathers what the reader of a document sees, up to twice what is kept."""

    def __init__(self, cells: Cells | None) -> None:
        self.said: list[str] = []
        self.length = 0
        self._within: list[str] = []
        self._cells = cells

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self._within.append(name)
        if len(self._within) > MOST_DEPTH:
            raise NotTaken(Why.BOMB)
        if self._cells is not None and name == "c":
            self._cells.begin(attributes)

    def data(self, text: str) -> None:
        name = self._within[-1] if self._within else ""
        if name in _UNSAID or self.length > MOST_WORDS * 2:
            return
        if self._cells is not None and name == "v":
            self._cells.add(text)
        else:
            self._say(text)

    def end(self, tag: str) -> None:
        name = self._within.pop()
        if self._cells is not None and name == "c":
            self._say(self._cells.shown())
        if name in _LINES:
            self._say("\n")
        elif name in _GAPS:
            self._say("\t")

    def close(self) -> None:
        """The parser asks for it."""

    def _say(self, text: str) -> None:
        if text:
            self.said.append(text)
            self.length += len(text)
