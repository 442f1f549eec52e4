"""Secrets of second factors are sealed in the database: a dump alone shows nobody's next code."""

import base64
import hashlib

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

SEALED = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


def _box() -> MultiFernet:
    """The newest key seals, all of them open."""
    digests = [hashlib.sha256(f"second factor:{key}".encode()).digest() for key in settings.TOKEN_KEYS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises InvalidToken if the key is gone."""
    return _box().decrypt(sealed.encode()).decode()


def reseal_factors() -> int:
    """At night: seal everything with the newest key, so that an old one can be dropped. Returns how many."""
    done, box = 0, _box()
    for row in Authenticator.objects.filter(type__in=SEALED):
        name = SEALED[Authenticator.Type(row.type)]
        try:
            fresh = box.rotate(row.data[name].encode()).decode()
        except (InvalidToken, KeyError):
            continue
        changed = row.data | {name: fresh}
        done += Authenticator.objects.filter(pk=row.pk, data=row.data).update(data=changed)
    return done
