"""The page of mail settings."""

from datetime import time

from forum.models import BoardFollow, MailHabits, NetworkFollow
from tests.factories import make_answer, make_board

FILLED = {
    "rhythm": "weekly", "weekday": "1", "at": "08:00", "quiet_from": "19:00", "quiet_until": "07:00", "mentions": "on",
    "digests": "on",
}  # fmt: skip


def test_choices_are_kept(follower, seen_by, board):
    response = seen_by(follower).post("/mail-settings/", FILLED)

    assert response.status_code == 302
    row = MailHabits.objects.get()
    assert (row.member, row.rhythm, row.weekday, row.at, row.quiet_from, row.quiet_until, row.mentions, row.digests) == (
        follower, "weekly", 1, time(8), time(19), time(7), True, True,
    )  # fmt: skip


def test_quiet_hours_with_one_end_are_told_beside_the_field_and_keep_the_rest(follower, seen_by, board):
    response = seen_by(follower).post("/mail-settings/", FILLED | {"quiet_until": ""})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Quiet hours need a beginning and an end" in page
    assert 'id="id_quiet_until_error"' in page
    assert '<option value="19:00" selected>' in page
    assert not MailHabits.objects.exists()


def test_page_tells_what_last_week_would_have_sent(topic, author, rep, follower, seen_by):
    make_answer(author, topic)
    make_answer(rep, topic)

    page = " ".join(seen_by(follower).get("/mail-settings/").content.decode().split())

    assert "last week: 3 mails" in page
    assert "last week: 1 mail (0 posts, 1 daily letter)" in page
    assert "last week: 1 mail (0 posts, 1 weekly letter)" in page
    assert "last week: 0 mails" in page


def test_a_board_and_a_network_can_be_chosen_for_and_set_back(follower, seen_by, board, north_west):
    make_board(north_west, slug="north-west-second")
    browser = seen_by(follower)

    browser.post("/boards/north-west/follow/", {"wants": "daily", "back": "settings"})
    browser.post("/mail-settings/networks/north-west/", {"wants": "weekly"})
    assert [row.wants for row in BoardFollow.objects.all()] == ["daily"]
    assert [row.wants for row in NetworkFollow.objects.all()] == ["weekly"]

    page = browser.get("/mail-settings/").content.decode()
    assert "In your daily letter" in page
    assert "as you chose for North West" in page
    browser.post("/boards/north-west/follow/", {"wants": "", "back": "settings"})
    assert not BoardFollow.objects.exists()


def test_a_choice_that_is_none_is_not_found_and_changes_nothing(follower, seen_by, board):
    browser = seen_by(follower)

    assert browser.post("/boards/north-west/follow/", {"wants": "hourly"}).status_code == 404
    assert browser.post("/boards/north-west/follow/").status_code == 404
    assert browser.post("/mail-settings/networks/north-west/", {"wants": "hourly"}).status_code == 404
    assert not BoardFollow.objects.exists()
    assert not NetworkFollow.objects.exists()


def test_anothers_network_is_not_found(londoner, follower, seen_by, board):
    assert seen_by(londoner).post("/mail-settings/networks/north-west/", {"wants": "weekly"}).status_code == 404
    assert seen_by(follower).post("/mail-settings/networks/north-west/", {"wants": "weekly"}).status_code == 302


def test_page_costs_the_same_number_of_questions_for_one_board_and_three(
    follower, seen_by, board, north_west, django_assert_num_queries
):
    browser = seen_by(follower)
    browser.get("/mail-settings/")
    with django_assert_num_queries(16):
        browser.get("/mail-settings/")
    for number in range(2):
        make_board(north_west, slug=f"more-{number}")
    with django_assert_num_queries(16):
        browser.get("/mail-settings/")
