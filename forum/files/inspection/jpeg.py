"""A JPEG without its notes: where and by whom it was taken. The pixels are not touched."""

_KEPT = {0xE0, 0xE2, 0xEE}  # JFIF, colour profile, Adobe's note on colours: pictures look wrong without them


def without_metadata(content: bytes) -> bytes:
    """Leave out the application segments and comments before the picture; anything odd is left as it is."""
    out, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        mark = content[at + 1]
        if mark == 0xDA:
            break
        if mark == 0xFF:
            at += 1
            continue
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if not (0xE0 <= mark <= 0xEF or mark == 0xFE) or mark in _KEPT:
            out.append(content[at:end])
        at = end
    return b"".join(out) + content[at:]
