"""What a member is told and by which way: off means none, one line for each, and the page that sorts them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.refs import ref
from forum.actions.choose_preset import PRESETS, choose_preset
from forum.actions.follow_board import follow_board
from forum.actions.set_told import set_told
from forum.mail_wishes import OwnWishes, Rhythm, decide, habits_of, wishes_about
from forum.told import CELLS, By, Told, cell
from notifications.digests import send_digests
from notifications.kinds import FAMILIES
from notifications.models import Delivery, Notification
from notifications.selectors import notifications_for, unread_count
from outbox.dispatch import drain_events
from outbox.models import Event
from regions.actions.change_membership import change_membership
from regions.actions.end_membership_on import end_membership_on
from tests.factories import fresh, make_answer, make_board, make_topic
from tests.outbound import drain_outbox, mails_to

RHYTHMS = st.sampled_from(["", *Rhythm.values])
OFF = st.sets(st.sampled_from(sorted(CELLS)))
POSTS = st.sampled_from([Told.NEW_TOPIC, Told.ANSWER])


@given(
    topic=st.sampled_from(["", "follow", "wrote", "daily", "weekly", "mute"]), board=RHYTHMS, network=RHYTHMS,
    habit=RHYTHMS, own=st.booleans(), national=st.booleans(), asked=st.booleans(), off=OFF, told=POSTS,
)  # fmt: skip
def test_off_means_none_whatever_was_chosen_nearer(topic, board, network, habit, own, national, asked, off, told):
    chosen = {"topic": topic, "board": board, "network": network, "habit": habit, "own": own} | {
        "national": national,
        "asked": asked,
    }
    wish, before = decide(**chosen, off=" ".join(off)).of(told), decide(**chosen)

    if cell(told, By.EMAIL) in off:
        assert wish.rhythm != Rhythm.EVERYTHING
    if cell(told, By.DIGEST) in off:
        assert wish.rhythm not in (Rhythm.DAILY, Rhythm.WEEKLY)
    if {cell(told, By.EMAIL), cell(told, By.DIGEST)} <= off or before.rhythm == Rhythm.NOTHING:
        assert wish.rhythm == Rhythm.NOTHING
    if not {cell(told, By.EMAIL), cell(told, By.DIGEST)} & off:
        assert wish.rhythm == before.rhythm


def test_no_cell_is_a_part_of_another():
    assert not [(one, other) for one in CELLS for other in CELLS if one != other and one in other]


def test_every_kind_of_notification_is_in_one_family():
    kinds = [kind for _, members in FAMILIES.values() for kind in members]

    assert sorted(kinds) == sorted(Notification.Kind.values)


def test_both_ends_know_what_is_off(topic, follower):
    set_told(follower, off=["answer.email", "answer.digest"])

    about = wishes_about(topic)[follower.pk]
    assert about == OwnWishes(fresh(follower)).about_topic(topic)
    assert about.of(Told.ANSWER).rhythm == Rhythm.NOTHING
    assert about.of(Told.NEW_TOPIC).rhythm == Rhythm.EVERYTHING


def test_answers_turned_off_reach_one_by_no_way_and_new_topics_still_do(topic, author, follower, board):
    drain_outbox()
    before = len(mails_to(follower.email))
    set_told(follower, off=["answer.site", "answer.email", "answer.digest"])
    make_answer(author, topic)
    drain_outbox()
    send_digests()
    drain_outbox()

    assert len(mails_to(follower.email)) == before
    assert not Notification.objects.filter(member=follower, kind="answer").exists()

    make_topic(author, board, title="One more")
    drain_outbox()
    assert len(mails_to(follower.email)) == before + 1
    assert Notification.objects.filter(member=follower, kind="new_topic").count() == 2


def test_a_mail_that_waits_is_not_sent_when_its_kind_is_turned_off_meanwhile(topic, author, follower):
    drain_outbox()
    before = len(mails_to(follower.email))
    post = make_answer(author, topic)
    drain_events()
    assert Delivery.objects.filter(post=post, member=follower).exists()
    set_told(follower, off=["answer.email"])
    drain_outbox()

    assert len(mails_to(follower.email)) == before


def test_what_is_no_switch_is_refused(follower):
    with pytest.raises(ValueError, match="no such switch"):
        set_told(follower, off=["decide.site"])


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_a_preset_sets_rhythm_mentions_and_matrix(follower, preset):
    set_told(follower, off=["find.site"])
    choose_preset(follower, preset=preset)

    habits = habits_of(follower)
    assert (habits.rhythm, habits.mentions) == (PRESETS[preset].rhythm, PRESETS[preset].mentions)
    assert set(habits.off.split()) == PRESETS[preset].off <= CELLS


def test_settings_page_keeps_the_matrix_and_takes_a_preset(follower, seen_by):
    browser = seen_by(follower)
    browser.post("/mail-settings/kinds/", {"on": sorted(CELLS - {"answer.email"})})
    page = browser.get("/mail-settings/").content.decode()

    assert habits_of(follower).off == "answer.email"
    assert page.count('name="on"') == len(CELLS)
    assert 'value="answer.email" aria-label="An answer in my networks, or in what I follow: by email">' in page
    assert browser.post("/mail-settings/preset/", {"preset": "loud"}).status_code == 404
    browser.post("/mail-settings/preset/", {"preset": "quiet"})
    assert habits_of(follower).rhythm == "weekly"


def told_lines(page) -> list[str]:
    return [line.text for line in page.context["lines"]]


def test_answers_of_a_topic_stand_together_and_opening_them_reads_them_on_every_device(
    topic, author, follower, seen_by
):
    drain_outbox()
    for turn in range(3):
        make_answer(author, topic, f"Turn {turn}")
    drain_outbox()
    browser = seen_by(follower)
    page = browser.get("/notifications/")

    assert told_lines(page) == [f"3 answers in {topic.subject}", topic.subject]
    newest = page.context["lines"][0].row
    answer = browser.get(f"/notifications/{ref('notification', newest.pk)}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/posts/")
    assert Notification.objects.filter(member=follower, kind="answer", read=None).count() == 0
    assert Event.objects.filter(name="NotificationsRead").count() == 1


def test_page_filters_by_kind_network_and_unread(topic, author, follower, board, seen_by):
    make_answer(author, topic)
    drain_outbox()
    browser = seen_by(follower)

    assert len(told_lines(browser.get("/notifications/?kind=answers"))) == 1
    assert len(told_lines(browser.get(f"/notifications/?network={board.network.slug}"))) == 2
    assert told_lines(browser.get("/notifications/?network=nowhere")) == []
    assert "No notification is like that." in browser.get("/notifications/?kind=membership").content.decode()
    browser.post("/notifications/read/")
    assert told_lines(browser.get("/notifications/?unread=1")) == []
    assert browser.get("/notifications/?kind=x&before=y").status_code == 200


def test_nobody_opens_anothers_notification(topic, follower, londoner, seen_by):
    drain_outbox()
    row = Notification.objects.filter(member=follower).first()

    assert seen_by(londoner).get(f"/notifications/{ref('notification', row.pk)}/").status_code == 404
    row.refresh_from_db()
    assert row.read is None


def test_who_lost_the_board_is_told_no_line_of_it(topic, follower, londoner, north_west, seen_by):
    """Threat 8: the line is gone with the right."""
    drain_outbox()
    assert notifications_for(follower).count() == 1
    change_membership(None, follower.memberships.get().pk, status="ended")

    assert list(notifications_for(fresh(follower))) == []


def test_a_change_of_membership_is_told_without_its_words(follower, seen_by):
    place = follower.memberships.get()
    end_membership_on(None, place.pk, last_day=timezone.localdate() + timedelta(days=9))
    drain_outbox()

    assert unread_count(follower) == 1
    page = seen_by(follower).get("/notifications/?kind=membership")
    assert told_lines(page) == ["Your membership has changed"]
    assert seen_by(follower).get("/notifications/newest/").json()["line"] == "Your membership has changed"


def test_newest_line_is_empty_where_nothing_is_unread(follower, seen_by):
    assert seen_by(follower).get("/notifications/newest/").json() == {}


def test_page_costs_the_same_for_one_topic_and_for_three(author, follower, board, seen_by, django_assert_num_queries):
    browser = seen_by(follower)
    make_topic(author, board, title="First")
    drain_outbox()
    browser.get("/notifications/")
    with django_assert_num_queries(4):
        browser.get("/notifications/")
    for title in ("Second", "Third"):
        make_answer(author, make_topic(author, board, title=title))
    make_board(board.network, slug="another")
    drain_outbox()
    with django_assert_num_queries(4):
        browser.get("/notifications/")


def test_marked_as_unread_it_counts_on_every_device_until_it_is_opened(topic, author, follower, londoner, seen_by):
    make_answer(author, topic)
    drain_outbox()
    browser, phone = seen_by(follower), seen_by(follower)
    browser.get(reverse("topic", args=[topic.pk]))
    assert phone.get("/live/since/").json()["bell"] == 0
    row = Notification.objects.filter(member=follower, kind="answer").get()

    address = f"{reverse('notification', args=[row.pk])}?kind=answers"
    kept = browser.post(address, {"do": "keep"})
    assert kept["Location"] == f"/notifications/?kind=answers#told-{row.seq}"
    assert phone.get("/live/since/").json()["bell"] == 1
    assert ">unread</span>" in phone.get("/notifications/").content.decode()
    assert seen_by(londoner).post(address, {"do": "keep"}).status_code == 404
    browser.post(address, {"do": "keep"})
    assert Event.objects.filter(name="NotificationsRead").count() == 1, "the second press changes nothing"

    phone.post(address, {"do": "read"})
    assert browser.get("/live/since/").json()["bell"] == 0


def test_the_switch_of_a_board_and_of_a_topic_says_what_the_matrix_outranks(topic, follower, board, seen_by):
    browser = seen_by(follower)
    pages = [reverse("board", args=[board.slug]), reverse("topic", args=[topic.pk])]
    browser.post(reverse("follow_board", args=[board.slug]), {"wants": "everything"})
    for page in pages:
        assert "You turned off" not in browser.get(page).content.decode()

    set_told(follower, off={cell(Told.ANSWER, By.EMAIL)})

    for page in pages:
        words = browser.get(page).content.decode()
        assert "You turned off emails about answers everywhere, so none comes from here as it happens" in words
        assert "You get an email for each" not in words
        assert "/mail-settings/#told-answer" in words


def test_a_board_in_a_daily_letter_says_so(follower, board, seen_by):
    follow_board(follower, board.slug, wants="daily")

    page = seen_by(follower).get(reverse("board", args=[board.slug])).content.decode()

    assert "What is new here comes to you in your daily letter." in page


def test_what_a_page_asks_anew_for_its_rows_takes_no_message_from_the_page_that_comes(follower, seen_by):
    browser = seen_by(follower)
    browser.post(reverse("set_kinds"), {"on": sorted(CELLS)})

    rows = browser.get(reverse("notifications"), headers={"X-Part": "rows"}).content.decode()
    page = browser.get(reverse("mail_settings")).content.decode()

    said = "Saved. It counts from the next thing that happens."
    assert (said in rows, said in page) == (False, True)
