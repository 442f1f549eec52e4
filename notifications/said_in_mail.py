"""Everything that a mail's bytes say in words, to look for a name in them. Showing is `inbound.reading`'s."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

LONGEST_PART = 2_000_000


def said_in(raw: bytes) -> str:
    """Headers and text parts, decoded; what cannot be decoded is read as Latin letters, so that nothing is skipped."""
    message = message_from_bytes(raw)
    said = [raw[:LONGEST_PART].decode("latin-1")]
    for part in message.walk():
        said += [_header(str(value)) for value in part.values()]
        if part.get_content_maintype() == "text" and not part.is_multipart():
            said.append(_text(part))
    return "\n".join(said)


def _header(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (ValueError, LookupError):
        return value


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload[:LONGEST_PART] if isinstance(payload, bytes) else b""
    try:
        return content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return content.decode("latin-1")
