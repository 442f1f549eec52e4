"""Whom `bin/run` names to sign in as."""

from config.management.commands.seed_demo import plain_member_of
from tests.factories import make_member, make_officer, make_representative


def test_member_who_is_named_reads_no_more_than_any_member_of_the_region(london, north_west, author):
    make_representative(london)
    make_officer("chair", region=london)
    plain = make_member(london, "Plain", address="plain@eastside.example")

    assert plain_member_of("london") == plain
    assert plain_member_of("north-west") == author
    assert plain_member_of("nowhere") is None
