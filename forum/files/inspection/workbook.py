"""What an Excel cell shows: its text from the workbook's table, its day where a number is shown as one.

A day of birth stands in a workbook as 40271 with a style; read as a number it would tell the screen nothing.
"""

import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from forum.files.inspection.archives import unpacked

Parse = Callable[[bytes, Any], None]
_DAYS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_FIRST, _LAST = 367, 109_575  # 1901 to 2199
_CODE_OF_A_DAY = re.compile(r"d|y", re.IGNORECASE)
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class Workbook:
    """The shared texts, and which styles show a number as a day."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.day_styles: set[int] = set()
        self.from_1904 = False

    @classmethod
    def of(cls, archive: zipfile.ZipFile, parse: Parse) -> "Workbook":
        made, names = cls(), archive.namelist()
        if "xl/sharedStrings.xml" in names:
            parse(unpacked(archive, "xl/sharedStrings.xml"), _Texts(made.texts))
        if "xl/styles.xml" in names:
            parse(unpacked(archive, "xl/styles.xml"), _Styles(made.day_styles))
        if "xl/workbook.xml" in names:
            made.from_1904 = bool(re.search(rb'date1904="(?:1|true)"', unpacked(archive, "xl/workbook.xml")))
        return made


class Cells:
    """One cell after the other."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._type, self._style, self._value = "", 0, ""

    def begin(self, attributes: dict[str, str]) -> None:
        style = attributes.get("s", "")
        self._type, self._style, self._value = attributes.get("t", ""), int(style) if style.isdigit() else 0, ""

    def add(self, text: str) -> None:
        self._value += text

    def shown(self) -> str:
        value, texts = self._value.strip(), self._workbook.texts
        if self._type == "s":
            return texts[int(value)] if value.isdigit() and int(value[:9]) < len(texts) else ""
        if not self._type or self._type == "n":
            return self._day(value) if self._style in self._workbook.day_styles else _plain_number(value)
        return value

    def _day(self, value: str) -> str:
        number = re.fullmatch(r"(\d{1,6})(?:\.\d+)?", value)
        days = int(number[1]) + (1462 if self._workbook.from_1904 else 0) if number else 0
        return f"{date(1899, 12, 30) + timedelta(days=days):%d/%m/%Y}" if _FIRST <= days <= _LAST else value


def _plain_number(value: str) -> str:
    """9.991234563E9 is how a long number may stand in the file."""
    if not re.fullmatch(r"\d\.\d+[Ee]\+?\d{1,2}", value):
        return value
    whole = float(value)
    return str(int(whole)) if whole.is_integer() else value


class _Texts:
    def __init__(self, texts: list[str]) -> None:
        self._texts, self._now, self._in_text, self._phonetic = texts, [], False, 0  # type: list[str], list[str], bool, int

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self._in_text = name == "t"
        self._phonetic += name == "rPh"

    def data(self, text: str) -> None:
        if self._in_text and not self._phonetic:
            self._now.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        self._in_text = False
        self._phonetic -= name == "rPh"
        if name == "si":
            self._texts.append("".join(self._now))
            self._now = []

    def close(self) -> None:
        """The parser asks for it."""


class _Styles:
    def __init__(self, day_styles: set[int]) -> None:
        self._found, self._own, self._within_cells, self._number = day_styles, set(_DAYS), False, 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        code = attributes.get("numFmtId", "")
        if (
            name == "numFmt"
            and code.isdigit()
            and _CODE_OF_A_DAY.search(_LITERALS.sub("", attributes.get("formatCode", "")))
        ):
            self._own.add(int(code))
        elif name == "cellXfs":
            self._within_cells = True
        elif name == "xf" and self._within_cells:
            if code.isdigit() and int(code) in self._own:
                self._found.add(self._number)
            self._number += 1

    def data(self, text: str) -> None:
        """Styles have no text."""

    def end(self, tag: str) -> None:
        if tag.rpartition("}")[2] == "cellXfs":
            self._within_cells = False

    def close(self) -> None:
        """The parser asks for it."""
