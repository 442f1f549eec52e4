"""Daily and weekly letters: when each is due by UK time, and to whom. What stands in one is read when it leaves.

The weekly letter comes to everybody who has a board weekly, also after a quiet week: by default that is every member,
as national boards are weekly unless chosen otherwise. The daily one comes when there is something in it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Member
from forum.mail_wishes import Rhythm, decide
from forum.models import Board, BoardFollow, MailHabits, NetworkFollow, SavedSearch, TopicFollow
from forum.told import By, Told
from notifications.letters import write_letter
from notifications.models import Letter
from notifications.when import UK
from regions.models import Network
from regions.permissions import belongs_to, can_read
from regions.standing import Standing, standings_of

UNTIL = timedelta(hours=36)  # a slot that no worker was there for is made good until then
LENGTH = {Rhythm.DAILY: timedelta(days=1), Rhythm.WEEKLY: timedelta(days=7)}
LONGEST = timedelta(days=31)  # after a pause no letter reaches back further


@dataclass(frozen=True)
class Slot:
    """One letter that is due: whose, which, and the hour that it stands for."""

    member: Member
    rhythm: str
    at: datetime

    @property
    def key(self) -> str:
        return f"digest:{self.rhythm}:{self.at:%G-%V-%u}:{self.member.pk}"


def send_digests(*, now: datetime | None = None) -> int:
    """Write the daily and weekly letters whose hour has come, each once. Returns how many."""
    now = now or timezone.now()
    due = [slot for slot in slots(now) if slot.at <= now < slot.at + UNTIL]
    written = set(Letter.objects.filter(key__in=[slot.key for slot in due]).values_list("key", flat=True))
    due = [slot for slot in due if slot.key not in written]
    wanting = rhythms_wanted([slot.member.pk for slot in due])
    earlier = _ends_of_earlier([slot.member.pk for slot in due], now)
    return sum(_write(slot, earlier) for slot in due if slot.rhythm in wanting[slot.member.pk])


def slots(now: datetime) -> Iterator[Slot]:
    """The latest daily and weekly hour of every active member, by their habits. Two queries."""
    habits = MailHabits.objects.in_bulk()
    today = timezone.localtime(now, UK).date()
    for member in Member.objects.filter(is_active=True).order_by("pk"):
        mine = habits.get(member.pk) or MailHabits(member=member)
        for rhythm, length in LENGTH.items():
            back = (today.weekday() - mine.weekday) % 7 if rhythm == Rhythm.WEEKLY else 0
            at = datetime.combine(today - timedelta(days=back), mine.at, tzinfo=UK)
            yield Slot(member, rhythm, at if at <= now else at - length)


def rhythms_wanted(member_ids: list[int]) -> dict[int, set[str]]:
    """Which of daily and weekly each of the people has for any board, topic or saved search. Eight queries,
    however many people.
    """
    if not member_ids:
        return {}
    standings = standings_of(member_ids)
    boards = list(Board.objects.filter(closed=None).select_related("network"))
    habits = {row.member_id: row for row in MailHabits.objects.filter(member__in=member_ids)}
    none = MailHabits()
    stopped = set(MailHabits.objects.filter(digests=False).values_list("member_id", flat=True))
    of_board = {(m, b): w for m, b, w in BoardFollow.objects.values_list("member_id", "board_id", "wants")}
    of_network = {(m, n): w for m, n, w in NetworkFollow.objects.values_list("member_id", "network_id", "wants")}
    wanted: dict[int, set[str]] = defaultdict(set)
    for member_id, wants in TopicFollow.objects.filter(wants__in=LENGTH).values_list("member_id", "wants"):
        wanted[member_id].add(wants)
    for member_id, letter in SavedSearch.objects.exclude(letter="").values_list("member_id", "letter"):
        wanted[member_id].add(letter)
    for pk in stopped:
        wanted.pop(pk, None)
    for pk in set(member_ids) - stopped:
        for board in boards:
            mine = habits.get(pk, none)
            wish = decide(
                topic="", board=of_board.get((pk, board.pk), ""), network=of_network.get((pk, board.network_id), ""),
                habit=mine.rhythm, own=belongs_to(standings[pk], board.network),
                national=board.network.kind == Network.Kind.NATIONAL, off=mine.off,
            )  # fmt: skip
            rhythms = {wish.of(told).rhythm for told in (Told.NEW_TOPIC, Told.ANSWER)} & LENGTH.keys()
            if rhythms and _reads(standings[pk], board):
                wanted[pk] |= rhythms
        if By.EMAIL in habits.get(pk, none).off:  # what they follow comes weekly instead
            wanted[pk].add(Rhythm.WEEKLY)
    return wanted


def _reads(who: Standing, board: Board) -> bool:
    return can_read(who, board.network, shared=board.shared)


def _ends_of_earlier(member_ids: list[int], now: datetime) -> dict[tuple[int, str], datetime]:
    """Where each one's last letter of each rhythm ended: the next begins there, whatever day was chosen since."""
    found = Letter.objects.filter(template="digest", member__in=member_ids, created__gt=now - LONGEST)
    rows = found.order_by("created").values_list("member_id", "context")
    return {(pk, context["rhythm"]): datetime.fromisoformat(context["until"]) for pk, context in rows}


def _write(slot: Slot, earlier: dict[tuple[int, str], datetime]) -> bool:
    since = earlier.get((slot.member.pk, slot.rhythm), slot.at - LENGTH[Rhythm(slot.rhythm)])
    context = {"rhythm": str(slot.rhythm), "since": since.isoformat(), "until": slot.at.isoformat()}
    return write_letter("digest", member=slot.member, key=slot.key, context=context)
