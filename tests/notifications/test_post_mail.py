"""A post as a mail: who gets it, what stands in it, and when it does not leave."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Member
from forum.actions.follow_board import follow_board
from forum.actions.follow_topic import follow_topic
from notifications.models import Delivery
from notifications.sender import drain_deliveries
from outbox.dispatch import drain_events
from outbox.models import Event
from regions.actions.change_membership import change_membership
from tests.factories import fresh, make_answer, make_board, make_member, make_network, make_topic
from tests.outbound import drain_outbox, everything_sent, mails_to, plain_text


def test_every_follower_gets_a_mail_of_their_own_and_the_author_none(topic, author, follower, rep, londoner):
    drain_outbox()

    for member in (follower, rep):
        (mail,) = mails_to(member.email)
        assert mail["To"] == member.email
        assert mail["Cc"] is None
    assert mails_to(author.email) == []
    assert mails_to(londoner.email) == []


def test_mail_says_board_who_and_what_on_its_first_lines(topic, follower):
    drain_outbox()

    lines = plain_text(mails_to(follower.email)[0]).splitlines()
    assert lines[0].startswith("Sam Tester (Head of service, Service")
    assert lines[1] == "started a topic on the North West board: Who has a remand protocol?"
    assert "Answer this mail" in lines[2]
    assert "We need one." in lines


def test_mail_names_its_list_and_how_to_leave_it(topic, follower, board):
    drain_outbox()
    (mail,) = mails_to(follower.email)

    assert mail["List-Id"] == "North West board <north-west.ymn.example>"
    assert mail["List-Post"] == "<mailto:north-west@ymn.example>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<http://\S+/stop/[a-z2-7]+/>", mail["List-Unsubscribe"])
    assert mail["Precedence"] == "list"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["From"].addresses[0].addr_spec == "north-west@ymn.example"


def test_scenario_52_five_mails_of_a_topic_are_one_conversation(topic, author, follower, rep):
    for turn in range(4):
        make_answer(author if turn % 2 else rep, topic, f"Answer {turn}")
    drain_outbox()

    mails = mails_to(follower.email)
    root = mails[0]["Message-ID"]
    assert len({mail["Message-ID"] for mail in mails}) == len(mails) == 5
    assert all(mail["References"].split()[0] == root for mail in mails[1:])
    assert [mail["In-Reply-To"] for mail in mails[1:]] == [mail["Message-ID"] for mail in mails[:-1]]
    assert all(mail["Thread-Index"].startswith(mails[0]["Thread-Index"][:29]) for mail in mails)
    assert len({mail["Thread-Topic"] for mail in mails}) == 1
    assert {mail["Subject"].removeprefix("Re: ") for mail in mails} == {"[North West] Who has a remand protocol?"}


def test_message_id_of_a_post_and_person_never_changes(topic, follower):
    drain_events()
    first = Delivery.objects.get(member=follower).message_id
    Delivery.objects.all().delete()
    topic_event_again()

    assert Delivery.objects.get(member=follower).message_id == first


def topic_event_again():
    Event.objects.filter(name="PostPublished").update(handled=None)
    drain_events()


def test_handling_an_event_twice_mails_once(topic, follower):
    drain_outbox()
    topic_event_again()
    drain_outbox()

    assert len(mails_to(follower.email)) == 1


def test_two_followers_have_different_reply_addresses(topic, follower, rep):
    drain_outbox()

    addresses = {mails_to(member.email)[0]["Reply-To"] for member in (follower, rep)}
    assert len(addresses) == 2
    assert all(re.fullmatch(r"reply\+[a-z2-7]{20,60}@ymn\.example", address) for address in addresses)


def test_nothing_personal_stands_in_the_body(topic, follower, rep):
    drain_outbox()

    first, second = (mails_to(member.email)[0] for member in (follower, rep))
    assert plain_text(first) == plain_text(second)
    assert first.get_body(("html",)).get_content() == second.get_body(("html",)).get_content()
    assert "reply+" not in plain_text(first)
    assert "/stop/" not in plain_text(first)


@pytest.mark.parametrize("choice", ["board", "topic"])
def test_who_wants_no_mail_gets_none(topic, author, follower, board, choice):
    drain_outbox()
    if choice == "board":
        follow_board(follower, board.slug, wants="nothing")
    else:
        follow_topic(follower, topic.pk, wants="mute")
    make_answer(author, topic)
    drain_outbox()

    assert len(mails_to(follower.email)) == 1


def test_member_elsewhere_gets_a_shared_board_by_choice(north_west, author, londoner):
    shared = make_board(north_west, readers="members")
    make_topic(author, shared, title="One")
    drain_outbox()
    assert mails_to(londoner.email) == []

    follow_board(londoner, shared.slug, wants="everything")
    make_topic(author, shared, title="Two")
    drain_outbox()
    assert [mail["Subject"] for mail in mails_to(londoner.email)] == ["[North West] Two"]


@pytest.mark.parametrize("status", ["ended", "suspended"])
def test_queued_mail_does_not_leave_after_the_right_ended(topic, follower, rep, status):
    drain_events()
    assert Delivery.objects.filter(member=follower).exists()

    change_membership(None, follower.memberships.get().pk, status=status)
    drain_outbox()

    assert mails_to(follower.email) == []
    assert Delivery.objects.get(member=follower).state == Delivery.State.SKIPPED
    assert len(mails_to(rep.email)) == 1


def test_queued_mail_does_not_leave_after_it_was_turned_off(topic, follower, board):
    drain_events()
    follow_board(follower, board.slug, wants="nothing")
    drain_deliveries()

    assert mails_to(follower.email) == []


def test_mail_waits_until_undoing_is_over(topic, follower, settings, author):
    drain_outbox()
    settings.UNDO_SECONDS = 300
    make_answer(author, topic)
    drain_outbox()

    assert len(mails_to(follower.email)) == 1
    assert Delivery.objects.filter(state=Delivery.State.WAITING).count() == 1


def test_hostile_names_and_titles_stay_in_their_headers(north_west, board, follower):
    villain = make_member(north_west, "Eve")
    # Such a name is refused at every door; the second wall is asked as if one had come in.
    Member.objects.filter(pk=villain.pk).update(first_name="Eve\r\nBcc: all@x.example")
    make_topic(fresh(villain), board, title="Hello\u202e\u2028 Bcc: you@x.example")
    drain_outbox()

    (mail,) = mails_to(follower.email)
    assert mail["Bcc"] is None
    assert mail["Subject"] == "[North West] Hello Bcc: you@x.example"


def test_no_mail_shows_another_members_address(topic, author, follower, rep):
    drain_outbox()

    (mail,) = mails_to(follower.email)
    assert rep.email not in mail.as_string()
    assert author.email not in mail.as_string()


def test_national_board_is_mailed_by_choice_only(author, londoner):
    national = make_board(make_network("National", kind="national"), slug="national")
    follow_board(londoner, "national", wants="everything")
    make_topic(author, national)
    drain_outbox()

    assert len(mails_to(londoner.email)) == 1
    assert everything_sent().count(b"X-Auto-Response-Suppress") == 1


def test_who_wants_no_mail_from_a_board_is_still_told_on_the_site(topic, author, follower, board):
    follow_board(follower, board.slug, wants="nothing")
    drain_outbox()

    assert mails_to(follower.email) == []
    assert follower.notifications.count() == 1


def test_who_mutes_a_topic_is_told_nothing_of_it(topic, author, follower):
    drain_outbox()
    follow_topic(follower, topic.pk, wants="mute")
    make_answer(author, topic)
    drain_outbox()

    assert follower.notifications.count() == 1


def test_telling_many_costs_no_more_queries_than_telling_few(north_west, author, board):
    counts = []
    for people in (3, 20):
        for _ in range(people):
            make_member(north_west)
        drain_outbox()
        make_topic(author, board)
        with CaptureQueriesContext(connection) as queries:
            drain_events()
        counts.append(len([query for query in queries if "notifications_" in query["sql"] or "stream" in query["sql"]]))
        drain_outbox()
    assert counts[0] == counts[1]
