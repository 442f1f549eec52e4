"""A member says where mail should go."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.addresses import tell_of_address
from accounts.models import AddressChange, Member
from accounts.selectors import verified_addresses


@transaction.atomic
def choose_main_address(actor: Member, address_id: int) -> bool:
    """False if it is not one of their proven addresses. All of them are told."""
    member = Member.objects.select_for_update().get(pk=actor.pk)
    row = EmailAddress.objects.filter(pk=address_id, user=member, verified=True).first()
    if row is None:
        return False
    make_main(member, row)
    tell_of_address(member, AddressChange.Kind.MAIN, row.email, verified_addresses(member))
    return True


def make_main(member: Member, row: EmailAddress) -> None:
    """Both places that name it agree: allauth's row and the member's own."""
    EmailAddress.objects.filter(user=member, primary=True).update(primary=False)
    EmailAddress.objects.filter(pk=row.pk).update(primary=True)
    member.email = row.email.lower()
    member.save(update_fields=["email"])
