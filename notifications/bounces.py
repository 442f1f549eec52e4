"""What follows from a mail that came back: written down, and one alert where a whole domain refuses us."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Bounce, Member, Trouble
from accounts.reach import FOR_GOOD, WITHIN, note_bounce
from notifications.letters import write_letter
from notifications.models import Delivery, Letter
from notifications.people.words import moment
from regions.facts import in_force
from regions.models import Office

GAVE_UP = "4.4.7"  # the status of a mail that we put off for five days, by the code of RFC 3463
ENOUGH = 3  # members of one domain: then the domain is at fault, and not their mailboxes


def came_back(delivery: Delivery, *, kind: str, status: str = "", now: datetime | None = None) -> bool:
    """A report about this mail. False for one that changes nothing: told before, or about nobody."""
    now = now or timezone.now()
    if delivery.member is None:
        return False
    if not note_bounce(delivery.member, delivery.address, kind=kind, status=status, mail=delivery.pk, now=now):
        return False
    Delivery.objects.filter(pk=delivery.pk).update(came_back=now, came_back_as=kind)
    if kind in FOR_GOOD:
        _alert(delivery.address.lower().rpartition("@")[2], now)
    return True


def kind_of(status: str, *, permanent: bool) -> Trouble:
    """By the code of RFC 3463: 5.7.x is a policy, x.2.2 a full mailbox."""
    _, _, detail = status.partition(".")
    if detail == "2.2":
        return Trouble.FULL
    if permanent and detail.startswith("7."):
        return Trouble.POLICY
    return Trouble.HARD if permanent else Trouble.SOFT


def _alert(domain: str, now: datetime) -> None:
    """One letter a month for a domain, and none a person."""
    recent = Bounce.objects.filter(domain=domain, kind__in=FOR_GOOD, at__gt=now - WITHIN)
    members = recent.values("member").distinct().count()
    if members < ENOUGH:
        return
    first = recent.order_by("at").values_list("at", flat=True)[0]
    today = in_force(timezone.localdate(now))
    people = Office.objects.filter(today, name=Office.Name.SECRETARIAT).values_list("member_id", flat=True)
    for member in Member.objects.filter(pk__in=people, is_active=True):
        write_letter(
            "domain_refuses", member=member, key=f"domain-refuses:{domain}:{now:%Y-%m}:{member.pk}"[:200],
            context={"domain": domain, "members": members, "since": first.isoformat()},
        )  # fmt: skip


def domain_facts(letter: Letter) -> dict[str, str]:
    return {"when": moment(datetime.fromisoformat(letter.context["since"]))}


def pause_of(delivery: Delivery) -> timedelta | None:
    """How long this mail waits while its address is not reached; None for one that is then not sent at all: what it
    says stands on the site, and in the next weekly letter.
    """
    letter = delivery.letter
    return timedelta(hours=1) if letter is not None and letter.template != "digest" else None


# What somebody needs to come in again goes out always.
ALWAYS = frozenset({
    "sign_in_code", "sign_in_long_code", "confirm_code", "new_address_code", "address_help_code", "proof_code",
    "invitation",
})  # fmt: skip
