"""The door: a six-digit code by email."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.register_member import AddressTaken, register_member
from accounts.models import SignInCode
from tests.accounts.browsing import work_of
from tests.factories import make_person
from tests.outbound import drain_outbox, mails_to, plain_text


def ask(client: Client, address: str):
    return client.post("/sign-in/", {"email": address})


def code_mailed_to(address: str) -> str:
    drain_outbox()
    return re.search(r"^\d{6}$", plain_text(mails_to(address)[-1]), re.MULTILINE).group()


def test_scenario_1_code_by_mail_signs_in_with_no_password(author):
    client = Client()
    assert ask(client, author.email).status_code == 302
    code = code_mailed_to(author.email)

    answer = client.post("/sign-in/code/", {"code": code})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert b"Sam" in client.get("/").content


def test_scenario_2_scanner_that_opens_every_link_twice_spends_nothing(author):
    client = Client()
    ask(client, author.email)
    code = code_mailed_to(author.email)
    letter = plain_text(mails_to(author.email)[-1])

    scanner = Client()
    for link in re.findall(r"https?://\S+", letter) * 2:
        scanner.get(link)
    assert client.post("/sign-in/code/", {"code": code})["Location"] == "/"


def test_scenario_3_unknown_address_is_answered_alike_and_gets_nothing(author):
    known, unknown = Client(), Client()
    first, second = ask(known, author.email), ask(unknown, "nobody@nowhere.example")
    drain_outbox()

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    pages = [client.get("/sign-in/code/").content.decode() for client in (known, unknown)]
    plain = [re.sub(r'value="[^"]*"|[\w.]+@[\w.]+', "", page) for page in pages]
    assert plain[0] == plain[1]
    assert mails_to("nobody@nowhere.example") == []


def test_scenario_3_known_and_unknown_addresses_do_the_same_database_work(author):
    work = []
    for address in (author.email, "nobody@nowhere.example"):
        with CaptureQueriesContext(connection) as queries:
            ask(Client(), address)
        work.append(work_of(queries))
    assert work[0] == work[1]
    assert len(work[0]) > 5


def test_scenario_8_five_wrong_codes_kill_the_code_and_nobody_elses(author, follower):
    client, other = Client(), Client()
    ask(client, author.email)
    code = code_mailed_to(author.email)
    ask(other, follower.email)
    others_code = code_mailed_to(follower.email)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        answer = client.post("/sign-in/code/", {"code": wrong})
    assert (
        "That code is over after five wrong tries. Ask for a new one."
        in client.get(answer["Location"]).content.decode()
    )

    client.post("/sign-in/code/", {"code": code})
    assert "_auth_user_id" not in client.session
    assert other.post("/sign-in/code/", {"code": others_code})["Location"] == "/"


def test_code_is_forgotten_once_it_was_sent(author):
    ask(Client(), author.email)
    code = code_mailed_to(author.email)

    assert SignInCode.objects.get().code == ""
    assert code not in str(list(SignInCode.objects.values()))


def test_second_address_signs_the_same_person_in(db):
    member = make_person("Keeley", address="keeley@work.example", more=("keeley@home.example",))
    client = Client()
    ask(client, "keeley@home.example")

    client.post("/sign-in/code/", {"code": code_mailed_to("keeley@home.example")})
    assert client.session["_auth_user_id"] == str(member.pk)


def test_an_expired_code_is_refused_with_a_way_on(author, time_machine):
    client = Client()
    ask(client, author.email)
    code = code_mailed_to(author.email)
    time_machine.move_to(timezone.now() + timedelta(minutes=16), tick=False)

    answer = client.post("/sign-in/code/", {"code": code}, follow=True)
    assert "_auth_user_id" not in client.session
    assert answer.redirect_chain[-1][0].startswith("/sign-in/")


def test_wrong_code_says_so_beside_the_field(author):
    client = Client()
    ask(client, author.email)

    page = client.post("/sign-in/code/", {"code": "999"}).content.decode()
    assert "error" in page.lower()


def test_nobody_signs_up_by_themselves(db):
    client = Client()
    for path in ("/accounts/signup/", "/signup/", "/accounts/login/", "/admin/"):
        assert client.get(path).status_code == 404


def test_signing_out_needs_a_press_and_forgets_the_session(author, seen_by):
    browser = seen_by(author)
    assert browser.get("/sign-out/").status_code == 405
    browser.post("/sign-out/")

    assert "_auth_user_id" not in browser.session


def test_an_address_belongs_to_one_person(author):
    with pytest.raises(AddressTaken):
        register_member(first_name="Eve", last_name="Copy", address=author.email.upper())


def test_an_address_that_was_not_proven_signs_nobody_in(author):
    EmailAddress.objects.filter(user=author).update(verified=False)
    ask(Client(), author.email)
    drain_outbox()

    assert mails_to(author.email) == []
