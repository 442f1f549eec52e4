"""An HTML part to lines of light Markdown, with the structure that its mail program gave it kept as hints."""

import re
from dataclasses import dataclass, field, replace

from inbound.reading import html_meaning as meaning
from inbound.reading.html_tokens import Tag, tokens
from inbound.reading.lines import MAX_DEPTH, Hint, Line
from inbound.reading.links import link, unwrapped_in
from inbound.reading.tables import Table

MAX_HTML = 8_000_000
MAX_OPEN = 400
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0\u2007\u202f]+")
_MSO_BULLET = re.compile(r"^[·•§▪o\uf0b7\uf0a7] ")


@dataclass(frozen=True, slots=True)
class HtmlText:
    lines: list[Line]
    sizes: dict[str, tuple[int, int]]  # of the images shown, by content id or address


@dataclass(frozen=True, slots=True)
class _Frame:
    """An open element and everything that its content inherits."""

    tag: str = ""
    depth: int = 0
    hint: Hint = Hint.NONE
    hidden: bool = False
    pre: bool = False
    accent: bool = False
    bold: bool = False
    italic: bool = False
    href: str = ""
    paragraph: bool = False
    bullets: bool = False


@dataclass(slots=True)
class _Run:
    text: str
    frame: _Frame


@dataclass(slots=True)
class _Builder:
    lines: list[Line] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=lambda: [_Frame()])
    overflow: int = 0
    runs: list[_Run] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    pending: Hint = Hint.NONE
    apple_signature: bool = False
    lists: list[int] = field(default_factory=list)
    prefix: str = ""
    tables: list[Table] = field(default_factory=list)

    @property
    def frame(self) -> _Frame:
        return self.frames[-1]

    def text(self, data: str) -> None:
        if self.frame.hidden:
            return
        if not self.frame.pre:
            self.runs.append(_Run(data, self.frame))
            return
        for at, piece in enumerate(re.split(r"\r\n|\n|\r", data)):
            if at:
                self.break_line(hard=True)
            self.runs.append(_Run(piece, self.frame))

    def start(self, tag: Tag) -> None:
        if tag.name in meaning.BLOCKS:
            self._close_sibling(tag.name)
            self.break_line()
        if meaning.starts_tail(tag) and not self.frame.depth:
            self.pending = Hint.TAIL
        elif meaning.is_header_rule(tag) and self.pending is not Hint.TAIL:
            self.pending = Hint.HEADERS
        if tag.name == "br":
            self.apple_signature = self.apple_signature or meaning.starts_apple_signature(tag)
            self.break_line(hard=True)
        elif tag.name == "img":
            self._image(tag)
        elif tag.name == "hr":
            self._rule(tag)
        if tag.name not in meaning.VOID:
            self._open(tag)

    def _open(self, tag: Tag) -> None:
        if len(self.frames) >= MAX_OPEN:
            self.overflow += 1
            return
        outer, accent = self.frame, meaning.has_accent(tag)
        quote = meaning.is_quote(tag)
        if quote:
            self.apple_signature = False
        paragraph = meaning.is_paragraph(tag)
        if paragraph:
            self._space()
        hint = outer.hint
        if meaning.is_signature(tag):
            hint = Hint.SIGNATURE
        elif meaning.is_attribution(tag):
            hint = Hint.ATTRIBUTION
        self._list_or_table(tag)
        self.frames.append(
            replace(
                outer, tag=tag.name, depth=min(outer.depth + quote, MAX_DEPTH), hint=Hint.NONE if quote else hint,
                hidden=outer.hidden or meaning.is_hidden(tag), pre=(outer.pre or tag.name == "pre"),
                accent=outer.accent if accent is None else accent, bold=outer.bold or tag.name in ("b", "strong", "h1", "h2", "h3", "h4", "th"),
                italic=outer.italic or tag.name in ("i", "em"), href=tag.get("href") if tag.name == "a" else outer.href,
                paragraph=paragraph, bullets="msolist" in tag.get("class").lower() or (outer.bullets and tag.name != "div"),
            )
        )  # fmt: skip

    def end(self, name: str) -> None:
        if self.overflow:
            self.overflow -= 1
            return
        for back in range(1, min(len(self.frames), 120)):
            if self.frames[-back].tag == name:
                for _ in range(back):
                    self._close()
                return

    def _close_sibling(self, name: str) -> None:
        """A new <p>, <li>, <tr> or <td> ends one that was never closed."""
        if name not in ("p", "li", "td", "th", "tr", "dt", "dd"):
            return
        for back in range(1, min(len(self.frames), 8)):
            open_name = self.frames[-back].tag
            if open_name == name:
                for _ in range(back):
                    self._close()
                return
            if open_name in ("div", "blockquote", "table", "ul", "ol", "body", "td", "li"):
                return

    def _close(self) -> None:
        frame = self.frame
        if frame.tag in meaning.BLOCKS:
            self.break_line()
        self.frames.pop()
        if frame.paragraph:
            self._space()
        if frame.tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if frame.tag == "table" and self.tables:
            self.tables.pop().close(self.lines, self.tables)
        elif frame.tag in ("td", "th") and self.tables:
            self.tables[-1].end_cell(len(self.lines))

    def _list_or_table(self, tag: Tag) -> None:
        if tag.name in ("ul", "ol"):
            self.lists.append(
                -1 if tag.name == "ul" else int(tag.get("start")[:4]) if tag.get("start")[:4].isdecimal() else 1
            )
        elif tag.name == "li":
            self._item()
        elif tag.name == "table":
            self.tables.append(Table(len(self.lines)))
        elif tag.name == "tr" and self.tables:
            self.tables[-1].start_row()
        elif tag.name in ("td", "th") and self.tables:
            self.tables[-1].start_cell(len(self.lines))

    def _item(self) -> None:
        number = self.lists[-1] if self.lists else -1
        self.prefix = "  " * min(max(len(self.lists) - 1, 0), 8) + ("- " if number < 0 else f"{number}. ")
        if number >= 0:
            self.lists[-1] += 1

    def _image(self, tag: Tag) -> None:
        if self.frame.hidden:
            return
        source, alt = tag.get("src"), tag.get("alt")
        if source:
            key = source[4:].lower() if source[:4].lower() == "cid:" else source[:500].lower()
            self.images.append(key)
            if len(self.sizes) < 2_000:
                self.sizes[key] = meaning.size(tag)
        if 0 < len(alt) <= 8 and not any(char.isalnum() or char == " " for char in alt) and not alt.isascii():
            self.runs.append(_Run(alt, self.frame))  # an emoji that the program drew as a picture

    def _rule(self, tag: Tag) -> None:
        if not self.frame.hidden and self.pending is Hint.NONE and not tag.get("tabindex") and self.lines:
            self._space()
            self.lines.append(Line("---", self.frame.depth))

    def _space(self) -> None:
        if self.lines and not self.lines[-1].blank:
            self.lines.append(Line("", self.frame.depth))

    def break_line(self, *, hard: bool = False) -> None:
        """End the line. A hard break with nothing before it is an empty line that the author made."""
        runs, self.runs = self.runs, []
        images, self.images = tuple(self.images), []
        text = _markdown(runs, pre=self.frame.pre)
        if not text.strip() and not images:
            if hard or any("\u00a0" in run.text for run in runs):
                self._space()
            return
        frame = runs[-1].frame if runs else self.frame
        if frame.bullets:
            text = _MSO_BULLET.sub("- ", text)
        hint = self._hint(frame, text)
        letters = [(len(run.text.strip()), run.frame.accent) for run in runs]
        accent = sum(n for n, coloured in letters if coloured) * 4 > sum(
            n for n, _ in letters
        )  # an answer beside its question
        self.lines.append(Line(self.prefix + text if text else "", frame.depth, hint, images, accent and bool(text)))
        self.prefix = ""

    def _hint(self, frame: _Frame, text: str) -> Hint:
        if self.pending is not Hint.NONE and text:
            hint, self.pending = self.pending, Hint.NONE
            return hint
        if self.apple_signature and not frame.depth:
            return Hint.SIGNATURE
        return frame.hint


