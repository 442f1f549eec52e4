"""A member gives up one of their addresses."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.addresses import tell_of_address
from accounts.models import AddressChange, Member
from accounts.selectors import verified_addresses


@transaction.atomic
def remove_address(actor: Member, address_id: int) -> bool:
    """False if it is not theirs, or the main one: choose another main address first. All are told, this one too."""
    member = Member.objects.select_for_update().get(pk=actor.pk)
    row = EmailAddress.objects.filter(pk=address_id, user=member).first()
    if row is None or row.email.lower() == member.email.lower():
        return False
    told = verified_addresses(member)
    row.delete()
    tell_of_address(member, AddressChange.Kind.REMOVED, row.email, told)
    return True
