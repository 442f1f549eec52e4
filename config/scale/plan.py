"""Which topics there are, how long each is, and when its posts were written, before a row is written."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from config.scale.people import People, Person
from forum.models import Board
from regions.models import Network

YEARS = timedelta(days=5 * 365)
LONG = 150  # posts: from here on a topic is one that people come back to for years
WEIGHTS = {
    Network.Kind.REGION: 6,  # a third of it for a board that the region shares with all members
    Network.Kind.NATIONAL: 26,
    Network.Kind.GROUP: 5,
    Network.Kind.EXECUTIVE: 2,
    Network.Kind.REPRESENTATIVES: 2,
}
UNANSWERED = 0.14


@dataclass
class PlannedTopic:
    board: Board
    authors: list[Person]
    moments: list[datetime]
    post_ids: list[int] = field(default_factory=list)
    author_ids: list[int] = field(default_factory=list)
    pk: int = 0


def plan_topics(rng: random.Random, topics: int, posts: int, now: datetime, people: People) -> list[PlannedTopic]:
    """In the order in which they were opened."""
    boards = [board for board in Board.objects.select_related("network").order_by("pk") if _writers(board, people)]
    weights = [_weight(board) for board in boards]
    planned = []
    for size in _sizes(rng, topics, posts):
        board = rng.choices(boards, weights)[0]
        writers = _writers(board, people)
        taking_part = rng.sample(writers, min(len(writers), 1 + int(1.6 * size**0.5)))
        planned.append(PlannedTopic(board, taking_part, _moments(rng, size, now)))
    return sorted(planned, key=lambda topic: topic.moments[0])


def _weight(board: Board) -> float:
    weight = WEIGHTS[Network.Kind(board.network.kind)]
    return weight / 3 if board.shared and board.network.kind == Network.Kind.REGION else weight


def _writers(board: Board, people: People) -> list[Person]:
    return people.of_network.get(board.network_id, [])


def _sizes(rng: random.Random, topics: int, posts: int) -> list[int]:
    """Few topics have thousands of posts, most have a handful, some have no answer. They add up exactly."""
    answered = max(1, topics - int(topics * UNANSWERED))
    weights = [(rank + 4) ** -0.95 for rank in range(answered)]
    left, whole = posts - topics, sum(weights)
    sizes = [1 + int(left * weight / whole) for weight in weights] + [1] * (topics - answered)
    for index in range(posts - sum(sizes)):
        sizes[index % answered] += 1
    rng.shuffle(sizes)
    return sizes


def _moments(rng: random.Random, size: int, now: datetime) -> list[datetime]:
    """When each post was written, ascending: long topics to this day, short ones within weeks; more of them of late."""
    age = YEARS * rng.random() ** 1.5
    if size >= LONG:
        age = span = max(age, timedelta(days=300))
    else:
        span = min(age, timedelta(days=rng.lognormvariate(1.2, 1.1) * size**0.5))
        if rng.random() < 0.08:  # somebody found it again
            span = age
    opened = min(_at_work(rng, now - age, now), now - timedelta(minutes=size + 5))
    later = sorted(_at_work(rng, opened + span * rng.random(), now) for _ in range(size - 1))
    moments = [opened]
    for number, moment in enumerate(later, start=2):
        after = max(moment, moments[-1] + timedelta(seconds=20))
        moments.append(min(after, now - timedelta(seconds=20 * (size - number + 1))))
    return moments


def _at_work(rng: random.Random, moment: datetime, now: datetime) -> datetime:
    """The same day, between eight and six, or the day before if that is yet to come."""
    at = moment.replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(seconds=rng.randrange(10 * 3600))
    return at if at < now else at - timedelta(days=1)
