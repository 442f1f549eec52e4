"""The keys of DKIM_KEYS, and the DNS record that makes each of them known."""

import base64
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
    load_pem_private_key,
)
from django.conf import settings

LEAST_BITS = 2048
_SELECTOR = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class BadKey(Exception):
    """What is wrong with a key of the settings, in a sentence. It never quotes the key."""


@dataclass(frozen=True)
class Key:
    selector: str
    private: RSAPrivateKey | Ed25519PrivateKey

    @property
    def algorithm(self) -> str:
        return "rsa-sha256" if isinstance(self.private, RSAPrivateKey) else "ed25519-sha256"

    @property
    def public(self) -> str:
        """As it stands in the record: of RSA the whole structure, of Ed25519 the bare 32 bytes."""
        public = self.private.public_key()
        if isinstance(self.private, RSAPrivateKey):
            return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
        return base64.b64encode(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()

    @property
    def record(self) -> str:
        return f"v=DKIM1; k={self.algorithm.partition('-')[0]}; p={self.public}"

    def name_at(self, domain: str) -> str:
        return f"{self.selector}._domainkey.{domain}"


def keys() -> tuple[Key, ...]:
    """The keys that sign today. None: the relay signs, or nobody does. Raises BadKey."""
    return _loaded(tuple(settings.DKIM_KEYS))


def domain() -> str:
    return str(settings.DKIM_DOMAIN or settings.MAIL_DOMAIN).lower()


def in_strings(record: str) -> str:
    """As zone files want it: no string is longer than 255 characters, and together they are one."""
    return " ".join(f'"{record[at : at + 250]}"' for at in range(0, len(record), 250))


@lru_cache
def _loaded(lines: tuple[str, ...]) -> tuple[Key, ...]:
    return tuple(_key(line) for line in lines)


def _key(line: str) -> Key:
    selector, colon, value = line.strip().partition(":")
    if not colon or not _SELECTOR.fullmatch(selector):
        raise BadKey("each key is written as selector:file, or as selector:key in base64")
    private = _private(selector, value.strip())
    if isinstance(private, RSAPrivateKey) and private.key_size < LEAST_BITS:
        raise BadKey(f"the key of {selector} has {private.key_size} bits: {LEAST_BITS} are the least")
    return Key(selector, private)


def _private(selector: str, value: str) -> RSAPrivateKey | Ed25519PrivateKey:
    try:
        if value.startswith(("/", ".")):
            private = load_pem_private_key(Path(value).read_bytes(), password=None)
        else:
            private = load_der_private_key(base64.b64decode(value, validate=True), password=None)
    except OSError as error:
        raise BadKey(f"the file of {selector} cannot be read: {error.strerror}") from error
    except (ValueError, TypeError) as error:
        raise BadKey(f"what stands for {selector} is no private key") from error
    if not isinstance(private, RSAPrivateKey | Ed25519PrivateKey):
        raise BadKey(f"the key of {selector} is neither RSA nor Ed25519")
    return private
