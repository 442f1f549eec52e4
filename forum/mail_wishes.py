"""Whether, how often and why a member gets a topic by mail: one rule, asked from both ends.

`decide` is the whole rule. `wishes_about` asks it for one topic and everybody concerned, `wishes_of` for one member and
many topics; a test holds them to each other. Rights are not asked here: they are asked when something leaves.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from accounts.models import Member
from forum.models import AskedRegion, Board, BoardFollow, MailHabits, NetworkFollow, Topic, TopicFollow
from forum.told import By, Told, is_off
from regions.models import Network
from regions.permissions import belongs_to
from regions.selectors import member_ids_in
from regions.standing import Standing, member_standing

Rhythm = BoardFollow.Wants
OF_TOPIC = {
    TopicFollow.Wants.WROTE: Rhythm.EVERYTHING,
    TopicFollow.Wants.FOLLOW: Rhythm.EVERYTHING,
    TopicFollow.Wants.DAILY: Rhythm.DAILY,
    TopicFollow.Wants.WEEKLY: Rhythm.WEEKLY,
    TopicFollow.Wants.MUTE: Rhythm.NOTHING,
}
NATIONAL_DEFAULT = Rhythm.WEEKLY


class Because(StrEnum):
    """What decided: the word that the letter gives, and the switch that changes it."""

    TOPIC = "topic"
    BOARD = "board"
    NETWORK = "network"
    HABIT = "habit"
    OWN = "own"  # the product's default for a network of one's own
    NATIONAL = "national"  # the product's default for national boards
    NOBODY = "nobody"  # not their network, and never chosen
    ASKED = "asked"  # their region took on another's question
    MENTION = "mention"
    AGAIN = "again"  # they pressed for it


@dataclass(frozen=True)
class Wish:
    """`off`: what the member turned off altogether, whatever they chose for a topic or a board."""

    rhythm: str
    because: Because
    off: str = ""

    def of(self, told: Told) -> "Wish":
        """The same for one kind of news: without mail it comes in the weekly letter, and without that not at all."""
        rhythm = self.rhythm
        if rhythm == Rhythm.EVERYTHING and is_off(self.off, told, By.EMAIL):
            rhythm = Rhythm.WEEKLY
        if rhythm in (Rhythm.DAILY, Rhythm.WEEKLY) and is_off(self.off, told, By.DIGEST):
            rhythm = Rhythm.NOTHING
        return replace(self, rhythm=rhythm)


def decide(
    *, topic: str, board: str, network: str, habit: str, own: bool, national: bool, asked: bool = False, off: str = ""
) -> Wish:
    """The nearest choice, with what is turned off whatever was chosen. Ask the wish `of` the kind of news."""
    wish = _nearest(topic=topic, board=board, network=network, habit=habit, own=own, national=national, asked=asked)
    return replace(wish, off=off)


def _nearest(*, topic: str, board: str, network: str, habit: str, own: bool, national: bool, asked: bool) -> Wish:
    """The nearest choice counts: topic, board, network, the member's habit for their own networks, the default.

    Each is "" where the member chose nothing. Off means off: no default is asked once a nearer word says nothing.
    Who wrote in a topic follows it, unless the next nearest word is that nothing shall come. `asked`: it is theirs as
    their region took another's question on; `board` is then what they chose for the board of their own where it stands.
    """
    if topic == TopicFollow.Wants.WROTE:
        said = board or network or ("" if national or not own else habit)
        return Wish(said, Because.TOPIC) if said == Rhythm.NOTHING else Wish(Rhythm.EVERYTHING, Because.TOPIC)
    if topic:
        return Wish(OF_TOPIC[TopicFollow.Wants(topic)], Because.TOPIC)
    if asked:
        return Wish(board or network or habit or Rhythm.EVERYTHING, Because.ASKED)
    if board:
        return Wish(board, Because.BOARD)
    if network:
        return Wish(network, Because.NETWORK)
    if national:
        return Wish(NATIONAL_DEFAULT, Because.NATIONAL)
    if not own:
        return Wish(Rhythm.NOTHING, Because.NOBODY)
    return Wish(habit, Because.HABIT) if habit else Wish(Rhythm.EVERYTHING, Because.OWN)


def wishes_about(topic: Topic) -> dict[int, Wish]:
    """The wish of everybody whom the topic may concern as it happens. Five queries, however many people.

    Of a national board only those stand here who chose something for it: all others have it in the weekly letter.
    """
    board = topic.forum
    national = board.network.kind == Network.Kind.NATIONAL
    own = set() if national else member_ids_in(board.network)
    of_topic = dict(TopicFollow.objects.filter(topic=topic).values_list("member_id", "wants"))
    of_board = dict(BoardFollow.objects.filter(board=board).values_list("member_id", "wants"))
    of_network = dict(NetworkFollow.objects.filter(network=board.network).values_list("member_id", "wants"))
    asked = _people_asked(topic, own) if topic.asked_ids else {}
    people = own | of_topic.keys() | of_board.keys() | of_network.keys() | asked.keys()
    habits = {row.member_id: row for row in MailHabits.objects.filter(member__in=people)}
    none = MailHabits()
    return {
        pk: decide(
            topic=of_topic.get(pk, ""), board=of_board.get(pk, asked.get(pk, "")), network=of_network.get(pk, ""),
            habit=habits.get(pk, none).rhythm, own=pk in own or pk in asked, national=national, asked=pk in asked,
            off=habits.get(pk, none).off,
        )
        for pk in people
    }  # fmt: skip


def _people_asked(topic: Topic, own: set[int]) -> dict[int, str]:
    """The people of the regions that took the question on, once each, with what they chose for the board of their own
    where it stands, or for their region.
    """
    people: dict[int, str] = {}
    for row in (
        AskedRegion.objects.filter(topic=topic, state=AskedRegion.State.ACCEPTED)
        .select_related("region")
        .order_by("pk")
    ):
        of_region = dict(NetworkFollow.objects.filter(network=row.region).values_list("member_id", "wants"))
        of_board = dict(BoardFollow.objects.filter(board=row.board_id).values_list("member_id", "wants"))
        for pk in member_ids_in(row.region) - own - people.keys():
            people[pk] = of_board.get(pk, of_region.get(pk, ""))
    return people


class OwnWishes:
    """One member's choices, read once: what any topic or board of theirs comes to. Four queries."""

    def __init__(self, member: Member, standing: Standing | None = None) -> None:
        self.standing = standing or member_standing(member)
        self.topics = dict(TopicFollow.objects.filter(member=member).values_list("topic_id", "wants"))
        self.boards = dict(BoardFollow.objects.filter(member=member).values_list("board_id", "wants"))
        self.networks = dict(NetworkFollow.objects.filter(member=member).values_list("network_id", "wants"))
        habits = habits_of(member)
        self.habit, self.digests, self.off = habits.rhythm, habits.digests, habits.off

    def about_board(self, board: Board, *, topic_id: int | None = None) -> Wish:
        return decide(
            topic=self.topics.get(topic_id, "") if topic_id is not None else "",
            board=self.boards.get(board.pk, ""), network=self.networks.get(board.network_id, ""), habit=self.habit,
            own=belongs_to(self.standing, board.network), national=board.network.kind == Network.Kind.NATIONAL,
            off=self.off,
        )  # fmt: skip

    def imagine(self, habit: str) -> "OwnWishes":
        """The same choices with another habit."""
        other = copy(self)
        other.habit = habit
        return other

    def about_topic(self, topic: Topic) -> Wish:
        if topic.asked_ids and not belongs_to(self.standing, topic.forum.network):
            return self._about_asked(topic)
        return self.about_board(topic.forum, topic_id=topic.pk)

    def _about_asked(self, topic: Topic) -> Wish:
        """As `_people_asked` has it for everybody."""
        taken = AskedRegion.objects.filter(topic=topic, state=AskedRegion.State.ACCEPTED)
        row = taken.filter(region__in=self.standing.region_ids).order_by("pk").first()
        board = topic.forum
        beside = self.boards.get(row.board_id or 0, self.networks.get(row.region_id, "")) if row else ""
        return decide(
            topic=self.topics.get(topic.pk, ""), board=self.boards.get(board.pk, beside),
            network=self.networks.get(board.network_id, ""), habit=self.habit, own=row is not None, national=False,
            asked=row is not None, off=self.off,
        )  # fmt: skip


