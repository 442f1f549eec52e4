"""The representative's list: each Monday at half past seven, what nobody has answered for a week."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from accounts.models import Member
from forum.unanswered import unanswered_topics
from notifications.addresses import reply_address
from notifications.fresh import NothingToSend
from notifications.letters import write_letter
from notifications.models import Letter
from notifications.people.stopping import ways_to_stop
from notifications.tokens import Purpose, seal
from regions.facts import in_force
from regions.models import ListStop, Office, Representation
from regions.standing import Standing, State, standing_of, standings_of

AT = time(7, 30)
UNTIL = timedelta(hours=36)  # a Monday without a worker is made good until Tuesday evening
MOST = 30


def send_weekly_lists(*, now: datetime | None = None) -> int:
    """Write to each representative, and to who covers, whose networks have topics without an answer. Once a week each.
    Returns how many letters were written.
    """
    now = now or timezone.now()
    hour = monday_morning(now)
    if not hour <= now < hour + UNTIL:
        return 0
    held = in_force(timezone.localdate(now))
    people = set(Representation.objects.filter(held).values_list("member_id", flat=True))
    people |= set(Office.objects.filter(held).exclude(name="secretariat").values_list("member_id", flat=True))
    people -= set(ListStop.objects.values_list("member_id", flat=True))
    standings = standings_of(sorted(people))
    written = 0
    for member in Member.objects.filter(pk__in=people, is_active=True).order_by("pk"):
        if unanswered_topics(member, looks_after(standings[member.pk]), now=hour).exists():
            written += write_letter(
                "weekly_list",
                member=member,
                key=f"weekly-list:{hour:%G-%V}:{member.pk}",
                context={"hour": hour.isoformat()},
            )
    return written


def monday_morning(now: datetime) -> datetime:
    """Half past seven in the UK on the Monday of this week."""
    local = timezone.localtime(now)
    day = local.date() - timedelta(days=local.weekday())
    return datetime.combine(day, AT, tzinfo=ZoneInfo(settings.TIME_ZONE))


def looks_after(who: Standing) -> frozenset[int]:
    return who.represents | who.covers if who.state is State.CURRENT else frozenset()


def list_facts(letter: Letter) -> dict[str, Any]:
    """The topics that still have no answer and may still be read, each with the member's own address to answer to."""
    member = letter.member
    if member is None or ListStop.objects.filter(member=member).exists():
        raise NothingToSend
    hour = datetime.fromisoformat(letter.context["hour"])
    topics = list(unanswered_topics(member, looks_after(standing_of(member)), now=hour)[:MOST])
    if not topics:
        raise NothingToSend
    rows = [
        {
            "topic": topic,
            "reply": reply_address(
                seal(Purpose.REPLY, member_id=member.pk, thing_id=topic.pk, generation=member.token_generation)
            ),
        }
        for topic in topics
    ]
    return ways_to_stop(Purpose.LIST, member) | {"rows": rows}
