"""What an element means in a mail: a quote, a signature, the start of the mail that is answered.

Mail programs mark these with ids and classes of their own; knowing them is surer than reading the words.
"""

import re

from inbound.reading.html_tokens import Tag

BLOCKS = {
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "hr",
    "o:p-block",
}
VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "param",
    "source",
    "track",
    "wbr",
    "v:imagedata",
}
HIDDEN = {"head", "script", "style", "title", "noscript", "object", "select", "template", "xml"}
_SIGNATURE_IDS = {
    "signature",
    "ms-outlook-mobile-signature",
    "composer_signature",
    "applemailsignature",
    "mobile-signature",
    "mail-signature",
}
_SIGNATURE_CLASSES = {
    "gmail_signature",
    "gmail_signature_prefix",
    "moz-signature",
    "signature",
    "protonmail_signature_block",
    "tutanota_signature",
    "zm_signature",
    "applemailsignature",
    "mailsignature",
}
_TAIL_IDS = {
    "divrplyfwdmsg",
    "olk_src_body_section",
    "mail-editor-reference-message-container",
    "stopspelling",
    "orig_message",
    "replysplit",
}
_TAIL_CLASSES = {
    "yahoo_quoted",
    "outlookmessageheader",
    "zmail_extra",
    "gmail_extra_quote",
    "ms-outlook-mobile-reference-message",
}
_ATTRIBUTION_CLASSES = {
    "gmail_attr",
    "moz-cite-prefix",
    "moz-email-headers-table",
    "cite-prefix",
    "yahoo_quoted_attribution",
}
_PLAIN_COLOURS = {
    "black",
    "windowtext",
    "auto",
    "inherit",
    "initial",
    "currentcolor",
    "gray",
    "grey",
    "darkgray",
    "darkgrey",
    "dimgray",
    "white",
    "unset",
}
_HEX = re.compile(r"^#([0-9a-f]{3}|[0-9a-f]{6})$")
_RGB = re.compile(r"^rgba?\((\d{1,3})[, ]{1,3}(\d{1,3})[, ]{1,3}(\d{1,3})")
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]{1,60})", re.IGNORECASE)
_HIGHLIGHT = re.compile(
    r"(?:mso-highlight|background(?:-color)?)\s*:\s*(?!white|none|transparent|inherit|initial|#fff|rgb\(255)([^;]{1,40})",
    re.IGNORECASE,
)


def _classes(tag: Tag) -> set[str]:
    return {name.removeprefix("x_").removeprefix("ecx") for name in tag.get("class").lower().split()[:20]}


def _id(tag: Tag) -> str:
    return re.sub(r"^(?:x_)+", "", tag.get("id").lower())


def style(tag: Tag) -> str:
    return re.sub(r"\s*([:;,])\s*", r"\1", tag.get("style")[:2_000].lower())


def is_signature(tag: Tag) -> bool:
    return _id(tag) in _SIGNATURE_IDS or bool(_classes(tag) & _SIGNATURE_CLASSES)


def starts_apple_signature(tag: Tag) -> bool:
    return tag.name == "br" and _id(tag) == "linebreakatbeginningofsignature"


def starts_tail(tag: Tag) -> bool:
    """Below this element stands the mail that is answered, to the end."""
    return _id(tag) in _TAIL_IDS or bool(_classes(tag) & _TAIL_CLASSES)


def is_attribution(tag: Tag) -> bool:
    return bool(_classes(tag) & _ATTRIBUTION_CLASSES) or _id(tag) == "reply-intro"


def is_header_rule(tag: Tag) -> bool:
    """Outlook's thin rule above From, Sent, To and Subject."""
    text = style(tag)
    return (
        tag.name == "div"
        and "border-top:" in text
        and "solid" in text
        and "border-left:" not in text
        and ("border:none" in text or "padding:3" in text)
    )


def is_quote(tag: Tag) -> bool:
    """A blockquote that is not mere indentation, or Outlook's bar at the left of an answered mail."""
    text = style(tag)
    if tag.name == "blockquote":
        return (
            "border:none" not in text
            and "border:0" not in text
            and "webkit-indent-blockquote" not in tag.get("class").lower()
        )
    return tag.name == "div" and "border:none" in text and bool(re.search(r"border-left:[^;]*solid", text))


def is_hidden(tag: Tag) -> bool:
    return tag.name in HIDDEN or "display:none" in style(tag)


def has_accent(tag: Tag) -> bool | None:
    """True for a colour or highlight of its own, False for plain black, None when the element does not say."""
    if tag.name not in ("span", "font", "mark", "p", "div", "li", "td", "b", "strong", "i", "em", "u"):
        return None
    text = tag.get("style")[:2_000]
    if text and _HIGHLIGHT.search(text):
        return True
    colour = _COLOUR.search(text) if text else None
    value = colour[1] if colour else tag.get("color") if tag.name == "font" else ""
    return _is_colourful(value.strip().lower()) if value.strip() else None


def _is_colourful(value: str) -> bool:
    """Not black, white or a grey."""
    if value in _PLAIN_COLOURS:
        return False
    if match := _HEX.match(value):
        digits = match[1] if len(match[1]) == 6 else "".join(char * 2 for char in match[1])
        levels = [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
    elif match := _RGB.match(value):
        levels = [int(level) for level in match.groups()]
    else:
        return value.isalpha()
    return max(levels) - min(levels) > 40


def is_paragraph(tag: Tag) -> bool:
    """An element that stands off from its neighbours by white space."""
    if tag.name in ("h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "pre", "dl"):
        return True
    tight = any(name.startswith("mso") for name in _classes(tag)) or bool(
        re.search(r"margin(?:-top|-bottom)?:0(?:\w{2})?(?:;|$)", style(tag))
    )
    return tag.name == "p" and not tight


def size(tag: Tag) -> tuple[int, int]:
    """The shown width and height in pixels; 0 where it is not said."""
    return _pixels(tag, "width"), _pixels(tag, "height")


def _pixels(tag: Tag, name: str) -> int:
    match = re.match(r"\d{1,5}", tag.get(name)) or re.search(rf"(?:^|;){name}:(\d{{1,5}})px", style(tag))
    return int(match[match.lastindex or 0]) if match else 0
