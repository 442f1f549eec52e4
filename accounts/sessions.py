"""The sessions of a member: which browsers are signed in, when they were last seen, and how they end."""

from datetime import timedelta

import structlog
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

log = structlog.get_logger(__name__)
SEEN_AGAIN_SECONDS = 600
CAME_IN = "came_in"  # in a session that began at the door


def new_key(request: HttpRequest) -> None:
    """Give the session a new key: one that was read before the right rose is worth nothing after."""
    old = request.session.session_key
    with transaction.atomic():
        request.session.cycle_key()
        UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def note_seen(session_key: str) -> bool:
    """Once in ten minutes: write down that the session is in use, and begin its sixty days anew. True if written.

    Only `expire_date` is written, never the session's contents: what another request put there stays.
    """
    try:
        if not cache.add(f"seen:{session_key}", 1, SEEN_AGAIN_SECONDS):
            return False
    except Exception as error:
        log.warning("session not noted as seen", error=type(error).__name__)
        return False
    now = timezone.now()
    if not UserSession.objects.filter(session_key=session_key).update(last_seen_at=now):
        return False
    until = now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return bool(Session.objects.filter(session_key=session_key).update(expire_date=until))


def sessions_of(member_id: int) -> list[UserSession]:
    """Those that still live, the one last seen first. Two queries."""
    rows = list(UserSession.objects.filter(user_id=member_id).order_by("-last_seen_at", "-pk"))
    keys = [row.session_key for row in rows]
    live = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).values_list(
            "session_key", flat=True
        )
    )
    return [row for row in rows if row.session_key in live]
