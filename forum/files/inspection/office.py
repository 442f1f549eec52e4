"""Office documents, Microsoft's and OpenDocument: their words from the XML, and the file again without its maker."""

import re
import zipfile
from io import BytesIO

from forum.files.inspection.archives import opened, unpacked
from forum.files.inspection.jpeg import without_metadata
from forum.files.inspection.office_words import words_of
from forum.files.kinds import Kind, NotTaken, Why

_MAIN = {
    b"wordprocessingml.document.main+xml": Kind.DOCX,
    b"presentationml.presentation.main+xml": Kind.PPTX,
    b"spreadsheetml.sheet.main+xml": Kind.XLSX,
}
_ODF = {
    b"application/vnd.oasis.opendocument.text": Kind.ODT,
    b"application/vnd.oasis.opendocument.presentation": Kind.ODP,
    b"application/vnd.oasis.opendocument.spreadsheet": Kind.ODS,
}
_BLANK = {
    "docprops/core.xml": b'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docprops/app.xml": b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docprops/custom.xml": b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta office:version="1.2" xmlns:office='
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
}  # fmt: skip
_ACTIVE = re.compile(
    r"(?:^|/)(?:vbaproject\.bin|vbadata\.xml|activex/.*|macrosheets/.*|basic/.*|scripts/.*)$", re.IGNORECASE
)
_OBJECTS = re.compile(r"(?:^|/)embeddings/.*\.(?:bin|exe|js|vbs|hta|lnk)$", re.IGNORECASE)


def cleaned(content: bytes) -> tuple[Kind, bytes, str]:
    """(kind, the file to keep, its words)."""
    with opened(content) as archive:
        names = archive.namelist()
        kind = _kind(archive, names)
        if any(_ACTIVE.search(name) or _OBJECTS.search(name) for name in names):
            raise NotTaken(Why.MACROS)
        return kind, _packed_anew(archive), words_of(archive, kind)


def _kind(archive: zipfile.ZipFile, names: list[str]) -> Kind:
    if "[Content_Types].xml" in names:
        said = unpacked(archive, "[Content_Types].xml", 2_000_000)
        if b"macroEnabled" in said:
            raise NotTaken(Why.MACROS)
        for mark, kind in _MAIN.items():
            if mark in said:
                return kind
    elif "mimetype" in names:
        found = _ODF.get(unpacked(archive, "mimetype", 200).strip())
        if found is not None:
            if "META-INF/manifest.xml" in names and b"encryption-data" in unpacked(archive, "META-INF/manifest.xml"):
                raise NotTaken(Why.PASSWORD)
            return found
    raise NotTaken(Why.ARCHIVE)


def _packed_anew(archive: zipfile.ZipFile) -> bytes:
    """Every member once, in its order; what tells of the maker is blank, photographs lose where they were taken."""
    out = BytesIO()
    done: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for member in archive.infolist():
            name = member.filename
            if name in done or member.is_dir():
                continue
            done.add(name)
            content = _BLANK.get(name.lower()) or unpacked(archive, name, 60 * 1024 * 1024)
            if content.startswith(b"\xff\xd8\xff"):
                content = without_metadata(content)
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            # OpenDocument wants its first member as it is.
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(info, content)
    return out.getvalue()
