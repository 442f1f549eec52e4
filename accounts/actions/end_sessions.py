"""A member ends sessions of theirs in other browsers."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.events import SessionsEnded
from accounts.models import Member
from outbox.record import record


@transaction.atomic
def end_sessions(member: Member, *, only: int | None = None, but: str = "") -> int:
    """End one (`only`, a row of the list) or all, save the one with the key `but`. Its pages and sockets end with it.

    Returns how many.
    """
    rows = UserSession.objects.select_for_update().filter(user_id=member.pk).exclude(session_key=but)
    if only is not None:
        rows = rows.filter(pk=only)
    keys = list(rows.values_list("session_key", flat=True))
    if keys:
        Session.objects.filter(session_key__in=keys).delete()
        UserSession.objects.filter(user_id=member.pk, session_key__in=keys).delete()
        record(SessionsEnded(member_id=member.pk))
    return len(keys)
