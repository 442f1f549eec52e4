"""A fresh code: for what sixty days signed in are not enough for."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import SignInCode
from tests.accounts.browsing import code_mailed_to, give_app, is_in, sign_in, subjects
from tests.factories import make_person
from tests.outbound import mails_to


@pytest.fixture
def asked(author, seen_by) -> Client:
    """Somebody who was sent to the page from their addresses, and asked for the code."""
    browser = seen_by(author)
    browser.post("/confirm/", {"do": "send", "next": "/account/addresses/"})
    return browser


def test_page_that_needs_a_fresh_code_asks_for_it_and_comes_back(author, seen_by):
    browser = seen_by(author)
    sent = browser.get("/account/addresses/")
    assert sent["Location"] == "/confirm/?next=%2Faccount%2Faddresses%2F"
    page = browser.get(sent["Location"])
    assert author.email in page.content.decode()
    assert subjects(author.email) == []

    browser.post("/confirm/", {"do": "send", "next": "/account/addresses/"})
    answer = browser.post("/confirm/", {"code": code_mailed_to(author.email), "next": "/account/addresses/"})

    assert answer["Location"] == "/account/addresses/"
    assert browser.get("/account/addresses/").status_code == 200


def test_code_works_once_and_in_its_own_session_only(asked, author, seen_by):
    code, other = code_mailed_to(author.email), seen_by(author)
    other.post("/confirm/", {"code": code})
    assert other.get("/account/addresses/").status_code == 302
    asked.post("/confirm/", {"code": code})
    assert SignInCode.objects.get().used is not None

    again = seen_by(author)
    session = again.session
    session["confirm"] = SignInCode.objects.get().pk
    session.save()
    again.post("/confirm/", {"code": code})
    assert again.get("/account/addresses/").status_code == 302


def test_scenario_8_five_wrong_tries_kill_a_fresh_code_and_no_other(asked, author, follower, seen_by):
    code = code_mailed_to(author.email)
    other = seen_by(follower)
    other.post("/confirm/", {"do": "send"})
    others_code = code_mailed_to(follower.email)
    for _ in range(5):
        asked.post("/confirm/", {"code": "000000" if code != "000000" else "111111"})

    page = asked.post("/confirm/", {"code": code})
    assert asked.get("/account/addresses/").status_code == 302
    assert "Send me a code" in page.content.decode()
    assert other.post("/confirm/", {"code": others_code}).status_code == 302
    assert other.get("/account/addresses/").status_code == 200


def test_wrong_code_is_said_beside_the_field(asked, author):
    code_mailed_to(author.email)
    page = asked.post("/confirm/", {"code": "12"})

    assert page.status_code == 422
    assert "That is not the code" in page.content.decode()


def test_code_ends_after_a_quarter_of_an_hour(asked, author, time_machine):
    code = code_mailed_to(author.email)
    time_machine.move_to(timezone.now() + timedelta(minutes=16), tick=False)
    asked.post("/confirm/", {"code": code})

    assert asked.get("/account/addresses/").status_code == 302


def test_freshness_ends_after_half_an_hour(author, seen_by, time_machine):
    browser = seen_by(author, sure=True)
    assert browser.get("/account/addresses/").status_code == 200
    time_machine.move_to(timezone.now() + timedelta(minutes=31), tick=False)

    assert browser.get("/account/addresses/").status_code == 302


def test_signing_in_by_code_counts_as_a_fresh_one(author):
    assert sign_in(author.email).get("/account/addresses/").status_code == 200


def test_scenario_7_sixty_days_later_one_reads_and_is_asked_for_a_code_to_change_an_address(author, time_machine):
    browser = sign_in(author.email)
    time_machine.move_to(timezone.now() + timedelta(days=60), tick=False)

    assert is_in(browser)
    assert browser.get("/").status_code == 200
    assert "Sam" in browser.get("/").content.decode()
    assert browser.get("/account/addresses/")["Location"].startswith("/confirm/")


@pytest.mark.embedded
def test_scenario_7_each_day_of_use_begins_the_sixty_days_anew(author, time_machine):
    browser = sign_in(author.email)
    for _ in range(3):
        time_machine.move_to(timezone.now() + timedelta(days=40), tick=False)
        assert "Sam" in browser.get("/").content.decode()


@pytest.mark.parametrize(
    "evil",
    [
        "//evil.example/", "https://evil.example/", "\\\\evil.example", "/\\evil.example", "http:evil.example",
        "javascript:alert(1)", "/%0d%0aSet-Cookie:x=1\r\n", "\t//evil.example", "/\t/evil.example", "///evil.example",
        "/account/\u2028/x", "@evil.example", "evil.example", "https:/evil.example", "/\x00", "", "http://127.0.0.1/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/confirm/", "/second-factor/"])
def test_threat_69_only_own_paths_are_gone_back_to(author, seen_by, evil, path):
    give_app(author)
    browser = seen_by(author, sure=True)
    location = browser.get(path, {"next": evil}).headers["Location"]

    assert location == "/account/"


@pytest.mark.parametrize("evil", ["//evil.example/", "https://evil.example/", "/\\evil.example", "https:evil.example"])
def test_threat_69_signing_in_goes_to_own_paths_only(author, evil):
    browser = Client()
    browser.post("/sign-in/", {"email": author.email, "next": evil})
    answer = browser.post("/sign-in/code/", {"code": code_mailed_to(author.email), "next": evil})

    assert answer["Location"] == "/"


def test_ten_codes_a_day_are_enough(author, seen_by):
    browser = seen_by(author)
    for _ in range(12):
        answer = browser.post("/confirm/", {"do": "send"})

    assert answer.status_code == 422
    assert len(subjects(author.email)) == 10


def test_threat_71_session_has_a_new_key_after_signing_in_and_after_a_fresh_code(author):
    browser = Client()
    browser.post("/sign-in/", {"email": author.email})
    keys = [browser.session.session_key]
    browser.post("/sign-in/code/", {"code": code_mailed_to(author.email)})
    keys.append(browser.session.session_key)
    browser.post("/confirm/", {"do": "send"})
    browser.post("/confirm/", {"code": code_mailed_to(author.email)})
    keys.append(browser.session.session_key)

    assert len(set(keys)) == 3
    assert len(browser.get("/account/sessions/").context["rows"]) == 1


def test_letter_of_a_fresh_code_goes_to_the_main_address_alone(seen_by, db):
    member = make_person("Keeley", address="keeley@work.example", more=("keeley@home.example",))
    seen_by(member).post("/confirm/", {"do": "send"})

    code_mailed_to("keeley@work.example")
    assert mails_to("keeley@home.example") == []
