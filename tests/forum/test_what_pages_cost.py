"""How many statements the pages send to the database that members use most: literal, and the same for one row and three."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts.models import Member
from inbound.models import InboundMail
from notifications.housekeeping import settle_read_notifications
from notifications.models import Notification
from notifications.selectors import unread_count
from regions.actions.change_membership import change_membership
from tests.factories import make_answer, make_board, make_topic
from tests.outbound import drain_outbox

PAGES = {"home": 4, "board": 5, "topic": 5, "search": 3, "boards": 4}


def address_of(name: str, board, topic) -> str:
    args = {"board": [board.slug], "topic": [topic.pk]}
    return reverse(name, args=args.get(name, [])) + ("?q=protocol" if name == "search" else "")


@pytest.mark.parametrize(("name", "queries"), PAGES.items())
def test_page_costs_the_same_for_one_row_and_for_three(
    name, queries, board, author, rep, follower, seen_by, django_assert_num_queries
):
    topic, browser = make_topic(author, board, title="Which protocol"), seen_by(follower)
    for more in range(2):
        drain_outbox()
        browser.get(address_of("topic", board, topic))  # what is read is marked as read, once
        browser.get(address_of(name, board, topic))
        with django_assert_num_queries(queries):
            page = browser.get(address_of(name, board, topic))
        assert page.status_code == 200
        for _ in range(2 * (1 - more)):
            make_topic(author, make_board(board.network), title="Another protocol")


def test_home_asks_four_times_whatever_needs_its_member(board, author, follower, seen_by, django_assert_num_queries):
    browser = seen_by(follower)
    browser.get("/")
    with django_assert_num_queries(4):
        browser.get("/")
    InboundMail.objects.create(
        member=follower, state=InboundMail.State.HELD, sender="b@home.example", envelope_to="x@ymn.example", raw=b""
    )
    make_topic(author, board, title="Which protocol")

    with django_assert_num_queries(4):
        page = browser.get("/").content.decode()
    assert "A mail from b@home.example is held" in page
    assert "asks: Which protocol" in page


@pytest.mark.parametrize("answers", [0, 3])
def test_an_answer_costs_ten_statements(answers, board, author, follower, seen_by, django_assert_num_queries):
    """Also the first one in a topic. Two more are the savepoint that the action's transaction is inside this test's."""
    topic, browser = make_topic(author, board), seen_by(follower)
    for _ in range(answers):
        make_answer(follower, topic)
    drain_outbox()
    browser.get("/")
    form = {"text": "We moved it to a weekly meeting.", "key": "web:one"}

    with django_assert_num_queries(10 + 2):
        posted = browser.post(address_of("topic", board, topic), form)

    assert posted.status_code == 302
    topic.refresh_from_db()
    board.refresh_from_db()
    assert (topic.posts_count, topic.last_number, board.direct_posts_count) == (answers + 2,) * 3
    again = browser.post(address_of("topic", board, topic), form)
    assert (again.status_code, again["Location"]) == (302, posted["Location"])


def test_bell_counts_to_ninety_nine(board, author, follower, seen_by):
    topic = make_topic(author, board)
    drain_outbox()
    told = Notification.objects.get(member=follower)
    Notification.objects.bulk_create(
        Notification(member=follower, event_id=told.event_id + n, kind=told.kind, topic=topic, post=told.post,
                     seq=told.seq + n)
        for n in range(1, 120)
    )  # fmt: skip

    page = seen_by(follower).get("/boards/").content.decode()

    assert "More than 99 unread notifications" in page
    assert ">99+</b>" in page


def test_at_night_what_was_read_by_its_topic_is_marked_as_read_and_nothing_else(board, author, follower, rep, seen_by):
    topic = make_topic(author, board)
    drain_outbox()
    seen_by(follower).get(address_of("topic", board, topic))
    assert (unread_count(follower), unread_count(rep)) == (0, 1)

    assert settle_read_notifications() == 1

    assert set(Notification.objects.filter(read=None).values_list("member", flat=True)) == {rep.pk}
    assert (unread_count(follower), unread_count(rep)) == (0, 1)
    assert settle_read_notifications() == 0


def test_right_that_ends_has_ended_for_the_next_page_of_a_browser_that_is_open(board, author, follower, seen_by):
    topic, browser = make_topic(author, board), seen_by(follower)
    assert browser.get(reverse("topic", args=[topic.pk])).status_code == 200

    change_membership(None, follower.memberships.get().pk, status="ended")

    assert browser.get(reverse("topic", args=[topic.pk])).status_code == 404


@pytest.mark.parametrize("ending", ["session", "account", "hash"])
def test_session_that_ended_signs_in_nobody(ending, board, follower, seen_by, settings):
    browser = seen_by(follower)
    assert browser.get("/boards/").status_code == 200

    if ending == "session":
        Session.objects.all().delete()
    elif ending == "account":
        Member.objects.filter(pk=follower.pk).update(is_active=False)
    else:
        Member.objects.filter(pk=follower.pk).update(password="another")

    assert browser.get("/boards/").status_code == 302


def test_session_of_somebody_else_is_not_believed(board, author, follower, seen_by):
    """The row beside the session names one member and the session another: the session's word counts, as in Django."""
    browser = seen_by(follower)
    UserSession.objects.filter(session_key=browser.session.session_key).update(user=author)

    page = browser.get("/")

    assert (page.status_code, page.context["user"].pk) == (200, follower.pk)
