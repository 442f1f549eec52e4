"""The statement behind every page is made once for a member as they stand; it tells what the query itself would."""

from datetime import timedelta

import pytest
from django.utils import timezone

from config.frame import frame_of, frame_rows
from regions.actions.end_membership_on import end_membership_on
from regions.models import Membership
from regions.prepared import ANY_MOMENT, rows_for, statement_of
from regions.standing import member_standing
from tests.factories import fresh, join, make_board, make_member, make_network, make_officer, make_topic

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=31)


@pytest.fixture
def people(north_west, london, rep, author, follower, londoner):
    """With each kind of standing that a reader has, and something unread for them."""
    group = make_network("Resettlement", kind="group")
    wes = join(make_member(london, "Wes"), group)
    for network in (london, group):
        make_topic(wes, make_board(network))
    join(follower, group)
    return [rep, author, follower, londoner, make_officer("chair"), make_officer("secretariat")]


def test_made_once_it_tells_what_the_query_itself_tells(people, board):
    make_topic(people[0], board)
    now, found = timezone.now(), []
    for member in map(fresh, people):
        found.append([list(row) for row in frame_rows(member, now)])
        assert rows_for(frame_rows, member, now) == found[-1]
        assert rows_for(frame_rows, member, now) == found[-1]
    assert sum(map(bool, found)) >= 5


def test_its_moments_are_those_of_running(follower, rep, board, time_machine):
    make_topic(rep, board)
    member = fresh(follower)
    assert [row.unread for row in frame_of(member).rail["mine"]] == [1]
    made = statement_of.cache_info().misses

    later = timezone.now() + MONTH
    assert [row.unread for row in frame_of(member, now=later).rail["mine"]] == [0]
    assert statement_of.cache_info().misses == made


def test_each_moment_in_it_is_found(author):
    statement = statement_of(frame_rows, "any", author.pk, member_standing(fresh(author)))

    unreal = {str(ANY_MOMENT.year), str(ANY_MOMENT.year - 1)}
    kept = [value for value, back in zip(statement.params, statement.since, strict=True) if back is None]
    assert sum(back is not None for back in statement.since) >= 2
    assert not [value for value in kept if str(value)[:4] in unreal]


def test_whose_rights_change_has_another_one_at_once(author, north_west, board):
    assert [row.network for row in frame_of(fresh(author)).rail["mine"]] == [north_west]

    yesterday = timezone.localdate() - timedelta(days=1)
    end_membership_on(None, Membership.objects.get(member=author).pk, last_day=yesterday)

    assert frame_of(fresh(author)).rail == {"mine": [], "others": []}
