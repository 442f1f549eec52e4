"""A mail whose words are locked: Microsoft's protected messages, S/MIME, PGP, the portals of Mimecast and Egress.

What can be read of it is the wrapper's, and no word of the author's: nothing of it is posted.
"""

import re

from inbound.reading.mime import Part

_TYPES = {"application/x-microsoft-rpmsg-message", "application/pgp-encrypted", "application/ms-tnef-rpmsg"}
_WRAPPER = re.compile(
    r"(?:\bhas sent you an? (?:protected|encrypted|secured?) (?:e-?mail|message)"
    r"|\byou have (?:a new|received a) secured? (?:e-?mail|message)\b.{0,120}?)"
    r"\W{1,6}(?:read|sign in|log in|click|open|view|use|learn|register|to (?:view|read|open|access))\b",
    re.IGNORECASE,
)
SHORT = 1500  # who writes of such a message writes more, or something else first


def is_locked(parts: list[Part], text: str) -> bool:
    if any(part.content_type in _TYPES for part in parts):
        return True
    if any(_is_enveloped(part) for part in parts):
        return True
    top = " ".join(text.split())
    return len(top) < SHORT and bool(_WRAPPER.search(top[:300]))


def _is_enveloped(part: Part) -> bool:
    kind = part.content_type in ("application/pkcs7-mime", "application/x-pkcs7-mime")
    return kind and "signed-data" not in part.fields.first("content-type")[:500].lower()
