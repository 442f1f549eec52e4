"""The same text as plain ASCII as far as it goes, with the way back to where each character stood.

People paste from Word, Outlook and PDFs: a number can hold no-break spaces, zero-width characters, full-width digits,
character references or Markdown stars. The rules read the folded text; findings point into the text as it was.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

# A wide gap reads as two spaces and many empty lines as one: columns and padding cost nothing and hide nothing.
_WIDE_GAP, _EMPTY_LINES = "  ", "\n\n"
# Invisible characters, combining accents and Markdown emphasis: the rules read on as if they were not there.
_DROPPED = (
    "\\r\\u00ad\\u0300-\\u036f\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180e\\u200b-\\u200f\\u202a-\\u202e"
    "\\u2060-\\u206f\\ufe00-\\ufe0f\\ufeff*~`"
)
_CHANGED_LENGTH = re.compile(
    rf"[{_DROPPED}]+|[ \t\u00a0]{{3,}}|\n(?:[ \t\r]*+\n){{2,}}+"
    r"|\\(?=[!-/:-@\[-`{-~])"
    r"|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|nbsp|ensp|emsp|thinsp|ndash|mdash|minus|hyphen|sol|colon|period);"
)


def _same_length_table() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFKD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table[code] = base
    table |= {ord(a): b for a, b in zip("łŁøØđĐðÐþÞßıæÆœŒ", "lLoOdDdDtTsiaAoO", strict=True)}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for code in range(0x80, 0x1FC00):
        if unicodedata.category(chr(code)) == "Nd":
            table[code] = str(unicodedata.digit(chr(code)))
        elif unicodedata.category(chr(code)) == "Zs":
            table[code] = " "
    table |= dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D), "-")
    table |= dict.fromkeys((0x2018, 0x2019, 0x201B, 0x2032, 0x02BC, 0xFF07), "'")
    table |= dict.fromkeys((0x201C, 0x201D, 0x201E, 0xFF02), '"')
    table |= dict.fromkeys((0x2044, 0x2215, 0xFF0F), "/")
    table |= {ord("_"): " ", 0x2028: "\n", 0x2029: "\n", 0x0B: "\n", 0x0C: "\n", 0x85: "\n", ord("\t"): " "}
    return table


_SAME_LENGTH = _same_length_table()


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is what the rules read, `lower` the same in lower case; both have the same length."""

    text: str
    lower: str
    _starts: tuple[int, ...]
    _shifts: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stood; dropped characters inside it belong to it."""
        return self._original(start), self._original(end - 1) + 1

    def _original(self, position: int) -> int:
        piece = bisect_right(self._starts, position) - 1
        return position + self._shifts[piece]


def _instead(written: str) -> str:
    match written[0]:
        case "&":
            return html.unescape(written)[:1]
        case " " | "\t" | "\u00a0":
            return _WIDE_GAP
        case "\n":
            return _EMPTY_LINES
        case _:
            return ""


def fold(text: str) -> Folded:
    """Never raises, whatever the text holds: lone surrogates and control characters simply stay."""
    pieces: list[str] = []
    starts, shifts = [0], [0]
    length = read = 0
    for change in _CHANGED_LENGTH.finditer(text):
        begin, end = change.span()
        pieces.append(text[read:begin])
        length += begin - read
        read = end
        if instead := _instead(change.group()):
            starts.append(length)
            shifts.append(begin - length)
            pieces.append(instead)
            length += len(instead)
        starts.append(length)
        shifts.append(end - length)
    pieces.append(text[read:])
    plain = "".join(pieces)
    if not plain.isascii() or "_" in plain or "\t" in plain:
        plain = plain.translate(_SAME_LENGTH)
    lower = plain.lower()
    if len(lower) != len(plain):  # a letter whose small form is two characters
        lower = "".join(character.lower()[:1] for character in plain)
    return Folded(plain, lower, tuple(starts), tuple(shifts))
