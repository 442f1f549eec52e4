"""Cut HTML into tags and text, in linear time whatever is left unclosed.

A tree is not needed to read a mail, and the parsers that build one scan their stack, or the rest of the file, once
for every stray tag. What does not parse as a tag is text: nothing that was written disappears.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_TAG = 20_000
MAX_TOKENS = 40_000  # many times what the longest real mail has; beyond, tags are only taken out
_NAME = re.compile(r"/?([a-zA-Z][^\s/>]{0,60})")
_ATTRIBUTE = re.compile(r"([^\s=/>\"']{1,100})(?:\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
_ANY_TAG = re.compile(r"(?:</?[a-zA-Z][^<>]*>\s*)+")
_RAW_TEXT = {"script", "style", "title", "textarea", "xmp", "noembed", "template"}
KEPT_ATTRIBUTES = {
    "id",
    "class",
    "style",
    "href",
    "src",
    "type",
    "alt",
    "width",
    "height",
    "color",
    "bgcolor",
    "tabindex",
    "name",
    "start",
    "hidden",
}


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    closes: bool = False
    attributes: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


def tokens(source: str) -> Iterator[Tag | str]:
    """Tags and unescaped text, in order; comments, declarations, scripts and styles are passed over."""
    at, exhausted, count = 0, set[str](), 0
    while at < len(source):
        count += 1
        if count > MAX_TOKENS:
            yield unescaped(_ANY_TAG.sub("\n", source[at:]))
            return
        start = source.find("<", at)
        if start < 0 or ">" in exhausted:
            yield unescaped(source[at:])
            return
        if start > at:
            yield unescaped(source[at:start])
        kind, end, tag = _construct(source, start, exhausted)
        if kind == "text":
            yield source[start:end]
        elif tag is not None:
            yield tag
            if tag.name in _RAW_TEXT and not tag.closes:
                end = _after_raw_text(source, end, tag.name, exhausted)
                yield Tag(tag.name, True, {})  # its end tag was skipped with its content: the text below is not hidden
        at = end


def _construct(source: str, start: int, exhausted: set[str]) -> tuple[str, int, Tag | None]:
    following = source[start + 1 : start + 2]
    if source.startswith("<!--", start) and (end := _find(source, "-->", start + 4, exhausted)) >= 0:
        return "skip", end + 3, None
    if not (following.isalpha() or following in "/!?"):
        return "text", start + 1, None
    end = _find(source, ">", start, exhausted)
    if end < 0:
        return "text", start + 1, None
    if following in "!?":
        return "skip", end + 1, None
    inner = source.find("<", start + 1, end)
    if inner >= 0 and not any(source.count(mark, start, inner) % 2 for mark in "\"'"):
        return "text", start + 1, None  # `a < b <i>`: the first one opened nothing
    end = _past_quotes(source, start, end)
    name = _NAME.match(source, start + 1)
    if not name:
        return ("skip", end + 1, None) if following == "/" else ("text", start + 1, None)
    if "@" in name[1] or "://" in source[start : start + 12]:  # <somebody@example.org>: typed, never a tag
        return "text", end + 1, None
    body = source[name.end() : min(end, start + MAX_TAG)]
    return "tag", end + 1, Tag(name[1].lower(), following == "/", {} if following == "/" else _attributes(body))


def _find(source: str, what: str, at: int, exhausted: set[str]) -> int:
    """Like str.find, but a mark that was once not found is not looked for again."""
    if what in exhausted:
        return -1
    found = source.find(what, at)
    if found < 0:
        exhausted.add(what)
    return found


def _past_quotes(source: str, start: int, end: int) -> int:
    """The `>` that ends the tag, when the first one stands inside an attribute's quotation marks."""
    for mark in "\"'":
        if source.count(mark, start, end) % 2:
            closing = source.find(mark, end, end + MAX_TAG)
            further = source.find(">", closing, closing + MAX_TAG) if closing >= 0 else -1
            return further if further >= 0 and "<" not in source[end:closing][:MAX_TAG] else end
    return end


def _attributes(body: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(body):
        name = match[1].lower()
        if name in KEPT_ATTRIBUTES and name not in found:
            found[name] = unescaped(match[2] or match[3] or match[4] or "").strip()
    return found


def _after_raw_text(source: str, at: int, name: str, exhausted: set[str]) -> int:
    """Past the end tag of an element whose content is no markup; an unclosed one ends at once, so no text is lost."""
    for spelling in (f"</{name}", f"</{name.upper()}"):
        found = _find(source, spelling, at, exhausted)
        if found >= 0:
            end = source.find(">", found, found + 200)
            return end + 1 if end >= 0 else found + len(spelling)
    return at


def unescaped(text: str) -> str:
    try:
        return html.unescape(text) if "&" in text else text
    except ValueError:  # a number of thousands of digits
        return text
