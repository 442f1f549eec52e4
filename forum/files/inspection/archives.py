"""Opening a ZIP that a stranger made: measured before, and again while it is unpacked."""

import zipfile
from io import BytesIO

from forum.files.kinds import NotTaken, Why

MOST_MEMBERS, MOST_UNPACKED, MOST_OF_XML, MOST_RATIO = 4_000, 150 * 1024 * 1024, 40 * 1024 * 1024, 200


def opened(content: bytes) -> zipfile.ZipFile:
    """Raises NotTaken for what is no ZIP, or a bomb by its own account."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError):
        raise NotTaken(Why.BROKEN) from None
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise NotTaken(Why.BOMB)
    for member in members:
        if member.flag_bits & 1:
            raise NotTaken(Why.PASSWORD)
        if member.file_size > 1_000_000 and member.file_size > MOST_RATIO * max(member.compress_size, 1):
            raise NotTaken(Why.BOMB)
    return archive


def unpacked(archive: zipfile.ZipFile, name: str, most: int = MOST_OF_XML) -> bytes:
    """A member's bytes; no more of them are unpacked than `most`, whatever the archive says of itself."""
    try:
        with archive.open(name) as member:
            content = member.read(most + 1)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, KeyError, zipfile.zlib.error):  # type: ignore[attr-defined]
        raise NotTaken(Why.BROKEN) from None
    if len(content) > most:
        raise NotTaken(Why.BOMB)
    return content
