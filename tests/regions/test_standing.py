"""What a member is today."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from regions.actions.change_membership import change_membership
from regions.actions.give_network_place import give_network_place
from regions.models import AccessVersion, Membership, Network, Service
from regions.permissions import can_moderate
from regions.selectors import regions_with_representatives
from regions.standing import State, standing_of, standings_of
from tests.factories import fresh, join, make_member, make_network, make_officer, make_representative

TODAY = date(2026, 11, 22)


def place_of(member) -> Membership:
    return member.memberships.get()


def test_current_member_belongs_to_the_region_of_their_service(author, north_west):
    standing = standing_of(author)

    assert (standing.state, standing.region_ids) == (State.CURRENT, frozenset({north_west.pk}))


@pytest.mark.parametrize(
    ("status", "state"), [("lapsed", State.LAPSED), ("suspended", State.SUSPENDED), ("ended", State.NONE)]
)
def test_status_is_what_a_membership_comes_to(author, status, state):
    change_membership(None, place_of(author).pk, status=status)

    assert standing_of(fresh(author)).state == state


def test_membership_ends_with_its_last_day(author):
    Membership.objects.filter(member=author).update(starts=TODAY - timedelta(days=9), ends=TODAY)

    assert standing_of(author, today=TODAY).state == State.CURRENT
    assert standing_of(author, today=TODAY + timedelta(days=1)).state == State.NONE


def test_membership_that_has_not_begun_gives_nothing(author):
    Membership.objects.filter(member=author).update(starts=TODAY + timedelta(days=1))

    assert standing_of(author, today=TODAY).region_ids == frozenset()


def test_suspension_ends_by_itself_after_its_last_day(author):
    change_membership(None, place_of(author).pk, status="suspended", until=TODAY)

    assert standing_of(author, today=TODAY).state == State.SUSPENDED
    assert standing_of(author, today=TODAY + timedelta(days=1)).state == State.CURRENT


def test_suspension_holds_through_a_second_place(author, london):
    second = make_member(london)
    Membership.objects.filter(member=second).update(member=author)
    change_membership(None, author.memberships.order_by("pk").first().pk, status="suspended")

    assert standing_of(author).state == State.SUSPENDED


def test_lapsed_in_one_place_and_current_in_another_is_current(author, london):
    second = make_member(london)
    Membership.objects.filter(member=second).update(member=author)
    change_membership(None, author.memberships.order_by("pk").first().pk, status="lapsed")

    assert standing_of(author).state == State.CURRENT


def test_inactive_account_is_an_outsider(author):
    author.is_active = False

    assert standing_of(author).member_id is None


def test_parts_are_gathered_in_one_query(rep, north_west, django_assert_num_queries):
    give_network_place(None, rep, make_network("Harm", kind="group"), starts=timezone.localdate())

    with django_assert_num_queries(1):
        standing = standing_of(rep)
    assert (standing.represents, len(standing.group_ids), standing.is_executive) == (
        frozenset({north_west.pk}),
        1,
        True,
    )


def test_many_people_cost_one_query_as_well(author, follower, rep, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = standings_of([author.pk, follower.pk, rep.pk])
    assert {standing.state for standing in found.values()} == {State.CURRENT}


def test_every_change_of_rights_raises_the_version(author):
    before = AccessVersion.objects.get(member=author).version
    change_membership(None, place_of(author).pk, status="lapsed")

    assert AccessVersion.objects.get(member=author).version == before + 1


def test_secretariat_is_no_executive(db):
    assert standing_of(make_officer("secretariat")).is_executive is False
    assert standing_of(make_officer("chair")).is_executive is True


def test_regions_are_listed_with_their_representatives_in_two_queries(rep, london, django_assert_num_queries):
    make_representative(london)
    with django_assert_num_queries(2):
        rows = regions_with_representatives()

    assert {row.network.name: [term.member_id for term in row.representatives] for row in rows}["North West"] == [
        rep.pk
    ]


def test_region_without_a_representative_is_moderated_by_who_covers_it(
    rep, north_west, london, django_assert_num_queries
):
    london.covered_by = north_west
    london.save()

    with django_assert_num_queries(1):
        standing = standing_of(rep)
    assert (standing.covers, can_moderate(standing, london)) == (frozenset({london.pk}), True)
    make_representative(london)
    assert can_moderate(standing_of(fresh(rep)), london) is False


def test_the_query_made_once_and_the_one_made_anew_tell_the_same(db):
    """One person's facts come from a query kept ready, those of many from a new one: for every person and day alike."""
    home, away = make_network("North"), make_network("South")
    people = [
        make_member(home),
        make_representative(home),
        make_officer("chair", region=away),
        make_officer("secretariat"),
    ]
    join(people[0], make_network("Harm", kind="group"))
    lead = people[0]
    Service.objects.filter(pk=lead.memberships.get().service_id).update(lead=lead)
    Network.objects.filter(pk=away.pk).update(covered_by=home)
    change_membership(None, place_of(people[2]).pk, status="suspended", until=TODAY)
    everybody = [person.pk for person in people] + [999_999]
    for day in (TODAY - timedelta(days=400), TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)):
        together = standings_of(everybody, today=day)
        assert {pk: standings_of([pk], today=day)[pk] for pk in everybody} == together
    assert standings_of([lead.pk])[lead.pk].leads == {lead.memberships.get().service_id}
    assert standings_of([people[1].pk])[people[1].pk].covers == {away.pk}
