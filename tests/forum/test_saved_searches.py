"""Searches that a member keeps: saved, told of what is new, and never of what may not be read (threats 2 and 97)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.refs import ref
from forum import search_round
from forum.actions.change_saved_search import change_saved_search
from forum.actions.move_topic import move_topic
from forum.actions.release_held_post import release_held_post
from forum.actions.save_search import save_search
from forum.actions.take_back_post import take_back_post
from forum.actions.undo_post import undo_post
from forum.actions.vouch_for_held_post import vouch_for_held_post
from forum.events import SearchFound
from forum.models import SavedSearch, SearchHit, SearchMark
from forum.saved_searches import FULL, MOST_SEARCHES
from forum.search import Wanted
from forum.search_round import forget_old_finds, tell_of_finds
from notifications.digests import send_digests
from notifications.models import Notification
from notifications.people.finds import notify_of_finds
from notifications.selectors import notifications_for, unread_count
from outbox.models import Event
from regions.actions.change_membership import change_membership
from regions.actions.erase_member import erase_member
from regions.actions.take_own_data import take_own_data
from regions.permissions import Refused
from tests.factories import fresh, make_answer, make_board, make_network
from tests.outbound import drain_outbox, mails_to, plain_text

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.doors")]
THURSDAY = datetime(2026, 11, 26, 7, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    """Noon of the day before a weekly letter."""
    time_machine.move_to(THURSDAY - timedelta(hours=19, minutes=30), tick=True)
    tell_of_finds()
    return time_machine


def later(clock, **more) -> int:
    """A round after some time; how many searches found something."""
    clock.shift(timedelta(**more or {"minutes": 15}))
    found = tell_of_finds()
    drain_outbox()
    return found


def saved(member, words="protocol", *, letter="", bell=True, **filters) -> SavedSearch:
    kept = save_search(fresh(member), wanted=Wanted(words=words, filters=filters))
    return change_saved_search(fresh(member), kept.pk, name=kept.name, bell=bell, letter=letter)


def told(member) -> list[tuple[str, int]]:
    """The saved searches that the bell tells of, with how many posts."""
    rows = notifications_for(fresh(member)).filter(kind="found")
    return [(row.search.name, row.finds) for row in rows]


def letters(member) -> list[str]:
    return [plain_text(mail) for mail in mails_to(member.email) if "saved search" in plain_text(mail)]


# --- Keeping


def test_words_and_limits_are_kept_together_and_run_again(topic, follower, seen_by):
    browser = seen_by(follower)
    found = browser.get("/search/", {"q": "remand", "network": "north-west", "kind": "discussion"}).content.decode()
    assert 'value="remand" aria-describedby="id_name_hint"' in found

    answer = browser.post(
        "/search/saved/", {"q": " remand ", "network": "north-west", "kind": "discussion", "name": "Beds"}, follow=True
    )

    row = SavedSearch.objects.get()
    assert (row.name, row.words, row.filters) == ("Beds", "remand", {"network": "north-west", "kind": "discussion"})
    assert "“Beds” is saved" in answer.content.decode()
    listed = browser.get("/search/saved/").content.decode()
    assert "/search/?q=remand&amp;kind=discussion&amp;network=north-west" in listed
    assert "in north-west" in listed
    assert "Beds" in browser.get("/search/").content.decode()


def test_without_a_name_it_is_called_by_its_words_or_its_limits(follower):
    assert saved(follower, "remand protocol").name == "remand protocol"
    assert saved(follower, "", by="Sam", answered="no").name == "by Sam, without an answer"


def test_the_same_search_twice_is_one(follower):
    assert saved(follower).pk == saved(follower).pk
    assert saved(follower, network="north-west").pk != saved(follower).pk


def test_an_empty_search_and_one_too_many_are_not_kept(follower, seen_by):
    browser = seen_by(follower)
    assert browser.post("/search/saved/", {"q": "  "}).status_code == 422
    for number in range(MOST_SEARCHES):
        saved(follower, f"word{number}")

    full = browser.post("/search/saved/", {"q": "one more"})

    assert full.status_code == 422
    assert FULL in full.content.decode()
    assert FULL in browser.get("/search/saved/").content.decode()
    assert SavedSearch.objects.count() == MOST_SEARCHES
    assert browser.post("/search/saved/", {"q": "word3"}).status_code == 302


def test_renaming_and_removing_are_for_its_member_alone(follower, author, seen_by):
    row = saved(follower)
    path = f"/search/saved/{ref('search', row.pk)}/"
    assert seen_by(author).get(path).status_code == 404
    assert seen_by(author).post(path, {"do": "remove"}).status_code == 404
    browser = seen_by(follower)
    wrong = browser.post(path, {"name": "  ", "bell": "yes", "letter": "weekly"})
    assert wrong.status_code == 422
    assert "Give it a name" in wrong.content.decode()
    assert 'value="weekly" checked' in wrong.content.decode()
    assert browser.post(path, {"name": "x", "letter": "hourly"}).status_code == 422

    browser.post(path, {"name": "Beds", "letter": "weekly"})
    row.refresh_from_db()
    assert (row.name, row.bell, row.letter) == ("Beds", False, "weekly")

    browser.post(path, {"do": "remove"})
    assert not SavedSearch.objects.exists()


def test_a_suspended_member_keeps_none_and_a_lapsed_one_does(follower, author, seen_by):
    change_membership(None, follower.memberships.get().pk, status="suspended", reason="x")
    change_membership(None, author.memberships.get().pk, status="lapsed")

    with pytest.raises(Refused):
        save_search(fresh(follower), wanted=Wanted(words="x"))
    assert save_search(fresh(author), wanted=Wanted(words="x")).pk


def test_the_pages_cost_the_same_for_one_and_three(topic, author, follower, seen_by, clock):
    def queries(path):
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path).status_code == 200
        return len(asked)

    row, browser = saved(follower, "protocol"), seen_by(follower)
    make_answer(author, topic, "A protocol.")
    later(clock)
    paths = ("/search/", "/search/saved/", f"/search/saved/{ref('search', row.pk)}/", "/notifications/")
    browser.get("/search/")
    one = [queries(path) for path in paths]
    assert one[:3] == [3, 3, 4]
    saved(follower, "beds")
    saved(follower, "remand")
    make_answer(author, topic, "Another protocol.")
    make_answer(author, topic, "One more protocol of remand beds.")
    later(clock)

    assert [queries(path) for path in paths] == one


# --- What is new


def test_new_posts_are_told_once_and_never_what_was_there_or_is_ones_own(topic, author, follower, clock):
    make_answer(author, topic, "An old timetable.")
    saved(follower, "timetable")
    assert later(clock) == 0
    make_answer(author, topic, "A new timetable.")
    make_answer(follower, topic, "My own timetable.")
    make_answer(author, topic, "Something else.")

    assert [later(clock), later(clock), later(clock, hours=3)] == [1, 0, 0]

    assert told(follower) == [("timetable", 1)]
    assert SearchHit.objects.get().post.content.raw == "A new timetable."


def test_one_unread_notification_counts_on_until_it_is_read(topic, author, follower, clock, seen_by):
    row = saved(follower)
    for number in range(3):
        make_answer(author, topic, f"Protocol {number}.")
        later(clock)
    assert told(follower) == [("protocol", 3)]

    seen_by(follower).post("/notifications/read/", {"search": row.pk})
    make_answer(author, topic, "Protocol 4.")
    later(clock)

    assert told(follower) == [("protocol", 1), ("protocol", 3)]
    assert seen_by(author).post("/notifications/read/", {"search": row.pk}).status_code == 404


def test_reading_the_posts_reads_it(topic, author, follower, clock, seen_by):
    saved(follower)
    make_answer(author, topic, "A protocol.")
    later(clock)
    finds = Notification.objects.filter(member=follower, kind="found")
    assert [row.is_read for row in notifications_for(follower).filter(pk__in=finds)] == [False]
    assert "protocol: 1 new post" in seen_by(follower).get("/notifications/").content.decode()

    seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/")

    assert [row.is_read for row in notifications_for(follower).filter(pk__in=finds)] == [True]


def test_a_post_that_was_held_is_new_when_it_is_released(author, topic, follower, rep, clock):
    held = make_answer(author, topic, "A protocol for NHS 999 123 4563.")
    saved(follower)
    assert later(clock) == 0
    vouch_for_held_post(author, held.pk)
    clock.shift(timedelta(hours=1))
    release_held_post(rep, held.pk)

    assert later(clock) == 1


def test_what_may_still_be_undone_waits_and_what_was_undone_is_not_told(topic, author, follower, clock, settings):
    settings.UNDO_SECONDS = 300
    saved(follower)
    clock.shift(timedelta(minutes=10))
    gone, kept = make_answer(author, topic, "A protocol."), make_answer(author, topic, "Another protocol.")
    assert later(clock, minutes=1) == 0
    undo_post(author, gone.pk)

    assert later(clock) == 1
    assert [hit.post_id for hit in SearchHit.objects.all()] == [kept.pk]


def test_telling_nothing_finds_nothing_and_is_not_made_up_for(topic, author, follower, clock):
    row = saved(follower, bell=False)
    make_answer(author, topic, "A protocol.")
    assert later(clock) == 0
    make_answer(author, topic, "A second protocol.")
    clock.shift(timedelta(seconds=1))
    change_saved_search(fresh(follower), row.pk, name="x", bell=True, letter="")
    clock.shift(timedelta(seconds=1))
    make_answer(author, topic, "A third protocol.")

    assert later(clock) == 1
    assert told(follower) == [("x", 1)]


# --- Rights, at the moment of telling


def test_threats_2_and_97_nothing_of_a_board_that_one_may_not_read(topic, author, londoner, follower, clock):
    saved(londoner, "protocol", network="north-west")
    saved(londoner, "protocol")
    saved(follower)
    make_answer(author, topic, "A protocol.")

    assert later(clock) == 1
    assert told(londoner) == []


def test_threat_2_what_moves_out_of_sight_is_neither_counted_nor_listed(topic, author, follower, rep, clock, seen_by):
    row = saved(follower, letter="weekly")
    make_answer(author, topic, "A protocol of the quaggamire.")
    later(clock)
    path = f"/search/saved/{ref('search', row.pk)}/"
    assert "quaggamire" in seen_by(follower).get(path).content.decode()
    move_topic(rep, topic.pk, make_board(make_network("All reps", kind="representatives"), slug="reps").pk)

    assert told(follower) == []
    assert "quaggamire" not in seen_by(follower).get(path).content.decode()
    clock.move_to(THURSDAY)
    send_digests()
    drain_outbox()
    assert letters(follower) == []


def test_the_bell_counts_only_what_may_still_be_read(topic, author, follower, clock):
    saved(follower)
    drain_outbox()
    before = unread_count(fresh(follower))
    posts = [make_answer(author, topic, "A protocol."), make_answer(author, topic, "Another protocol.")]
    later(clock)
    assert told(follower) == [("protocol", 2)]
    take_back_post(author, posts[0].pk)
    assert told(follower) == [("protocol", 1)]
    take_back_post(author, posts[1].pk)

    assert told(follower) == []
    assert unread_count(fresh(follower)) == before + 2  # the two answers


@pytest.mark.parametrize("status", ["lapsed", "suspended", "ended"])
def test_whose_membership_is_not_current_is_told_nothing(topic, author, follower, clock, status):
    saved(follower, letter="daily")
    change_membership(None, follower.memberships.get().pk, status=status, reason="x")
    make_answer(author, topic, "A protocol.")

    assert later(clock) == 0
    assert told(follower) == []


def test_who_lapses_before_the_letter_leaves_gets_no_finds_by_it(topic, author, follower, clock):
    saved(follower, letter="daily")
    make_answer(author, topic, "A protocol.")
    assert later(clock) == 1
    clock.move_to(THURSDAY)
    send_digests()
    change_membership(None, follower.memberships.get().pk, status="lapsed")
    drain_outbox()

    assert letters(follower) == []


# --- Letters


def test_the_letter_says_what_was_found_why_it_came_and_how_to_stop(topic, author, follower, clock):
    row = saved(follower, "protocol", letter="daily")
    for number in range(7):
        make_answer(author, topic, f"Protocol {number}.")
    later(clock)
    clock.move_to(THURSDAY)
    send_digests()
    drain_outbox()
    (text,) = letters(follower)

    assert "Your saved search “protocol” found 7 new posts" in text
    assert text.count("/posts/") == 5
    assert f"And 2 more posts: http://127.0.0.1:8000/search/saved/{ref('search', row.pk)}/" in text
    assert "because you chose to hear in this letter what they find" in text
    assert "answer with the word “stop”" in text
    assert "Nothing new on your" not in text
    clock.shift(timedelta(days=1))
    send_digests()
    drain_outbox()
    assert len(letters(follower)) == 1


def test_a_post_stands_once_in_a_letter_that_two_searches_found(topic, author, follower, clock):
    saved(follower, "protocol", letter="daily")
    saved(follower, "remand", letter="daily")
    make_answer(author, topic, "A remand protocol.")
    assert later(clock) == 2
    clock.move_to(THURSDAY)
    send_digests()
    drain_outbox()

    assert letters(follower)[0].count("/posts/") == 1


def test_a_search_that_finds_hundreds_is_a_number_with_a_link(topic, author, follower, clock, seen_by, monkeypatch):
    monkeypatch.setattr(search_round, "AT_ONCE", 50)
    row = saved(follower)
    for number in range(120):
        make_answer(author, topic, f"Protocol {number}.")
    later(clock)

    assert told(follower) == [("protocol", 120)]
    page = seen_by(follower).get(f"/search/saved/{ref('search', row.pk)}/")
    assert len(page.context["posts"]) == 30
    assert Notification.objects.filter(kind="found").count() == 1


# --- Killed, repeated, two at once; and how much work it is


def test_a_round_that_dies_is_repeated_and_tells_each_once(topic, author, follower, rep, clock, monkeypatch):
    saved(follower)
    saved(rep)
    make_answer(author, topic, "A protocol.")
    real, calls = search_round.record, []

    def dies(event):
        calls.append(event)
        if len(calls) == 2:
            raise RuntimeError("killed")
        return real(event)

    monkeypatch.setattr(search_round, "record", dies)
    mark = SearchMark.objects.get().until
    assert later(clock) == 1
    assert SearchMark.objects.get().until == mark
    assert SearchHit.objects.count() == 1

    assert [later(clock), later(clock)] == [1, 0]
    assert told(follower) == told(rep) == [("protocol", 1)]


def test_two_workers_keep_one_find_and_the_same_event_tells_once(topic, author, follower, clock):
    row = saved(follower)
    post = make_answer(author, topic, "A protocol.")
    assert [search_round._keep(row, [post.pk]), search_round._keep(row, [post.pk])] == [True, False]
    drain_outbox()
    event = Event.objects.get(name="SearchFound")
    notify_of_finds(SearchFound(**event.payload), event.pk)

    assert told(follower) == [("protocol", 1)]


def test_a_round_asks_only_of_the_posts_since_the_last(topic, author, follower, clock):
    def asked():
        clock.shift(timedelta(minutes=30))
        with CaptureQueriesContext(connection) as queries:
            tell_of_finds()
        return len(queries)

    asked()
    nothing = asked()
    for number in range(3):
        saved(follower, f"word{number}")
    for number in range(5):
        make_answer(author, topic, f"Something {number}.")
    asked()

    asked()
    assert asked() == nothing == 3


def test_a_pause_is_made_good(topic, author, follower, clock):
    saved(follower)
    make_answer(author, topic, "A protocol.")

    assert later(clock, days=3) == 1


def test_old_finds_go_at_night(topic, author, follower, clock):
    saved(follower)
    make_answer(author, topic, "A protocol.")
    later(clock)
    clock.shift(timedelta(days=61))
    assert forget_old_finds() == 0
    clock.shift(timedelta(days=2))
    assert forget_old_finds() == 1


# --- What is held about a person


def test_export_has_the_searches_and_erasing_forgets_them_and_those_that_name_the_person(
    topic, author, follower, clock
):
    saved(follower, "remand quaggamire")
    saved(author, "", by=follower.full_name)
    others = saved(author, "kept")
    said = take_own_data(fresh(follower)).read()
    assert b"saved-searches.json" in said

    erase_member(fresh(follower), follower.pk)

    assert list(SavedSearch.objects.all()) == [others]
