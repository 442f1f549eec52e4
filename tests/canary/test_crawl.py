"""The canary crawl: every address, every persona, things of every network; sockets and mails as well."""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from accounts.models import Member
from forum.streams import board_stream
from notifications.live.rights import hearing_for, member_stream
from tests.canary.crawl import crawl, look_through_mails, routes
from tests.canary.policies import ANYBODY, ASKS_FOR_ONE, POLICIES, crawled, policy_of, wrongly_opened_or_closed
from tests.canary.world import OWNERS, UNSURE, World, make_world

# The second lane asks the same of the other database, where search differs: there a few visitors are enough.
VISITORS = (
    ["anonymous", "away_member", "home_suspended"]
    if os.environ.get("LANE") == "services"
    else sorted(ANYBODY | set(UNSURE))
)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Made:
    world: World
    files: Path


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Made]:
    """Made once for all visitors, as each leaves it as it was; undone when the last has gone."""
    files = tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), override_settings(FILES=files), transaction.atomic():
        yield Made(make_world(), files)
        transaction.set_rollback(True)


@pytest.fixture
def world(made, settings) -> World:
    settings.FILES = made.files
    return made.world


def test_every_address_has_a_declared_policy():
    assert {name for name, _ in routes() if policy_of(name) is None} == set()


def test_no_policy_is_left_of_an_address_that_went():
    assert set(POLICIES) - {name for name, _ in routes()} == set()


@pytest.mark.parametrize("persona", VISITORS)
def test_nobody_sees_a_foreign_word_and_everybody_gets_in_where_the_policy_says(world, persona, caplog):
    caplog.set_level(logging.DEBUG)
    only = set(ASKS_FOR_ONE) if persona in ("unsure_rep", "unsure_officer") else crawled()
    result = crawl(world, [persona], only=only)

    assert [str(finding) for finding in result.findings] == []
    assert wrongly_opened_or_closed(world, persona, result.opened, only=only) == []
    assert result.observations > (10 if len(only) < 20 else 100)
    logged = "\n".join(record.getMessage() for record in caplog.records).lower()
    assert [canary.where for canary in world.canaries if canary.word in logged] == []


def test_no_mail_holds_a_foreign_word(world):
    result = look_through_mails(world)

    assert [str(finding) for finding in result.findings] == []
    assert result.observations > 15


def test_a_socket_hears_the_streams_of_readable_boards_and_no_other(world):
    """What `hello` names is what the hub passes on: `notifications.live` asks the same question for each push."""
    every_board = [board.pk for board in world.boards.values()]

    for persona in sorted(ANYBODY - {"anonymous"}):
        member = Member.objects.get(pk=world.personas[persona].pk)
        heard = set(hearing_for(member, every_board).numbers)
        readable = {board_stream(board.pk) for key, board in world.boards.items() if persona in OWNERS[key]}
        assert (persona, heard) == (persona, readable | {member_stream(member.pk)})
