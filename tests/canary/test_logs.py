"""What goes wrong is logged by type, place and id: no word that anybody wrote, no address, no key of a link."""

import io
import json
import logging
import sys

import pytest
from django.test import Client

from accounts.models import Member
from config.logs import formatter
from forum.models import Post
from tests.canary.crawl import path_of, targets_of
from tests.canary.policies import crawled
from tests.canary.test_planted_faults import planted
from tests.canary.world import make_world


@pytest.fixture
def log():
    """The product's own log, as it would be written, read back."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


@pytest.mark.django_db
def test_threat_30_an_error_on_any_page_tells_nobody_what_was_written(log):
    world = make_world()
    body = Post.objects.filter(topic=world.made["home topic"]).first().content.raw

    def broken(*args, **kwargs):
        raise ValueError(f"could not show {body!r} of {Member.objects.get(first_name='Ada').email}")

    client = Client(raise_request_exception=False)
    client.force_login(Member.objects.get(first_name="Ada"))
    failed = 0
    with planted("regions.standing.member_standing", broken):
        for route in sorted(crawled()):
            for target in targets_of(world, route)[:1]:
                answer = client.get(path_of(route, target))
                if answer.status_code == 500:
                    failed += 1
                    assert body.encode() not in answer.content
                    assert b"ValueError" not in answer.content
    written = log.getvalue()

    assert failed > 5
    assert "builtins.ValueError" in written
    assert [canary.where for canary in world.canaries if canary.word in written] == []
    assert "@council.example" not in written


def test_addresses_and_keys_are_masked_and_ids_stay(log):
    logging.getLogger("django.request").warning(
        "Not Found: /invitation/aZ09_bY81-cX72dW63eV54fU45/ of sam@lakeside.example"
    )
    logging.getLogger("outbox").warning("delivery 1234567 waits")
    lines = [json.loads(line)["event"] for line in log.getvalue().splitlines()]

    assert lines == ["Not Found: /invitation/(key)/ of (address)", "delivery 1234567 waits"]


def test_an_exception_is_told_by_type_and_place(log):
    try:
        raise KeyError("Kyle Smith, born 03/04/2011")
    except KeyError:
        logging.getLogger("inbound").error("mail could not be read", exc_info=sys.exc_info())
    line = json.loads(log.getvalue())

    assert line["exception"][0] == "builtins.KeyError"
    assert line["exception"][1].startswith(__file__)
    assert "Kyle" not in log.getvalue()