def chosen_for_topic(topic: Any, standing: Standing) -> Wish:
    """The same for a topic that carries its reader's choices (`with_own_choices`): no further query."""
    return decide(
        topic=topic.topic_wants or "", board=topic.board_wants or "", network=topic.network_wants or "",
        habit=topic.habit or "", own=belongs_to(standing, topic.forum.network),
        national=topic.forum.network.kind == Network.Kind.NATIONAL,
    )  # fmt: skip


def wish_for_board(board: Any, standing: Standing) -> Wish:
    """The wish of the reader of a board that carries their choices (`get_board_page_for`): no further query."""
    return decide(
        topic="", board=board.board_wants or "", network=board.network_wants or "", habit=board.habit or "",
        own=belongs_to(standing, board.network), national=board.network.kind == Network.Kind.NATIONAL,
    )  # fmt: skip


def wishes_of(member: Member, topics: Iterable[Topic]) -> dict[int, Wish]:
    """The member's wish for each of the topics, whose board and network are loaded."""
    mine = OwnWishes(member)
    return {topic.pk: mine.about_topic(topic) for topic in topics}


def habits_of(member: Member) -> MailHabits:
    """The member's habits, or the defaults, not saved."""
    return MailHabits.objects.filter(member=member).first() or MailHabits(member=member)
