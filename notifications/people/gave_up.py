"""Mail that the relay put off until we gave up: whoever looks after the member's region is told once.

In the morning, one letter for each who is told, with everybody of whom it does not know yet: a mail system that is away
for five days gives up for a whole council at once.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Bounce, Member
from notifications.bounces import GAVE_UP
from notifications.fresh import NothingToSend
from notifications.letters import write_letter
from notifications.models import Delivery, Letter
from notifications.people.who import office_holders
from notifications.people.words import day
from regions.models import Network
from regions.permissions import can_moderate, is_working_secretariat
from regions.selectors import current_membership

FROM_HOUR = 8
LOOKED_BACK = timedelta(days=7)  # mornings without a worker are made good
ONCE_IN = timedelta(days=30)


def tell_of_giving_up(*, now: datetime | None = None) -> int:
    """Returns how many letters were written."""
    now = now or timezone.now()
    local = timezone.localtime(now)
    if local.hour < FROM_HOUR:
        return 0
    written = 0
    for teller, members in _by_who_is_told(set(_given_up(now - LOOKED_BACK))).items():
        new = sorted(members - _told(teller, now))
        if new:
            written += write_letter(
                "gave_up", member=Member.objects.get(pk=teller), key=f"gave-up:{local:%Y-%m-%d}:{teller}",
                context={"members": new},
            )  # fmt: skip
    return written


def gave_up_facts(letter: Letter) -> dict[str, Any]:
    """Who they are as it leaves: nobody who has gone, or whom its reader does not look after any more."""
    if letter.member is None:
        raise NothingToSend
    mine = _by_who_is_told(letter.context["members"]).get(letter.member.pk, set())
    when = _given_up(letter.created - LOOKED_BACK)
    members = Member.objects.filter(pk__in=mine & when.keys()).order_by("last_name", "pk")
    rows = [
        {"place": current_membership(one), "member": one, "day": day(when[one.pk]), "phone": _phone_of(one)}
        for one in members.select_related("profile")
    ]
    if not rows:
        raise NothingToSend
    return {"rows": rows}


def _phone_of(member: Member) -> str:
    profile = getattr(member, "profile", None)
    return profile.phone if profile is not None and profile.show_phone else ""


def _given_up(since: datetime) -> dict[int, date]:
    """Members and the day on which the last mail to them was given up: a report of delay from further on is no such."""
    reports = Bounce.objects.filter(status=GAVE_UP, at__gt=since).order_by("at")
    ours = Delivery.objects.filter(state=Delivery.State.REFUSED, pk__in=reports.values("mail")).values_list(
        "pk", flat=True
    )
    given_up = reports.filter(mail__in=list(ours)).values_list("member_id", "at")
    return {member: timezone.localdate(at) for member, at in given_up}


def _by_who_is_told(members: Iterable[int]) -> dict[int, set[int]]:
    """Who decides for the member's region; where it is nobody but those who are not reached, the secretariat."""
    lost, told = set(members), dict[int, set[int]]()
    people: dict[Network, list[int]] = {}
    for member in Member.objects.filter(pk__in=lost, is_active=True).order_by("pk"):
        place = current_membership(member)
        if place is None:
            continue
        region = place.service.region
        if region not in people:
            moderators = office_holders(lambda who, region=region: can_moderate(who, region))  # type: ignore[misc]
            people[region] = [one.pk for one in moderators if one.pk not in lost]
        for pk in people[region] or [one.pk for one in office_holders(is_working_secretariat)]:
            told.setdefault(pk, set()).add(member.pk)
    return told


def _told(teller: int, now: datetime) -> set[int]:
    letters = Letter.objects.filter(template="gave_up", member=teller, created__gt=now - ONCE_IN)
    return {pk for context in letters.values_list("context", flat=True) for pk in context["members"]}
