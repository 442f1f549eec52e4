"""What stands in a daily or weekly letter, read when it leaves: nothing that its reader may not read by then."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from accounts.models import Member
from forum.access import visible_boards, visible_topics
from forum.mail_wishes import OwnWishes, Rhythm
from forum.models import Board, Topic
from forum.told import Told
from notifications.digest_finds import finds_for
from notifications.digest_note import note_of_now
from notifications.fresh import NothingToSend
from notifications.models import Letter
from notifications.people.stopping import ways_to_stop
from notifications.tokens import Purpose
from regions.models import Network

MOST_TOPICS = 40


@dataclass
class Row:
    """A topic that moved: how many of its posts are new, and who wrote the last."""

    topic: Topic
    posts: int
    opened: bool
    address: str = ""  # takes an answer, where one is asked for

    @property
    def answers(self) -> int:
        return self.posts - self.opened


@dataclass
class Section:
    board: Board
    rows: list[Row] = field(default_factory=list)


def moved_topics(member: Member, since: datetime, until: datetime) -> Iterable[Any]:
    """The readable topics in which somebody else wrote in this time, each with `news`, `first_new`. One query."""
    new = Q(posts__approved=True, posts__published__gte=since, posts__published__lt=until) & ~Q(posts__poster=member)
    moved = visible_topics(member).filter(last_post_on__gte=since)
    return (
        moved.annotate(news=Count("posts", filter=new), first_new=Min("posts__number", filter=new),
                       newest=Max("posts__published", filter=new))
        .filter(news__gt=0)
        .select_related("forum__network", "poster")
        .order_by("forum__network__position", "forum__name", "-newest", "-pk")
    )  # fmt: skip


def sections_for(member: Member, wishes: OwnWishes, rhythm: str, since: datetime, until: datetime) -> list[Section]:
    """By board, what the member has in this rhythm. One query, however much there is."""
    sections: dict[int, Section] = {}
    for topic in moved_topics(member, since, until):
        if rhythm in {wishes.about_topic(topic).of(told).rhythm for told in _kinds_of(topic)}:
            section = sections.setdefault(topic.forum_id, Section(topic.forum))
            section.rows.append(Row(topic, topic.news, topic.first_new == 1))
    return list(sections.values())


def _kinds_of(topic: Any) -> Iterator[Told]:
    """What is new in it: that it was opened, answers, or both."""
    if topic.first_new == 1:
        yield Told.NEW_TOPIC
    if topic.news > (topic.first_new == 1):
        yield Told.ANSWER


def national_sections(member: Member, since: datetime, until: datetime) -> list[Section]:
    """What moved on the national boards, whatever the member has by mail: for the copy to pass on."""
    sections: dict[int, Section] = {}
    for topic in moved_topics(member, since, until):
        if topic.forum.network.kind == Network.Kind.NATIONAL:
            section = sections.setdefault(topic.forum_id, Section(topic.forum))
            section.rows.append(Row(topic, topic.news, topic.first_new == 1))
    return list(sections.values())


def digest_facts(letter: Letter) -> dict[str, Any]:
    """The letter's contents; raises NothingToSend for a day without news, and for who may read nothing any more."""
    member, rhythm = letter.member, letter.context["rhythm"]
    if member is None or not member.is_active:
        raise NothingToSend
    since, until = (datetime.fromisoformat(letter.context[word]) for word in ("since", "until"))
    wishes = OwnWishes(member)
    sections = sections_for(member, wishes, rhythm, since, until) if wishes.digests else []
    finds = finds_for(member, rhythm, since, until) if wishes.digests else []
    has_boards = bool(sections) or (rhythm == Rhythm.WEEKLY and has_weekly(member, wishes))
    if not (has_boards or finds):
        raise NothingToSend
    shown, left = cut_to_fit(sections)
    return ways_to_stop(Purpose.DIGEST, member) | {
        "sections": shown, "left": left, "weekly": rhythm == Rhythm.WEEKLY,
        "finds": finds, "has_boards": has_boards,
        "topics": sum(len(one.rows) for one in sections),
        "day": timezone.localtime(until).date(), "note": note_of_now() if rhythm == Rhythm.WEEKLY else None,
    }  # fmt: skip


def has_weekly(member: Member, wishes: OwnWishes) -> bool:
    """Does any board come weekly? Then the letter comes after a quiet week too: it can be relied on."""
    if not wishes.digests:
        return False
    return any(wishes.about_board(board).rhythm == Rhythm.WEEKLY for board in visible_boards(member))


def cut_to_fit(sections: list[Section]) -> tuple[list[Section], int]:
    """At most forty topics stand in a letter; the rest is a number and a link."""
    room, shown = MOST_TOPICS, []
    for section in sections:
        if room > 0:
            shown.append(Section(section.board, section.rows[:room]))
        room -= len(section.rows)
    return shown, max(0, -room)
