"""A whole region answers one poll in the same second: no answer is lost, and none counts twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Member
from forum.actions.add_poll import add_poll
from forum.actions.cast_vote import cast_vote
from forum.models import Ballot, Poll
from forum.polls.results import results_of
from forum.polls.voters import ballots_of
from forum.polls.wish import PollWish
from outbox.models import Event
from tests.factories import make_member
from tests.services.test_concurrency import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
VOTERS = 100


def test_a_hundred_answers_at_once_are_counted_exactly(topic, author, north_west):
    members = [make_member(north_west) for _ in range(VOTERS)]
    closes = timezone.now() + timedelta(days=1)
    poll = add_poll(author, topic.pk, wish=PollWish("Which?", ("One", "Two", "Three"), closes))

    def vote(turn: int, shift: int = 0) -> int:
        member = Member.objects.get(pk=members[turn].pk)
        return cast_vote(member, topic.pk, picks=[(turn + shift) % 4 % 3 + 1]).pk

    at_once(vote, range(VOTERS))
    assert counted(poll) == (101, 100, [50, 25, 25])
    assert Event.objects.filter(name="VoteCast").count() == VOTERS

    at_once(lambda turn: vote(turn, shift=1), range(VOTERS))  # and everybody changes their mind in the same second
    assert counted(poll) == (101, 100, [50, 25, 25])
    changed = {ballot.member_id: ballot.picks for ballot in Ballot.objects.filter(poll=poll)}
    assert changed == {one.pk: [(turn + 1) % 4 % 3 + 1] for turn, one in enumerate(members)}


def counted(poll: Poll) -> tuple[int, int, list[int]]:
    poll = Poll.objects.select_related("topic__forum__network").get(pk=poll.pk)
    result = results_of(poll, ballots_of(poll))
    return result.asked, result.answered, [row.votes for row in result.options]
