"""Scenario 73: each region's account of moderation, for members, without names."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Entry
from forum.account import account_of, quarter_of, quarters_before
from forum.actions.keep_reported_post import keep_reported_post
from forum.actions.lock_topic import lock_topic
from forum.actions.remove_post import remove_post
from forum.actions.report_post import report_post
from forum.models import Matter
from tests.factories import make_answer

UK = ZoneInfo("Europe/London")


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_quarters_follow_each_other_without_a_gap(day):
    first, last = quarter_of(day)
    assert first <= day <= last
    assert (first.day, (first.month - 1) % 3, 90 <= (last - first).days + 1 <= 92) == (1, 0, True)
    found = quarters_before(day, 8)
    assert all((newer[0] - older[1]).days == 1 for newer, older in zip([(first, last), *found], found, strict=False))


@pytest.fixture
def accounted(topic, author, follower, rep):
    kept, removed, waits = (make_answer(follower, topic, text) for text in ("One.", "Two.", "Three."))
    for post in (kept, removed, waits):
        report_post(author, post.pk, why="unkind", words="")
    keep_reported_post(rep, kept.pk)
    remove_post(rep, removed.pk, reason="No.")
    Matter.objects.update(opened=datetime(2026, 8, 3, 10, tzinfo=UK))  # a Monday
    Matter.objects.filter(post=kept).update(decided=datetime(2026, 8, 3, 12, tzinfo=UK))
    Matter.objects.filter(post=removed).update(decided=datetime(2026, 8, 4, 10, tzinfo=UK))
    return topic.forum.network


def test_scenario_73_counts_and_median_hours_of_the_quarter_that_is_over(accounted):
    assert account_of(accounted, today=date(2026, 9, 30))[0].came == {}
    quarter = account_of(accounted, today=date(2026, 10, 1))[0]

    assert (quarter.first, quarter.last) == (date(2026, 7, 1), date(2026, 9, 30))
    assert quarter.came == {"reported": 3}
    assert quarter.became == {"left as it is": 1, "removed": 1}
    assert (quarter.hours, quarter.waiting) == (13.0, 1)


def test_acts_are_counted_from_the_audit_log(accounted, rep, topic):
    lock_topic(rep, topic.pk)
    at = Entry.objects.get(verb="lock_topic").at.astimezone(UK).date()
    (quarter,) = [
        one for one in account_of(accounted, today=date(at.year + 1, at.month, 1)) if one.first <= at <= one.last
    ]
    assert ("topics locked", 1) in quarter.acts


def test_it_is_for_members_and_names_nobody(accounted, author, follower, rep, londoner, seen_by):
    page = seen_by(londoner).get(f"/networks/{accounted.slug}/account/")

    assert page.status_code == 200
    for words in (author.full_name, follower.full_name, rep.full_name, "Three."):
        assert words not in page.content.decode().replace(londoner.full_name, "")