def _markdown(runs: list[_Run], *, pre: bool) -> str:
    """The runs as one line; neighbours of one style share their marks."""
    if pre:
        return "".join(run.text for run in runs).rstrip()
    groups: list[tuple[tuple[bool, bool, str], list[str]]] = []
    for run in runs:
        key = (run.frame.bold, run.frame.italic, run.frame.href)
        if groups and (groups[-1][0] == key or not run.text.strip()):
            groups[-1][1].append(run.text)
        else:
            groups.append((key, [run.text]))
    return _SPACES.sub(" ", "".join(_styled("".join(texts), *key) for key, texts in groups)).strip()


def _styled(text: str, bold: bool, italic: bool, href: str) -> str:
    text = _SPACES.sub(" ", text)
    core = text.strip()
    if not core:
        return text
    marked = link(core, href) if href else unwrapped_in(core)
    if italic and any(char.isalnum() for char in core):
        marked = f"*{marked}*"
    if bold and any(char.isalnum() for char in core):
        marked = f"**{marked}**"
    return f"{' ' if text[0] == ' ' else ''}{marked}{' ' if text[-1] == ' ' else ''}"


def from_html(source: str) -> HtmlText:
    """Read HTML into lines. Linear in its length, without recursion, and no text is lost."""
    builder = _Builder()
    for token in tokens(source[:MAX_HTML]):
        if isinstance(token, str):
            builder.text(token)
        elif token.closes:
            builder.end(token.name)
        else:
            builder.start(token)
    builder.break_line()
    while builder.tables:
        builder.tables.pop().close(builder.lines, builder.tables)
    return HtmlText(builder.lines, builder.sizes)
