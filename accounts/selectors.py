"""Finding members by what they are known by."""

from allauth.account.models import EmailAddress

from accounts.models import Member


def member_for_address(address: str) -> Member | None:
    """The active member who has verified this address, whichever of theirs it is."""
    found = (
        EmailAddress.objects.filter(email__iexact=address, verified=True, user__is_active=True)
        .select_related("user")
        .first()
    )
    return found.user if found else None


def verified_addresses(member: Member) -> list[str]:
    return list(EmailAddress.objects.filter(user=member, verified=True).values_list("email", flat=True))
