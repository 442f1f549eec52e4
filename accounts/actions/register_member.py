"""A person becomes known to the product."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import Member
from accounts.names import checked_name


class AddressTaken(Exception):
    """Somebody else already has this address."""


@transaction.atomic
def register_member(
    *, first_name: str, last_name: str, address: str, further_addresses: tuple[str, ...] = ()
) -> Member:
    """Create the person with proven addresses, the first being the main one. What they may do comes with a membership.

    Raises AddressTaken if any of the addresses belongs to somebody, BadName for a name that cannot be shown.
    """
    first_name, last_name = checked_name(first_name, last_name)
    addresses = [address, *further_addresses]
    for one in addresses:
        if EmailAddress.objects.filter(email__iexact=one).exists():
            raise AddressTaken(one)
    member = Member(email=address.lower(), first_name=first_name, last_name=last_name)
    member.set_unusable_password()
    member.save()
    EmailAddress.objects.bulk_create(
        EmailAddress(user=member, email=one.lower(), verified=True, primary=index == 0)
        for index, one in enumerate(addresses)
    )
    return member
