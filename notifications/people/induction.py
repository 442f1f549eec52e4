"""A newcomer's first weeks by mail: the welcome, and then at most four letters, until they say stop."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from meetings.selectors import next_meeting_of
from notifications.fresh import NothingToSend
from notifications.letters import write_letter
from notifications.models import Letter
from notifications.people.boards import own_board
from notifications.people.stopping import ways_to_stop
from notifications.tokens import Purpose
from regions.cover import looked_after
from regions.models import Induction
from regions.selectors import current_membership
from regions.standing import State, standing_of

# The welcome is the first of five. Days after the first one; what falls on a weekend waits for its Monday.
DAYS = (3, 10, 21, 33)
FROM_HOUR = 8
OVER_AFTER = timedelta(days=60)


def send_induction_mails(*, now: datetime | None = None) -> int:
    """Write the letters that are due today, from eight in the morning. After days without a worker only the newest is
    written: nobody gets two at once. Returns how many.
    """
    local = timezone.localtime(now or timezone.now())
    if local.hour < FROM_HOUR:
        return 0
    today, written = local.date(), 0
    going_on = Induction.objects.filter(stopped=None, mails_sent__lt=len(DAYS), started__gt=today - OVER_AFTER)
    for induction in going_on.select_related("member").order_by("pk"):
        due = sum(due_day(induction.started, number) <= today for number in range(len(DAYS)))
        if due > induction.mails_sent and standing_of(induction.member, today=today).state is State.CURRENT:
            written += _write(induction, due)
    return written


def due_day(started: date, number: int) -> date:
    day = started + timedelta(days=DAYS[number])
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day


@transaction.atomic
def _write(induction: Induction, number: int) -> bool:
    moved = Induction.objects.filter(pk=induction.pk, mails_sent=induction.mails_sent).update(mails_sent=number)
    return bool(moved) and write_letter(
        f"induction_{number}",
        member=induction.member,
        key=f"induction:{induction.pk}:{number}",
        context={"induction_id": induction.pk},
    )


def induction_facts(letter: Letter) -> dict[str, Any]:
    """Names as they are today; nothing once it was stopped, or the membership is no more."""
    induction = Induction.objects.select_related("member", "buddy").filter(pk=letter.context["induction_id"]).first()
    if induction is None or induction.stopped or standing_of(induction.member).state is not State.CURRENT:
        raise NothingToSend
    place = current_membership(induction.member)
    region = place.service.region if place else None
    return ways_to_stop(Purpose.INDUCTION, induction.member) | {
        "buddy": induction.buddy,
        "region": region,
        "care": looked_after(region) if region else None,
        "board": own_board(region),
        "following": next_meeting_of(induction.member, region) if region else None,
    }
