"""Whoever looks after a region, or the executive, notes when its schools are closed."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from forum.access import NotVisible
from meetings.models import SchoolHoliday
from regions.models import Network
from regions.permissions import Reason, can_keep_school_holidays, can_see_meeting, require
from regions.problems import Problem
from regions.standing import standing_of

LONGEST_NAME = 60
LONGEST = timedelta(days=70)  # from July into September, and some days
FARTHEST = timedelta(days=3 * 366)


@transaction.atomic
def add_school_holiday(
    actor: Member, network_id: int, *, name: str, starts: date, ends: date, today: date | None = None
) -> SchoolHoliday:
    """The same once more gives the same row. Raises NotVisible, Refused, Problem."""
    network, who = Network.objects.select_for_update().filter(pk=network_id).first(), standing_of(actor)
    if network is None or not can_see_meeting(who, network):
        raise NotVisible
    require(can_keep_school_holidays(who, network), Reason.NOT_THE_REPRESENTATIVE)
    _check(starts, ends, today or timezone.localdate())
    meets = network.school_holidays.filter(starts__lte=ends, ends__gte=starts).first()
    if meets is not None:
        if (meets.name, meets.starts, meets.ends) == (name, starts, ends):
            return meets
        raise Problem("starts", f"These days meet “{meets.name}”, which is noted already. Take that away first.")
    row = SchoolHoliday.objects.create(network=network, name=name, starts=starts, ends=ends)
    write_entry(
        "add_school_holiday", actor_id=actor.pk, subject=f"network {network.pk}", network_id=network.pk,
        details={"starts": str(starts), "ends": str(ends)},
    )  # fmt: skip
    return row


def _check(starts: date, ends: date, today: date) -> None:
    if ends < starts:
        raise Problem("ends", "The last day has to be the first day, or after it.")
    if ends < today:
        raise Problem("ends", "These holidays are over.")
    if ends - starts > LONGEST:
        raise Problem("ends", "This is longer than ten weeks. Note each holiday by itself.")
    if starts - today > FARTHEST:
        raise Problem("starts", "This is more than three years away.")
