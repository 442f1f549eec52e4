"""Whose domain is an address of? What speaks for an address, and what does not."""

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.events import AddressChanged
from accounts.models import AddressChange, Member
from outbox.record import record

# Anybody can have an address there, so having one says nothing.
ANYBODYS = frozenset(
    [
        "aol.com",
        "btinternet.com",
        "fastmail.com",
        "gmail.com",
        "gmx.co.uk",
        "gmx.com",
        "googlemail.com",
        "hotmail.co.uk",
        "hotmail.com",
        "icloud.com",
        "live.co.uk",
        "live.com",
        "mac.com",
        "mail.com",
        "me.com",
        "msn.com",
        "ntlworld.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "sky.com",
        "talktalk.net",
        "virginmedia.com",
        "yahoo.co.uk",
        "yahoo.com",
        "ymail.com",
        "zoho.com",
    ]
)


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower()


def domains_of_members(member_ids: list[int]) -> set[str]:
    """The organisations of these people, by their proven addresses."""
    proven = EmailAddress.objects.filter(user_id__in=member_ids, verified=True, user__is_active=True)
    return {domain_of(address) for address in proven.values_list("email", flat=True)} - ANYBODYS


def is_somebodys(address: str) -> bool:
    return EmailAddress.objects.filter(email__iexact=address, verified=True).exists()


def add_address(member: Member, address: str) -> None:
    """Write down a proven address; an unproven row of it, whosever it is, goes."""
    EmailAddress.objects.filter(email__iexact=address, verified=False).delete()
    EmailAddress.objects.create(user=member, email=address.lower(), verified=True, primary=False)


def tell_of_address(member: Member, kind: str, address: str, told: list[str]) -> AddressChange:
    """Keep the change with those who are told of it, and record the event. Call it last, in the action."""
    change = AddressChange.objects.create(
        member=member, kind=kind, address=address, told=sorted({one.lower() for one in told}), at=timezone.now()
    )
    record(AddressChanged(address_change_id=change.pk))
    return change
