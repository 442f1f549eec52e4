"""Message-IDs that can be worked out again: the same post to the same person always has the same one."""

import hmac
from hashlib import sha256

from django.conf import settings

from forum.models import Post


def _digest(*parts: object) -> str:
    text = ":".join(str(part) for part in parts)
    return hmac.new(settings.SECRET_KEY.encode(), f"message-id:{text}".encode(), sha256).hexdigest()[:24]


def post_message_id(post_id: int, member_id: int, *, again: int = 0) -> str:
    """`again`: for the mail that was asked for once more, the first, second … time (docs/decisions/0026)."""
    return f"<post-{post_id}.{_digest('post', post_id, member_id, *_times(again))}@{settings.MAIL_DOMAIN}>"


def letter_message_id(key: str, *, again: int = 0) -> str:
    return f"<letter.{_digest('letter', key, *_times(again))}@{settings.MAIL_DOMAIN}>"


def _times(again: int) -> tuple[str, ...]:
    return (f"again {again}",) if again else ()


def header_form(message_id: str) -> str:
    """«<id@host>» of an id as the reader gives it, without its brackets; empty for none."""
    return f"<{message_id}>" if message_id else ""


def known_message_id(post: Post, member_id: int) -> str:
    """The id under which this person has the post: their own mail's, if they wrote it by email, else our copy's."""
    origin = getattr(post, "origin", None)
    if post.poster_id == member_id and origin is not None and origin.message_id:
        return str(origin.message_id)
    return post_message_id(post.pk, member_id)
