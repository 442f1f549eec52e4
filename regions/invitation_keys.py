"""The secret in an invitation's link. It is worked out again whenever the letter is made, and kept nowhere: the row
holds its digest. Sending the letter again moves the day of expiry, and with it the key: the older link is over.
"""

import base64
import hmac
from datetime import timedelta
from hashlib import sha256

from django.conf import settings

from regions.models import Invitation

LIFETIME = timedelta(days=30)


def digest_of(key: str) -> str:
    return sha256(b"invitation" + key.encode()).hexdigest()


def key_for(invitation: Invitation) -> str:
    """The key under the newest of our secrets, for a row that is being written."""
    return _key(settings.TOKEN_KEYS[0], invitation)


def known_key_of(invitation: Invitation) -> str | None:
    """The key that the row's digest was made from; None if the secret behind it was taken out of use."""
    keys = (_key(secret, invitation) for secret in settings.TOKEN_KEYS)
    return next((key for key in keys if digest_of(key) == invitation.key_digest), None)


def invitation_for_key(key: str) -> Invitation | None:
    return Invitation.objects.select_related("service__region").filter(key_digest=digest_of(key)).first()


def _key(secret: str, invitation: Invitation) -> str:
    facts = f"invitation:{invitation.address}:{invitation.service_id}:{invitation.expires.timestamp():.6f}"
    return base64.b32encode(hmac.new(secret.encode(), facts.encode(), sha256).digest()[:20]).decode().lower()
