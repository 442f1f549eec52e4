"""Signing a mail. The body is hashed once for all who get it; what is done for each person is a few headers and a
signature: a third of a millisecond with RSA.

`relaxed` for headers and body: a relay that folds a header anew, or trims blanks, breaks nothing.
"""

import base64
import re
import time
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

from notifications.dkim.keys import Key, domain, keys

SIGNED = (
    b"from", b"to", b"reply-to", b"subject", b"date", b"message-id", b"in-reply-to", b"references", b"mime-version",
    b"content-type", b"content-transfer-encoding", b"list-id", b"list-post", b"list-archive", b"list-help",
    b"list-unsubscribe", b"list-unsubscribe-post", b"auto-submitted", b"precedence", b"thread-topic", b"thread-index",
)  # fmt: skip
# Named once more than they stand there: nobody can add a second one without breaking the signature.
SEALED = (b"from", b"to", b"cc", b"reply-to", b"subject", b"date")
_BLANKS = re.compile(rb"[ \t]+")
_ENDS_BLANK = re.compile(rb"[ \t]+(?=\r\n)")
_FOLD = re.compile(rb"\r\n(?=[ \t])")


def body_hash(content: bytes) -> str:
    """Of what stands behind the first empty line. The same for everybody who gets the same body."""
    body = _BLANKS.sub(b" ", _ENDS_BLANK.sub(b"", content.partition(b"\r\n\r\n")[2])).rstrip(b"\r\n")
    return base64.b64encode(sha256(body + b"\r\n" if body else b"").digest()).decode()


def signed(content: bytes, *, hashed: str = "") -> bytes:
    """The mail with a signature of each key in front; as it is, if we sign nothing. `hashed`: its body's hash."""
    ours = keys()
    if not ours:
        return content
    found = _headers(content.partition(b"\r\n\r\n")[0])
    hashed, now = hashed or body_hash(content), int(time.time())
    return b"".join(_signature(key, found, hashed, now) for key in ours) + content


def _headers(block: bytes) -> dict[bytes, bytes]:
    """By lower-case name, each in its relaxed form. Ours stand there once each."""
    found = {}
    for line in _FOLD.sub(b"", block).split(b"\r\n"):
        name, _, value = line.partition(b":")
        name = name.strip().lower()
        found[name] = name + b":" + _BLANKS.sub(b" ", value).strip()
    return found


def _signature(key: Key, found: dict[bytes, bytes], hashed: str, now: int) -> bytes:
    names = [name for name in SIGNED if name in found] + list(SEALED)
    told = ":".join(name.decode() for name in names)
    value = (
        f"v=1; a={key.algorithm}; c=relaxed/relaxed; d={domain()}; s={key.selector}; t={now};\r\n"
        f" h={told};\r\n bh={hashed};\r\n b="
    ).encode()
    last = b"dkim-signature:" + _BLANKS.sub(b" ", _FOLD.sub(b"", value)).strip()
    # A header that is named once more than it stands there adds nothing (RFC 6376, 5.4.2).
    said = b"".join(found[name] + b"\r\n" for name in SIGNED if name in found) + last
    return b"DKIM-Signature: " + value + _folded(base64.b64encode(_sign(key, said))) + b"\r\n"


def _sign(key: Key, said: bytes) -> bytes:
    if isinstance(key.private, RSAPrivateKey):
        return key.private.sign(said, PKCS1v15(), SHA256())
    return key.private.sign(sha256(said).digest())


def _folded(text: bytes) -> bytes:
    return b"\r\n ".join(text[at : at + 76] for at in range(0, len(text), 76))
