"""How the invented people sign in: the secretariat with an authenticator app, whose digits `/dev/mail/` shows; and
addresses that wait for somebody's word."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from accounts.models import AddressHelp, AddressRequest, Member
from regions.models import Office


def load_signing_in(members: dict[str, Member], now: datetime) -> None:
    for office in Office.objects.filter(name=Office.Name.SECRETARIAT).select_related("member"):
        TOTP.activate(office.member, generate_totp_secret())
        RecoveryCodes.activate(office.member)
    Authenticator.objects.update(created_at=now - timedelta(days=90))
    mover = members["rob-tyldesley"]
    AddressRequest.objects.create(
        member=mover, address="rob.tyldesley@new-employer.example", state=AddressRequest.State.WAITING,
        asked=now - timedelta(hours=20),
    )  # fmt: skip
    lost = members["tim-allpress"]
    AddressHelp.objects.create(
        name=lost.full_name, old_address=lost.email, new_address="t.allpress@another-council.example",
        service="Another Council Youth Justice Service", words="I moved in September. Nadia in Bristol knows me.",
        state=AddressHelp.State.WAITING, asked=now - timedelta(hours=3),
    )  # fmt: skip
