"""The subject as a title: decoded, with the words that mail programs put before it taken off."""

import re

# Prefixes for «reply» and «forward» as the common programs write them, by language.
_REPLY = r"re|aw|antw|sv|vs|odp|ynt|rif|ref|res|r|回复|回覆|答复|返信|відп|ответ|atb|yn|rv\s?re"
_FORWARD = r"fwd?|wg|tr|i|enc|rv|vb|doorst|pd|fs|vl|vidarebef\w*|転送|转发|轉寄|ymlaen|bwd"
_COUNT = r"(?:\s?[\[(]?\d{1,3}[\])]?)?"
_PREFIX = re.compile(
    rf"^\s{{0,9}}(?:(?P<reply>{_REPLY})|(?P<forward>{_FORWARD})){_COUNT}\s?[:：]\s{{0,9}}", re.IGNORECASE
)
_LEADING_TAG = re.compile(
    r"^\s{0,9}\[(?:external|ext|extern|spam|caution|official(?:-sensitive)?|secure)\]\s{0,9}:?", re.IGNORECASE
)


def title(subject: str) -> tuple[str, bool, bool]:
    """(title, starts as a reply, starts as a forward): the first prefix says what the mail is."""
    rest, kinds = " ".join(subject[:2_000].split()), []
    for _ in range(30):
        tag = _LEADING_TAG.match(rest)
        match = _PREFIX.match(rest)
        if match:
            kinds.append("reply" if match["reply"] else "forward")
        elif not tag or not _PREFIX.match(rest[tag.end() :]):
            break
        rest = rest[(match or tag).end() :]  # type: ignore[union-attr]
    rest = _LEADING_TAG.sub("", rest)
    first = kinds[0] if kinds else ""
    return rest.strip(), first == "reply", first == "forward"
