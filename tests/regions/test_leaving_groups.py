"""A member of several networks leaves one group alone; and who covers a group sees its people, not its boards."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.refs import ref
from audit.models import Entry
from audit.write import write_entry
from notifications.sender import drain_deliveries
from outbox.dispatch import drain_events
from regions.actions.appoint_representative import appoint_representative
from regions.actions.change_membership import change_membership
from regions.actions.leave_group import leave_group
from regions.models import AccessVersion
from regions.permissions import Reason, Refused
from tests.factories import fresh, join, make_board, make_network, make_officer, make_topic
from tests.outbound import drain_outbox, mails_to


@pytest.fixture
def group():
    return make_network("Remand group", kind="group")


@pytest.fixture
def other_group():
    return make_network("Girls group", kind="group")


@pytest.fixture
def member(author, group, other_group):
    join(author, group)
    return fresh(join(author, other_group))


def test_leaving_one_group_leaves_everything_else(member, group, other_group, board, seen_by):
    mine, others = make_board(group, slug="remand"), make_board(other_group, slug="girls")
    written = make_topic(member, mine)
    drain_outbox()
    browser = seen_by(member)
    page = browser.get("/networks/remand-group/").content.decode()
    assert "/networks/remand-group/leave/" in page
    means = browser.get("/networks/remand-group/leave/").content.decode()
    assert "Your membership, your region and your other groups stay as they are." in means
    assert browser.get("/boards/remand/").status_code == 200  # looking changed nothing
    before = AccessVersion.objects.get(pk=member.pk).version
    answer = browser.post("/networks/remand-group/leave/", follow=True)

    assert "You have left Remand group." in answer.content.decode()
    statuses = {path: browser.get(path).status_code for path in (
        "/networks/remand-group/", "/boards/remand/", f"/topics/{ref('topic', written.pk)}/", "/networks/remand-group/leave/",
        f"/boards/{others.slug}/", f"/boards/{board.slug}/",
    )}  # fmt: skip
    assert list(statuses.values()) == [404, 404, 404, 404, 200, 200]
    assert AccessVersion.objects.get(pk=member.pk).version == before + 1
    assert written.subject in browser.get(reverse("my_posts")).content.decode()
    entry = Entry.objects.get(verb="leave_group")
    assert (entry.actor_id, entry.network_id) == (member.pk, group.pk)


def test_mail_on_its_way_does_not_leave_any_more(member, group, follower):
    there = make_board(group, slug="remand")
    join(follower, group)
    make_topic(follower, there)
    drain_events()
    leave_group(member, group)
    drain_deliveries()

    assert mails_to(member.email) == []


def test_a_suspended_member_may_leave_too(member, group, seen_by):
    change_membership(None, member.memberships.get().pk, status="suspended")
    seen_by(member).post("/networks/remand-group/leave/")

    assert Entry.objects.filter(verb="leave_group", outcome="done").count() == 1


def test_who_represents_it_hands_it_on_first(member, group, seen_by):
    appoint_representative(None, member, group, starts=timezone.localdate())
    browser = seen_by(fresh(member))
    page = browser.get("/networks/remand-group/leave/").content.decode()

    assert "somebody has to follow you" in page
    assert '<button class="btn warn"' not in page
    assert browser.post("/networks/remand-group/leave/").status_code == 403
    with pytest.raises(Refused) as refused:
        leave_group(fresh(member), group)
    assert refused.value.reason == Reason.STILL_REPRESENTS


def test_others_are_told_that_there_is_no_such_page(member, group, board, follower, seen_by):
    browser = seen_by(follower)
    for path in ("/networks/remand-group/leave/", "/networks/no-such-group/leave/", "/networks/north-west/leave/"):
        assert (browser.get(path).status_code, browser.post(path).status_code) == (404, 404)
    with pytest.raises(Refused) as refused:
        leave_group(follower, group)
    assert refused.value.reason == Reason.NOT_YOUR_PLACE


# --- Who covers


def test_who_covers_a_group_without_representative_sees_page_and_people_and_no_board(member, group, seen_by):
    there = make_board(group, slug="remand")
    topic = make_topic(member, there, title="Bail")
    chair = make_officer("chair")
    browser = seen_by(chair)
    page = browser.get("/networks/remand-group/").content.decode()

    assert member.full_name in page
    assert "its boards stay its members’" in page
    assert "Remand group board" not in page.split("Who belongs")[0].split("<main")[1]
    assert browser.get("/networks/remand-group/members/").status_code == 200
    for path in ("/boards/remand/", f"/topics/{ref('topic', topic.pk)}/", "/networks/remand-group/boards/"):
        assert browser.get(path).status_code == 404, path
    assert f"/topics/{ref('topic', topic.pk)}/" not in browser.get("/search/?q=Bail").content.decode()


def test_once_it_has_a_representative_the_page_is_not_there_for_the_officers(member, group, seen_by):
    chair = make_officer("chair")
    appoint_representative(None, member, group, starts=timezone.localdate())

    assert seen_by(chair).get("/networks/remand-group/").status_code == 404
    assert seen_by(chair).get("/networks/remand-group/members/").status_code == 404


def test_a_member_from_outside_the_group_sees_nothing_of_it(member, group, londoner, seen_by):
    assert seen_by(londoner).get("/networks/remand-group/").status_code == 404


# --- The audit log


def test_audit_log_names_no_network_to_a_representative_who_may_not_read_it(member, group, rep, seen_by):
    leave_group(member, group)
    chair = make_officer("chair")
    seen_by(rep).get("/networks/remand-group/boards/")
    body = seen_by(rep, sure=True).get("/audit-log/").content.decode()

    assert "left a group" in body
    assert "Remand group" not in body
    assert "remand-group" not in body
    assert "a network that you do not read" in body
    assert "Remand group" in seen_by(chair, sure=True).get("/audit-log/").content.decode()  # covers it today


def test_audit_log_says_days_and_truths_in_words(rep, seen_by):
    details = {"ends": "2026-04-30", "welcome": True, "renamed": False, "moved": [1, 2], "was": None, "old": "None"}
    write_entry("end_membership", actor_id=rep.pk, details=details)
    body = seen_by(rep, sure=True).get("/audit-log/").content.decode()

    assert "(ends: 30 April 2026, moved: 1 and 2, renamed: no, welcome: yes)" in body
