"""From bytes to what they are: by the content alone, never by a name or by what the sender says."""

from dataclasses import dataclass

from forum.files.inspection import office, pdf, pictures, texts
from forum.files.kinds import Kind, NotTaken, Why

PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"#!/",
)
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


@dataclass(frozen=True)
class Looked:
    """A file that may be kept: what it is, its bytes to keep, its words, and a small picture of it if it has one."""

    kind: Kind
    content: bytes
    words: str
    preview: bytes = b""
    preview_size: tuple[int, int] = (0, 0)


def look_at(content: bytes, *, seconds: float) -> Looked:
    """Raises NotTaken, or whatever a broken file makes its reader raise."""
    if not content.strip():
        raise NotTaken(Why.EMPTY)
    if content.startswith(PROGRAMS):
        raise NotTaken(Why.PROGRAM)
    if content.startswith(b"%PDF-"):
        cleaned, words = pdf.cleaned(content, seconds=seconds)
        return Looked(Kind.PDF, cleaned, words)
    if content.startswith(PICTURES) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        kind, redrawn, preview, size = pictures.redrawn(content)
        return Looked(kind, redrawn, "", preview, size)
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif"):
        raise NotTaken(Why.PHONE_PICTURE)
    if content.startswith(b"PK"):
        kind, cleaned, words = office.cleaned(content)
        return Looked(kind, cleaned, words)
    if content.startswith(COMPOUND):
        raise NotTaken(Why.PASSWORD if "EncryptedPackage".encode("utf-16-le") in content else Why.OLD_OFFICE)
    if content.startswith(ARCHIVES):
        raise NotTaken(Why.ARCHIVE)
    kind, cleaned, words = texts.cleaned(content)
    return Looked(kind, cleaned, words)
