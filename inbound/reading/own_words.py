"""Which of the author's lines are words for the reader, and which are furniture round them."""

from inbound.reading.furniture import banner_lines, is_marking
from inbound.reading.lines import Line
from inbound.reading.signature import folded_lines, is_closing


def furniture_lines(lines: list[Line], names: tuple[str, ...], *, top: bool) -> set[int]:
    """Indexes of banners, markings, signatures and disclaimers among one stretch of own lines."""
    taken = banner_lines(lines) if top else set()
    taken |= _leading_markings(lines, taken) if top else set()
    rest = [at for at in range(len(lines)) if at not in taken]
    return taken | {rest[at] for at in folded_lines([lines[at] for at in rest], names, top=top)}


def _leading_markings(lines: list[Line], taken: set[int]) -> set[int]:
    found: set[int] = set()
    for at, line in enumerate(lines[:30]):
        if at in taken or line.blank:
            continue
        if not is_marking(line):
            break
        found.add(at)
    return found


def real_words(lines: list[Line], names: tuple[str, ...]) -> bool:
    """True when something is left beside the signature, the sign-off and a name below it."""
    gone = furniture_lines(lines, names, top=False) | banner_lines(lines)
    after_closing = False
    for at, line in enumerate(lines):
        if at in gone or line.blank:
            continue
        text = line.text.strip()
        if is_closing(line) or _signs_off(text):
            after_closing = True
        elif (after_closing and len(text.split()) <= 4) or text.strip(" ,.-*\u00a0").lower() in names:
            continue
        else:
            return True
    return False


def _signs_off(text: str) -> bool:
    """«Regards, Roman» on one line."""
    head, separator, name = text.partition(",")
    return bool(separator) and len(name.split()) <= 3 and is_closing(Line(head))
