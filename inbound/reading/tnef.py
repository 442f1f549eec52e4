"""Files inside Outlook's winmail.dat (MS-OXTNEF): attribute after attribute, nothing else of it is read."""

import struct

MAX_FILES = 50
_SIGNATURE = 0x223E9F78
_TITLE, _DATA, _RENDERING, _ATTACHMENT = 0x8010, 0x800F, 0x9002, 0x9005
_LONG_NAME = (0x3707, 0x3704)
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}


def unpacked(data: bytes) -> list[tuple[str, bytes]]:
    """(name, bytes) of each file; what is broken ends the list early."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != _SIGNATURE:
        return []
    files: list[list[object]] = []
    at = 6
    while at + 9 <= len(data) and len(files) <= MAX_FILES:
        name, size = struct.unpack_from("<H", data, at + 1)[0], struct.unpack_from("<I", data, at + 5)[0]
        value = data[at + 9 : at + 9 + size]
        at += 9 + size + 2  # a checksum of two bytes follows
        if name == _RENDERING:
            files.append(["", b""])
        elif files and name == _TITLE:
            files[-1][0] = files[-1][0] or value.split(b"\0")[0].decode("cp1252", "replace")
        elif files and name == _DATA:
            files[-1][1] = value
        elif files and name == _ATTACHMENT:
            files[-1][0] = _long_name(value) or files[-1][0]
    return [
        (_plain(str(name)) or f"file{number}", bytes(content))
        for number, (name, content) in enumerate(files, 1)
        if isinstance(content, bytes) and content
    ]


def _plain(name: str) -> str:
    return "".join(char for char in name.replace("\\", "/").split("/")[-1] if char.isprintable()).strip()[:200]


def _long_name(data: bytes) -> str:
    """PidTagAttachLongFilename among the MAPI properties, read until one has a type that we do not know."""
    try:
        count, at = struct.unpack_from("<I", data)[0], 4
        for _ in range(min(count, 200)):
            kind, tag = struct.unpack_from("<HH", data, at)
            at += 4
            if tag >= 0x8000:
                return ""
            if kind in _FIXED:
                at += _FIXED[kind]
                continue
            if kind not in (13, 30, 31, 258):
                return ""
            values = struct.unpack_from("<I", data, at)[0]
            at += 4
            if values != 1:
                return ""
            length = struct.unpack_from("<I", data, at)[0]
            value = data[at + 4 : at + 4 + length]
            at += 4 + length + (-length % 4)
            if tag in _LONG_NAME:
                return value.decode("utf-16-le" if kind == 31 else "cp1252", "replace").rstrip("\0")
    except struct.error:
        return ""
    return ""
