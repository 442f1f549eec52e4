"""Letters about signing in: codes, second factors, addresses, sessions. Each handler may run twice."""

from hashlib import sha256

from django.utils import timezone

from accounts.events import AddressChanged, AddressHelpAsked, FactorChanged, SessionsEnded, SignInCodeAsked
from accounts.factors import CHANGES
from accounts.letters_budget import Verdict, letter_for
from accounts.models import AddressChange, Member, SignInCode
from accounts.selectors import verified_addresses
from notifications.letters import write_letter
from notifications.live import push
from regions.address_rules import who_approves
from regions.models import Office
from regions.permissions import can_move_address
from regions.standing import standings_of

TEMPLATES = {
    SignInCode.Purpose.SIGN_IN: "sign_in_code",
    SignInCode.Purpose.CONFIRM: "confirm_code",
    SignInCode.Purpose.NEW_ADDRESS: "new_address_code",
    SignInCode.Purpose.HELP: "address_help_code",
}


def write_sign_in_code(event: SignInCodeAsked, event_id: int) -> None:
    """The code goes to the address it was asked for. What the budget refuses ends here, unsent."""
    asked = SignInCode.objects.select_related("member").filter(pk=event.sign_in_code_id).first()
    if asked is None:
        return
    verdict = letter_for(asked) if asked.mailed is None else Verdict.NOTHING
    if verdict is Verdict.NOTHING:
        return
    template = TEMPLATES[SignInCode.Purpose(asked.purpose)]
    if verdict is Verdict.LONG_CODE:
        asked.is_long, template = True, "sign_in_long_code"
    asked.mailed = timezone.now()
    asked.save(update_fields=["is_long", "mailed"])
    write_letter(
        template, member=asked.member, address=asked.address, key=f"code:{asked.pk}",
        context={"sign_in_code_id": asked.pk},
    )  # fmt: skip


def write_of_factor_change(event: FactorChanged, event_id: int) -> None:
    member = Member.objects.filter(pk=event.member_id).first()
    if member is None:
        return
    for address in verified_addresses(member):
        write_letter(
            "factor_changed", member=member, address=address, key=f"factor:{event_id}:{_mark(address)}",
            context={"what": CHANGES[event.what], "reset": event.what == "reset"},
        )  # fmt: skip


def push_sessions_ended(event: SessionsEnded, event_id: int) -> None:
    push.rights_changed(event.member_id)


def write_of_address_change(event: AddressChanged, event_id: int) -> None:
    """Old and new addresses are told; for one that waits, those who can approve it as well."""
    change = AddressChange.objects.select_related("member").filter(pk=event.address_change_id).first()
    if change is None:
        return
    context = {"kind": change.kind, "changed": change.address, "words": change.get_kind_display()}
    for address in change.told:
        write_letter(
            "address_changed", member=change.member, address=address, key=f"address:{change.pk}:{_mark(address)}",
            context=context | {"is_new": address == change.address},
        )  # fmt: skip
    if change.kind == AddressChange.Kind.WAITS:
        for approver in who_approves(change.member):
            write_letter("address_waits", member=approver, key=f"address-waits:{change.pk}:{approver.pk}", context={})


def write_to_secretariat_of_help(event: AddressHelpAsked, event_id: int) -> None:
    candidates = list(
        Office.objects.filter(name=Office.Name.SECRETARIAT).values_list("member_id", flat=True).distinct()
    )
    allowed = [pk for pk, standing in standings_of(candidates).items() if can_move_address(standing)]
    for member in Member.objects.filter(pk__in=allowed, is_active=True):
        write_letter("address_help_waits", member=member, key=f"help:{event.address_help_id}:{member.pk}", context={})


def _mark(address: str) -> str:
    """For the key of a letter: no address stands in one."""
    return sha256(address.lower().encode()).hexdigest()[:16]
