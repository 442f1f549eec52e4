"""Threat 21: ids can be walked through, but not far; and foreign and missing ones are alike all the way."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.refs import ref
from audit.models import Entry
from tests.factories import make_board, make_topic

pytestmark = pytest.mark.embedded


@pytest.fixture
def foreign(londoner, london):
    return make_topic(londoner, make_board(london, slug="london"))


def walk(browser, start: int, steps: int) -> list[int]:
    return [browser.get(f"/topics/{ref('topic', pk)}/").status_code for pk in range(start, start + steps)]


def test_after_sixty_missing_pages_in_ten_minutes_a_member_is_told_to_wait_and_the_log_says_so(
    follower, topic, seen_by, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)
    browser = seen_by(follower)
    assert set(walk(browser, 90_000, 61)) == {404}
    answer = browser.get(f"/topics/{ref('topic', 99_999)}/")

    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert "Wait ten minutes, then go on." in answer.content.decode()
    assert (
        browser.get(f"/topics/{ref('topic', topic.pk)}/").status_code == 429
    )  # else walking on would still find what is there
    assert browser.get("/").status_code == 200
    walk(browser, 91_000, 20)
    (entry,) = Entry.objects.filter(verb="look_for_pages")
    assert (entry.actor_id, entry.outcome, entry.reason) == (follower.pk, "refused", "too_many_missing")
    time_machine.shift(601)
    assert browser.get(f"/topics/{ref('topic', topic.pk)}/").status_code == 200


def test_foreign_and_missing_ids_are_alike_before_and_after_the_limit(follower, foreign, seen_by):
    browser = seen_by(follower)
    before = [browser.get(f"/topics/{ref('topic', pk)}/") for pk in (foreign.pk, 99_999)]
    walk(browser, 90_000, 60)
    after = [browser.get(f"/topics/{ref('topic', pk)}/") for pk in (foreign.pk, 99_999)]

    for pair, status in ((before, 404), (after, 429)):
        assert [answer.status_code for answer in pair] == [status, status]
        bodies = {re.sub(r'value="[^"]*"|/topics/\w+/', "", answer.content.decode()) for answer in pair}
        assert len(bodies) == 1


def test_asking_what_is_new_in_topic_after_topic_is_walking_too(follower, topic, foreign, seen_by):
    browser = seen_by(follower)
    asked = [browser.get(f"/live/since/?topic={foreign.pk + step}") for step in range(61)]

    assert {answer.status_code for answer in asked} == {404}
    assert browser.get(f"/live/since/?topic={topic.pk}").status_code == 429
    assert browser.get("/live/since/").status_code == 200
    assert Entry.objects.filter(verb="look_for_pages").count() == 1


def test_one_persons_walking_stops_nobody_else_and_sixty_are_allowed(follower, author, topic, seen_by):
    browser = seen_by(follower)
    walk(browser, 90_000, 60)
    assert browser.get(f"/topics/{ref('topic', topic.pk)}/").status_code == 200
    walk(browser, 91_000, 5)

    assert seen_by(author).get(f"/topics/{ref('topic', topic.pk)}/").status_code == 200
    assert Entry.objects.filter(verb="look_for_pages").count() == 1


def test_addresses_that_name_no_thing_do_not_count(follower, topic, seen_by):
    browser = seen_by(follower)
    for number in range(70):
        assert browser.get(f"/no-such-page-{number}/").status_code == 404

    assert browser.get(f"/topics/{ref('topic', topic.pk)}/").status_code == 200


def test_reading_goes_on_while_nothing_can_be_counted(follower, topic, seen_by, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError("the cache is away")

    browser = seen_by(follower)
    monkeypatch.setattr(cache, "incr", away)
    monkeypatch.setattr(cache, "get", away)

    assert set(walk(browser, 90_000, 65)) == {404}
    assert browser.get(f"/topics/{ref('topic', topic.pk)}/").status_code == 200
