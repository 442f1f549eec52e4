"""From what a member typed to what is shown: Markdown with no HTML in it, cleaned once more on the way out."""

from html import unescape

import nh3
from markdown_it import MarkdownIt

MOST_NESTING = 20
TAGS = {
    "p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr",
    "h3", "h4", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}

_reader = (
    MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": MOST_NESTING})
    .enable(["table", "strikethrough", "linkify"])
    .disable(["image", "html_block", "html_inline"])
)


def _quiet_headings(tokens) -> None:  # type: ignore[no-untyped-def]
    """A page has one heading of its own; those inside a post come below it."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3" if token.tag in ("h1", "h2") else "h4"


def render(text: str) -> str:
    """Safe HTML of a post's Markdown. Pictures from elsewhere are never fetched: they stay links."""
    tokens = _reader.parse(text)
    _quiet_headings(tokens)
    html = _reader.renderer.render(tokens, _reader.options, {})
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel="nofollow noopener"
    )


def plain(html: str, limit: int = 0) -> str:
    """One line of the plain words in what `render` made, for lists and snippets."""
    words = " ".join(unescape(nh3.clean(html, tags=set())).split())
    if limit and len(words) > limit:
        return words[: limit - 1].rsplit(" ", 1)[0] + "…"
    return words
