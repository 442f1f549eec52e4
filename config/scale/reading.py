"""What members have read, follow and were told."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from config.scale.people import People, Person
from config.scale.plan import PlannedTopic
from config.scale.posts import set_streams
from config.scale.table import Table
from forum.models import Board, BoardFollow, ReadMark, TopicFollow
from notifications.live.rights import member_stream
from notifications.models import Notification
from outbox.models import Event
from regions.models import Network

READ_BACK = timedelta(days=60)
TOLD_BACK = timedelta(days=14)
Marks = dict[tuple[int, int], tuple[int, datetime]]


def write_reading(rng: random.Random, planned: list[PlannedTopic], people: People, now: datetime) -> Marks:
    """Marks of everybody who wrote, and of some who only read. Authors follow their topics; some choose for a board."""
    marks: Marks = {}
    follows = Table(TopicFollow, "member_id", "topic_id", "wants")
    for topic in planned:
        for number, (author, moment) in enumerate(zip(topic.author_ids, topic.moments, strict=True), start=1):
            marks[author, topic.pk] = number, moment
        for author in dict.fromkeys(topic.author_ids):
            follows.add(author, topic.pk, TopicFollow.Wants.FOLLOW)
    for topic in planned:
        if topic.moments[-1] > now - READ_BACK:
            _read(rng, topic, people, marks)
    table = Table(ReadMark, "member_id", "topic_id", "number", "at")
    for (member, topic_id), (number, moment) in marks.items():
        table.add(member, topic_id, number, moment)
    table.close()
    follows.close()
    _choose_boards(rng, people)
    return marks


def _read(rng: random.Random, topic: PlannedTopic, people: People, marks: Marks) -> None:
    for reader in _readers(topic, people):
        if rng.random() < reader.activity:
            to = len(topic.moments) if rng.random() < 0.8 else rng.randint(1, len(topic.moments))
            if marks.get((reader.pk, topic.pk), (0, None))[0] < to:
                marks[reader.pk, topic.pk] = to, topic.moments[to - 1]


def _readers(topic: PlannedTopic, people: People) -> list[Person]:
    return people.everybody if topic.board.shared else people.of_network[topic.board.network_id]


def _choose_boards(rng: random.Random, people: People) -> None:
    table = Table(BoardFollow, "member_id", "board_id", "wants")
    for board in Board.objects.select_related("network").order_by("pk"):
        national = board.network.kind == Network.Kind.NATIONAL
        for person in people.of_network.get(board.network_id, []):
            if rng.random() < 0.15:
                table.add(person.pk, board.pk, BoardFollow.Wants.EVERYTHING if national else BoardFollow.Wants.NOTHING)
    table.close()


def write_notifications(planned: list[PlannedTopic], people: People, marks: Marks, now: datetime) -> int:
    """Of the last fortnight: the network's own people are told, on a national board those who take part."""
    table = Table(Notification, "member_id", "event_id", "kind", "topic_id", "post_id", "seq", "created", "read")
    events = dict(
        Event.objects.filter(name="PostPublished", created__gt=now - TOLD_BACK, created__lte=now)
        .values_list("payload__post_id", "pk")
    )  # fmt: skip
    told: dict[int, int] = {}
    for post_id, number, moment, topic in sorted(_recent(planned, now), key=lambda row: row[0]):
        kind = Notification.Kind.NEW_TOPIC if number == 1 else Notification.Kind.ANSWER
        for person in _audience(topic, people):
            if person.pk == topic.author_ids[number - 1]:
                continue
            told[person.pk] = told.get(person.pk, 0) + 1
            read = moment if marks.get((person.pk, topic.pk), (0, None))[0] >= number else None
            table.add(person.pk, events[post_id], kind, topic.pk, post_id, told[person.pk], moment, read)
    set_streams({member_stream(pk): seq for pk, seq in told.items()})
    return table.close()


def _recent(planned: list[PlannedTopic], now: datetime) -> Iterator[tuple[int, int, datetime, PlannedTopic]]:
    for topic in planned:
        for number, (pk, moment) in enumerate(zip(topic.post_ids, topic.moments, strict=True), start=1):
            if moment > now - TOLD_BACK:
                yield pk, number, moment, topic


def _audience(topic: PlannedTopic, people: People) -> list[Person]:
    if topic.board.network.kind == Network.Kind.NATIONAL:
        return topic.authors
    return people.of_network[topic.board.network_id]
