"""Forgetting doors that nobody can go through any more."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import AddressChange, AddressHelp, AddressRequest, AddressTally, SignInCode

CODES_KEPT = timedelta(days=2)  # the budget of letters looks one day back
CHANGES_KEPT = timedelta(days=30)
UNPROVEN_KEPT = timedelta(days=1)
DECIDED_KEPT = timedelta(days=365)


def forget_old_doors(*, now: datetime | None = None) -> int:
    """Delete sessions that have expired, codes, calls for help that were never proven, and what was told of changes.

    Returns how many.
    """
    now = now or timezone.now()
    live = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gte=now)
    forgotten = (
        Session.objects.filter(expire_date__lt=now),
        UserSession.objects.filter(~Exists(live)),
        AddressTally.objects.filter(newest__lt=now - CODES_KEPT),
        SignInCode.objects.filter(asked__lt=now - CODES_KEPT),
        AddressRequest.objects.filter(state=AddressRequest.State.UNPROVEN, asked__lt=now - UNPROVEN_KEPT),
        AddressRequest.objects.filter(decided__lt=now - DECIDED_KEPT),
        AddressHelp.objects.filter(state=AddressHelp.State.UNPROVEN, asked__lt=now - UNPROVEN_KEPT),
        AddressHelp.objects.filter(decided__lt=now - DECIDED_KEPT),
        AddressChange.objects.filter(at__lt=now - CHANGES_KEPT),
    )
    return sum(rows.delete()[0] for rows in forgotten)
