"""Plain text and comma-separated values: kept as UTF-8, whatever they came as."""

import csv
import re
from itertools import islice

from forum.files.kinds import MOST_WORDS, Kind, NotTaken, Why

_MARKUP = re.compile(r"<\s*(?:!doctype|html|head|body|script|svg|iframe|object|\?xml|\?php)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def cleaned(content: bytes) -> tuple[Kind, bytes, str]:
    text = _decoded(content)
    if _CONTROL.search(text):
        raise NotTaken(Why.UNKNOWN_KIND)
    if _MARKUP.search(text[:4000]):
        raise NotTaken(Why.WEB_PAGE)
    kind = Kind.CSV if _is_table(text) else Kind.TEXT
    return kind, text.encode(), text[:MOST_WORDS]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise NotTaken(Why.UNKNOWN_KIND) from None


def _is_table(text: str) -> bool:
    """Three rows or more of the same number of cells: two at least."""
    lines = [line for line in islice(text.splitlines(), 20) if line.strip()]
    if len(lines) < 2:
        return False
    for mark in (",", ";", "\t"):
        widths = {len(row) for row in csv.reader(lines, delimiter=mark)}
        if len(widths) == 1 and widths != {1}:
            return True
    return False
