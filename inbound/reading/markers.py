"""Find where a quoted mail is announced: «On … wrote:», a header block, «-----Original Message-----».

Every test looks at a bounded number of characters of a bounded number of lines, so a mail is scanned in linear time.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from inbound.reading.lines import Hint, Line
from inbound.reading.words import FORWARDED, LABELS, OPENINGS, ORIGINAL, WEEKDAYS, WROTE

REACH = 6  # lines that one attribution may be wrapped over
WIDTH = 400


class Kind(StrEnum):
    ATTRIBUTION = "attribution"
    WEAK = "weak"  # reads like an attribution, but a person could have written it: only a quote below proves it
    HEADERS = "headers"
    SEPARATOR = "separator"
    FORWARD = "forward"
    STRUCTURE = "structure"


@dataclass(frozen=True, slots=True)
class Marker:
    kind: Kind
    size: int  # how many lines it covers


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(set(words), key=len, reverse=True))


_WROTE_AT_END = re.compile(
    rf"(?:^|[\s>)\"'”]|(?<=[\u3040-\uffff]))(?:{_any(WROTE)})\s{{0,3}}[:：]?[\s*_-]{{0,12}}$", re.IGNORECASE
)
_WROTE_INSIDE = re.compile(
    r"\b(?:schrieb|skrev|schreef|kirjoitti|escribió|escreveu|scrisse|ha scritto|a écrit|napsal|je napisao|ysgrifennodd|scríobh)\b.{0,160}:$",
    re.IGNORECASE,
)
_OPENING = re.compile(rf"^[\s*_>-]{{0,12}}(?:{_any(OPENINGS)})\b[\s,]", re.IGNORECASE)
_WEEKDAY = re.compile(rf"^(?:{_any(WEEKDAYS)})[a-zäöüáéíóúçśńęł]{{0,7}}\.?,?\s", re.IGNORECASE)
_DATE_START = re.compile(
    r"^[\s*_>-]{0,12}(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\.? [^\W\d]{2,12}\.? (?:de )?\d{4}|\d{1,2}:\d\d(?:\s?[ap]m)?, )",
    re.IGNORECASE,
)
_ISO_GMT = re.compile(r"^\d{4}-\d\d-\d\d,? \d{1,2}:\d\d(?::\d\d)? (?:GMT|UTC)?[+-]\d\d:?\d\d\b")
_TIME = re.compile(r"\d{1,2}\s?[:.h]\s?\d{2}\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_EMAIL = re.compile(r"[^\s@<>\[\]()]{1,64}@[^\s@<>\[\]()]{2,120}")
_DASHED_WROTE = re.compile(rf"^-{{2,10}}\s?.{{3,300}}\s(?:{_any(WROTE)})\s?-{{2,10}}$", re.IGNORECASE)
_HUNGARIAN = re.compile(r"^.{2,200}> ezt írta \(időpont: .{6,60}\):$")
_ENDS_IN_ADDRESS = re.compile(r"<[^<>\s]{1,64}@[^<>\s]{2,120}>\)?\s?:?$")
_LABELLED = {
    kind: re.compile(rf"^[\s*_>|]{{0,12}}(?:{_any(tuple(words.split('|')))})[\s*_\u00a0]{{0,4}}[:：]", re.IGNORECASE)
    for kind, words in LABELS.items()
}
_ANY_LABEL = re.compile(r"^[\s*_>|]{0,12}[^\W\d_][^\n:：@]{1,24}[\s*_\u00a0]{0,4}[:：]\**\s?\S")
_RULE = re.compile(r"^\s*(?:[-_=*\u2014]\s?){5,120}$")
_ORIGINAL = re.compile(
    rf"^\W{{0,60}}[-_*=\u2014]{{2,60}}\W{{0,5}}(?:{_any(ORIGINAL)})\W{{0,5}}[-_*=\u2014]{{2,60}}", re.IGNORECASE
)
_FORWARD = re.compile(
    rf"^(?:\W{{0,60}}[-_*=\u2014]{{2,60}}\W{{0,5}}(?:{_any(FORWARDED)})\b.{{0,80}}|[\W_]{{0,6}}(?:{_any(FORWARDED)})\s?[:：]\W{{0,4}})$",
    re.IGNORECASE,
)
_ABOVE_LINE = re.compile(
    r"^\W{0,20}(?:please )?(?:type |write |enter )?(?:your )?(?:old )?repl(?:y|ies) above(?: this line)?\b.{0,30}$",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(r"^[\s*_#]{0,6}previous (?:replies|discussion)[\s*_:]{0,6}$", re.IGNORECASE)


def marker_at(lines: list[Line], at: int) -> Marker | None:
    """The announcement that starts on this line, if one does."""
    line = lines[at]
    text = line.text[:WIDTH].strip()
    if line.hint is Hint.TAIL:
        headers = header_block(lines, at, trusted=True)
        return Marker(Kind.STRUCTURE, headers.size if headers else 0)
    if len(text) < 3:
        return None
    if line.hint is Hint.ATTRIBUTION:
        return _forward(text) or _hinted(lines, at)
    return _separator(text) or header_block(lines, at, trusted=line.hint is Hint.HEADERS) or attribution(lines, at)


def _forward(text: str) -> Marker | None:
    return Marker(Kind.FORWARD, 1) if _FORWARD.match(text) else None


def _hinted(lines: list[Line], at: int) -> Marker:
    size = 1
    while (
        at + size < len(lines)
        and lines[at + size].hint is Hint.ATTRIBUTION
        and lines[at + size].depth == lines[at].depth
    ):
        size += 1
    return Marker(Kind.ATTRIBUTION, size)


def _separator(text: str) -> Marker | None:
    if _ORIGINAL.match(text) or _ABOVE_LINE.match(text) or _PREVIOUS.match(text):
        return Marker(Kind.SEPARATOR, 1)
    return _forward(text)


def header_block(lines: list[Line], at: int, *, trusted: bool) -> Marker | None:
    """Two or more labelled lines that together can only be a mail's header, a rule above them allowed."""
    size, rules = 0, 0
    while (
        at + size < len(lines)
        and size < 3
        and (_RULE.match(lines[at + size].text[:WIDTH]) or (size and lines[at + size].blank))
    ):
        rules += not lines[at + size].blank
        size += 1
    first = at + size
    seen: set[str] = set()
    end, gap, evidence, labels = first, 0, False, 0
    for position in range(first, min(first + 14, len(lines))):
        text = lines[position].text[:WIDTH]
        kind = _label(text)
        if kind is None and position == first and not (trusted and _ANY_LABEL.match(text)):
            return None
        if kind or (trusted and _ANY_LABEL.match(text)):
            seen.add(kind or "other")
            labels += 1
            evidence = (
                evidence
                or bool(_EMAIL.search(text))
                or (kind == "date" and bool(_TIME.search(text) or _YEAR.search(text)))
            )
            end, gap = position + 1, 0
        elif not text.strip() or gap >= 2:
            break
        else:
            gap += 1  # a wrapped To: or Subject: line
    return Marker(Kind.HEADERS, end - at) if _is_header(seen, labels, evidence, trusted) else None


