"""PDFs: the pages stay; scripts, files inside, and who made them with what go."""

import time
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject

from forum.files.kinds import MOST_WORDS, NotTaken, Why

MOST_PAGES, MOST_OBJECTS = 1_500, 300_000
# What acts, what carries other files, and what tells of the maker.
UNWANTED = (
    "/JS",
    "/JavaScript",
    "/AA",
    "/OpenAction",
    "/EmbeddedFiles",
    "/EmbeddedFile",
    "/EF",
    "/RichMedia",
    "/Metadata",
    "/PieceInfo",
    "/XFA",
    "/Collection",
)
ACTS = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute")


def cleaned(content: bytes, *, seconds: float) -> tuple[bytes, str]:
    """(the PDF without what it should not carry, its words)."""
    until = time.process_time() + seconds
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotTaken(Why.PASSWORD)
        if len(reader.pages) > MOST_PAGES:
            raise NotTaken(Why.TOO_SLOW)
        words = _words(reader, until)
        _strip(reader)
        writer = PdfWriter(clone_from=reader)  # what nothing leads to any more is not taken along
        writer.metadata = None
        out = BytesIO()
        writer.write(out)
    except (DependencyError, FileNotDecryptedError):
        raise NotTaken(Why.PASSWORD) from None
    except PyPdfError:
        raise NotTaken(Why.BROKEN) from None
    return out.getvalue(), words


def _words(reader: PdfReader, until: float) -> str:
    """Raises NotTaken when there is more than can be read in time: what was not read was not screened."""
    said: list[str] = []
    length = 0
    for page in reader.pages:
        if time.process_time() > until:
            raise NotTaken(Why.TOO_SLOW)
        text = page.extract_text()
        said.append(text)
        length += len(text)
        if length > MOST_WORDS:
            break
    return "\n".join(said)[:MOST_WORDS]


def _strip(reader: PdfReader) -> None:
    """Walk everything that the document reaches, once each."""
    todo: list[PdfObject] = [reader.root_object]
    seen: set[int] = set()
    walked = 0
    while todo:
        walked += 1
        if walked > MOST_OBJECTS:
            raise NotTaken(Why.BOMB)
        one = todo.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            found = one.get_object()
            if found is None:
                continue
            one = found
        if isinstance(one, DictionaryObject):
            _strip_one(one)
            todo += [value for value in one.values() if _holds(value)]
        elif isinstance(one, ArrayObject):
            todo += [value for value in one if _holds(value)]


def _holds(value: PdfObject) -> bool:
    return isinstance(value, IndirectObject | DictionaryObject | ArrayObject)


def _strip_one(one: DictionaryObject) -> None:
    for name in UNWANTED:
        if name in one:
            del one[NameObject(name)]
    action = one.get("/A")
    action = action.get_object() if action is not None else None
    if isinstance(action, DictionaryObject) and action.get("/S") in ACTS:
        del one[NameObject("/A")]
