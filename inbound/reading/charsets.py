"""Bytes to text, whatever the mail claims. Promise: never raises, and no NUL or lone surrogate comes out."""

import codecs
import re

# Only real text codecs: Python also offers zlib, idna (quadratic), unicode_escape and others under a charset's name.
_TEXT_CODEC = re.compile(
    r"^(?:utf[-_]?(?:8|16|32|7)|us-?ascii|ascii|(?:x-)?(?:iso|cp|windows|ibm|koi8|big5|gb|euc|shift|sjis|ms|mac|latin|tis|hz)[\w\-:.]*)",
    re.IGNORECASE,
)
_ALIASES = {
    # The WHATWG reading: what calls itself Latin-1 or ASCII is Windows-1252 in practice.
    "iso-8859-1": "windows-1252",
    "iso8859-1": "windows-1252",
    "latin1": "windows-1252",
    "latin-1": "windows-1252",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-8-i": "iso-8859-8",
    "utf8": "utf-8",
    "shift_jis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
}
_UNDEFINED_1252 = {0x81: 0x81, 0x8D: 0x8D, 0x8F: 0x8F, 0x90: 0x90, 0x9D: 0x9D}
_BAD = dict.fromkeys([0, *range(0xD800, 0xE000)], "\ufffd") | {0: None, 0xFEFF: None}


def decode(data: bytes, charset: str = "") -> str:
    """The text of `data`, trying the stated charset, then UTF-8, then Windows-1252 which takes anything."""
    if data.startswith(codecs.BOM_UTF8):
        data, charset = data[3:], "utf-8"
    for name in (_known(charset), "utf-8"):
        if name:
            try:
                return clean(data.decode(name))
            except (UnicodeError, LookupError, ValueError):
                continue
    return clean(_windows_1252(data))


def clean(text: str) -> str:
    """Without NULs, byte order marks and lone surrogates, which a database or an XML parser would refuse."""
    return text.translate(_BAD)


def _known(charset: str) -> str:
    name = charset.strip().strip("\"'").lower()
    if not name or len(name) > 40 or name in ("us-ascii", "ascii", "ansi_x3.4-1968"):
        return ""
    name = _ALIASES.get(name, name)
    if not _TEXT_CODEC.match(name):
        return ""
    try:
        codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    return name


def _windows_1252(data: bytes) -> str:
    try:
        return data.decode("windows-1252")
    except UnicodeDecodeError:
        return "".join(chr(_UNDEFINED_1252[b]) if b in _UNDEFINED_1252 else bytes((b,)).decode("cp1252") for b in data)
