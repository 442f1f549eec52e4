"""Refs: what stands in an address instead of a row’s number, so that nobody counts or walks through them (threat 21).

A ref is the row's number under a key of ours: always the same for the same row, 26 letters and digits, nothing to keep.
One of one kind says nothing about those of another. It opens no door: who may see the row is asked as ever.
"""

import base64
from functools import lru_cache
from hashlib import blake2b

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.urls import register_converter

NOBODY = 0  # no row has this number
_NUMBER = 8  # bytes; as many again are nought, and tell a ref of ours from an invented one
KINDS = (
    "action", "address", "address_help", "appeal", "application", "asking", "board", "correction", "delivery", "file",
    "import", "invitation", "mail", "meeting", "member", "network", "notification", "offer", "office", "passkey",
    "payment", "place", "post", "request", "search", "session", "term", "topic",
)  # fmt: skip


def ref(kind: str, number: int) -> str:
    """The ref of the row of this kind with this number, 0 to 2**63."""
    block = int(number).to_bytes(_NUMBER, "big") + bytes(_NUMBER)
    return _letters(_cipher(kind, settings.REF_KEY).encryptor().update(block))


def number_of(kind: str, text: str) -> int:
    """The number behind a ref of this kind; NOBODY for what we never gave out."""
    try:
        block = base64.b32decode(text.upper() + "======")
    except ValueError:
        return NOBODY
    if _letters(block) != text:
        return NOBODY
    plain = _cipher(kind, settings.REF_KEY).decryptor().update(block)
    ours = plain[_NUMBER:] == bytes(_NUMBER) and plain[0] < 128  # no database has greater numbers
    return int.from_bytes(plain[:_NUMBER], "big") if ours else NOBODY


def register_refs() -> None:
    """`<topic:pk>` in an address gives the view the number. An invented ref gives NOBODY, so that it is answered and
    counted (`regions/probing.py`) like the ref of what is not there."""
    for kind in KINDS:
        register_converter(_converter(kind), kind)


def _converter(of: str) -> type:
    class Ref:
        regex = "[a-z2-7]{26}"
        kind = of

        def to_python(self, value: str) -> int:
            return number_of(self.kind, value)

        def to_url(self, value: int) -> str:
            return ref(self.kind, value)

    return Ref


@lru_cache(maxsize=256)
def _cipher(kind: str, key: str) -> Cipher[modes.ECB]:
    secret = blake2b(f"ref of {kind}:{key}".encode(), digest_size=32).digest()
    return Cipher(algorithms.AES(secret), modes.ECB())  # of one block alone  # noqa: S305


def _letters(block: bytes) -> str:
    return base64.b32encode(block).decode().rstrip("=").lower()
