"""What this room holds about a person: who they are, and how they sign in."""

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import FORMER_MEMBER, Member
from accounts.personal import Held, erase_rows
from accounts.strangers_letters import forget_tallies
from accounts.traces import Traces, traces_of
from audit.models import Entry
from outbox.models import Event

HELD = (
    Held("Your name and addresses", "as long as you are known here", "deleted: you are called “Former member”",
         ("accounts.Member", "account.EmailAddress", "account.EmailConfirmation", "accounts.AddressRequest",
          "accounts.AddressHelp", "accounts.AddressChange")),
    Held("Codes that you asked for", "two days at most", "deleted",
         ("accounts.SignInCode", "accounts.AddressTally")),
    Held("Mails to you that came back, and whether your addresses are reached", "ninety days", "deleted",
         ("accounts.Bounce", "accounts.NotReached")),
    Held("Where you are signed in: browser and network address", "60 days after your last visit", "ended and deleted",
         ("sessions.Session", "usersessions.UserSession")),
    Held("Passkeys, authenticator and recovery codes", "until you remove them", "deleted", ("mfa.Authenticator",)),
    Held("That something was done with a privilege, by you or to you: a number, a verb, a date", "without end",
         "stays; the number leads to nobody any more",
         ("audit.Entry", "admin.LogEntry", "regions.AccessVersion", "outbox.Event")),
)  # fmt: skip
OWN_APPS = {"accounts", "account", "mfa", "usersessions"}


def gather(member: Member) -> dict[str, Any]:
    mine = Entry.objects.filter(Q(actor_id=member.pk) | Q(member_id=member.pk)).order_by("pk")
    return {
        "account": {
            "first name": member.first_name, "last name": member.last_name, "main address": member.email,
            "joined": member.joined, "last signed in": member.last_login,
            "addresses": list(EmailAddress.objects.filter(user=member).values("email", "verified", "primary")),
            "second factors": list(
                Authenticator.objects.filter(user=member).values("type", "created_at", "last_used_at")
            ),
            "mails that came back": list(member.bounces.values("address", "kind", "status", "at")),
            "not reached": list(member.not_reached.values("address", "kind", "since", "ended")),
            "codes asked for": list(member.sign_in_codes.values("address", "asked")),
        },
        "sessions": list(
            UserSession.objects.filter(user=member).values("created_at", "last_seen_at", "ip", "user_agent")
        ),
        "audit log": [
            {"when": row.at, "what": row.verb, "ended": row.outcome, "by you": row.actor_id == member.pk}
            for row in mine
        ],
    }  # fmt: skip


def erase(member: Member) -> None:
    """The last part: afterwards nobody knows who it was, and nobody is signed in as them."""
    traces = traces_of(member)
    for session in sessions_of(member, traces):
        session.delete()
    erase_rows(OWN_APPS, member, traces, but=set())
    forget_tallies(traces.addresses)
    errors = Q(last_error__icontains=traces.last_name) | Q(last_error__contains="@")
    for event in Event.objects.filter(errors).exclude(last_error=""):
        if traces.found_in(event.last_error):
            Event.objects.filter(pk=event.pk).update(last_error="")
    if apps.is_installed("django.contrib.admin"):
        log = import_string("django.contrib.admin.models.LogEntry").objects
        log.filter(object_id=str(member.pk), object_repr__icontains=traces.last_name).update(object_repr=FORMER_MEMBER)
    member.email = f"erased-{member.pk}@erased.invalid"
    member.first_name, _, member.last_name = FORMER_MEMBER.partition(" ")
    member.is_active = member.is_staff = member.is_superuser = False
    member.last_login, member.erased = None, timezone.now()
    member.token_generation += 1
    member.set_unusable_password()
    member.groups.clear()
    member.user_permissions.clear()
    member.save()


def sessions_of(member: Member, traces: Traces) -> Iterator[Session]:
    """Sessions in which they are signed in, and those in which somebody began to sign in with an address of theirs."""
    for session in Session.objects.iterator(chunk_size=500):
        said = session.get_decoded()
        if said.get(SESSION_KEY) == str(member.pk) or any(address in str(said).lower() for address in traces.addresses):
            yield session