def _is_header(seen: set[str], labels: int, evidence: bool, trusted: bool) -> bool:
    if trusted:
        return labels >= 2
    return "from" in seen and evidence and (len(seen) >= 3 or (len(seen) == 2 and bool(seen & {"date", "subject"})))


def _label(text: str) -> str | None:
    if ":" not in text[:40] and "：" not in text[:40]:
        return None
    return next((kind for kind, pattern in _LABELLED.items() if pattern.match(text)), None)


def attribution(lines: list[Line], at: int) -> Marker | None:
    """`On … wrote:` and its relatives, over up to REACH lines."""
    first = lines[at].text[:WIDTH].strip()
    if _DASHED_WROTE.match(first) or _HUNGARIAN.match(first):
        return Marker(Kind.ATTRIBUTION, 1)
    dated = bool(_DATE_START.match(first) or _WEEKDAY.match(first))
    if not (any(char.isdigit() for char in first) and (dated or _OPENING.match(first))):
        return _undated(first)
    text, weak = "", None
    for size, piece in enumerate(_pieces(lines, at), start=1):
        if piece is None:
            continue
        text = f"{text} {piece}".strip()[-900:] if text else piece
        if _WROTE_AT_END.search(text[-80:]):
            return Marker(_strength(text), size)
        if text.endswith(":") and (_WROTE_INSIDE.search(text) or (dated and _ENDS_IN_ADDRESS.search(text[-200:]))):
            return Marker(_strength(text), size)
        if dated and weak is None and _ENDS_IN_ADDRESS.search(text[-200:]):
            weak = Marker(Kind.WEAK, size)
    return Marker(Kind.ATTRIBUTION, 1) if _ISO_GMT.match(first) and len(first) < 120 else weak


def _pieces(lines: list[Line], at: int) -> list[str | None]:
    """The lines that could belong to one attribution; a blank one only where a bracketed address follows."""
    out: list[str | None] = []
    for position in range(at, min(at + REACH + 2, len(lines))):
        line = lines[position]
        text = line.text[:WIDTH].strip()
        if not text:
            if not _next_is_bracket(lines, position):
                break
            out.append(None)
            continue
        if (
            position > at
            and (marker_word := _OPENING.match(text))
            and marker_word
            and any(c.isdigit() for c in text[:30])
        ):
            break
        out.append(text)
    return out


def _next_is_bracket(lines: list[Line], at: int) -> bool:
    return at + 1 < len(lines) and lines[at + 1].text.lstrip().startswith("<")


def _undated(text: str) -> Marker | None:
    """`Some One <one@example.com> wrote:` has no date, but an address and the verb."""
    if text.endswith((":", "：")) and _WROTE_AT_END.search(text[-80:]) and _EMAIL.search(text) and len(text) < 200:
        return Marker(Kind.ATTRIBUTION, 1)
    return None


def _strength(text: str) -> Kind:
    """A person may well write «On 4 May 2026 the Board wrote:»; programs add a time or an address."""
    return Kind.ATTRIBUTION if _EMAIL.search(text) or _TIME.search(text) else Kind.WEAK
