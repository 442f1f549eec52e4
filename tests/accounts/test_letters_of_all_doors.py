"""Threat 57: at most three letters a day to one address of those that a stranger can cause, all doors together."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.housekeeping import forget_old_doors
from accounts.models import AddressTally, SignInCode
from accounts.strangers_letters import Door, letter_may_leave
from regions.actions.erase_member import erase_member
from regions.actions.invite_person import invite_person
from regions.models import Invitation
from tests.accounts.browsing import ask, code_mailed_to, is_in, long_code_mailed_to, subjects
from tests.factories import make_officer, make_service
from tests.outbound import drain_outbox, mails_to, plain_text

VICTIM = "victim@lakeside.example"


@pytest.fixture
def service(north_west):
    return make_service(north_west)


def apply(service, address: str, number: int) -> None:
    form = {
        "address": address, "first_name": "Nia", "last_name": "Newman", "job_title": "Head", "service": service.pk,
        "tier": "full", "words": "",
    }  # fmt: skip
    answer = Client(REMOTE_ADDR=f"10.0.0.{number}").post("/join/", form)
    assert answer.status_code in (302, 429), answer.content.decode()


def call_for_help(address: str, number: int) -> None:
    form = {"name": "Nia", "old_address": "old@x.example", "new_address": address, "service": "Lakeside", "words": ""}
    answer = Client(REMOTE_ADDR=f"10.0.1.{number}").post("/sign-in/help/", form)
    assert answer.status_code == 302, answer.content.decode()


def every_door(service, address: str) -> None:
    for number in range(4):
        apply(service, address, number)
        call_for_help(address, number)
        ask(Client(REMOTE_ADDR=f"10.0.2.{number}"), address)
        drain_outbox()


def test_a_stranger_at_every_door_causes_two_letters_to_an_address_that_is_nobodys(service):
    every_door(service, VICTIM)

    assert len(subjects(VICTIM)) == 2


def test_the_third_is_left_for_the_code_of_who_was_invited(rep, service):
    every_door(service, VICTIM)
    invite_person(
        rep, address=VICTIM, first_name="Nia", last_name="Newman", service=service, tier="full",
        starts=timezone.localdate(),
    )  # fmt: skip
    drain_outbox()
    link = plain_text(mails_to(VICTIM)[-1]).split("/invitation/")[1].split("/")[0]
    browser = Client()
    browser.post(f"/invitation/{link}/")
    browser.post(f"/invitation/{link}/", {"code": code_mailed_to(VICTIM)})

    assert Invitation.objects.get().accepted is not None
    assert len(subjects(VICTIM)) == 2 + 1 + 1 + 1  # theirs, the invitation, its code, the welcome


def test_a_stranger_at_every_door_causes_three_letters_to_a_member_and_the_last_lets_them_in(author, service):
    every_door(service, author.email)
    assert len(subjects(author.email)) == 3
    browser = Client()
    ask(browser, author.email)
    browser.post("/sign-in/code/", {"code": long_code_mailed_to(author.email)})

    assert is_in(browser)


@pytest.mark.parametrize("first", ["join", "help"])
def test_no_other_door_keeps_a_member_from_signing_in(author, service, first):
    for number in range(5):
        apply(service, author.email, number) if first == "join" else call_for_help(author.email, number)
    drain_outbox()
    assert len(subjects(author.email)) == 2
    browser = Client()
    ask(browser, author.email)
    browser.post("/sign-in/code/", {"code": long_code_mailed_to(author.email)})

    assert is_in(browser)


def test_one_letter_by_another_door_leaves_six_digits_and_then_the_long_code(author, service):
    apply(service, author.email, 1)
    drain_outbox()
    ask(Client(), author.email)
    drain_outbox()
    ask(Client(), author.email)
    drain_outbox()
    ask(Client(), author.email)

    assert len(subjects(author.email)) == 3
    assert [row.is_long for row in SignInCode.objects.exclude(mailed=None).order_by("pk")] == [False, True]


def test_members_own_browser_has_a_budget_that_no_door_touches(author, service, client):
    ask(client, author.email)
    client.post("/sign-in/code/", {"code": code_mailed_to(author.email)})
    client.post("/sign-out/")
    every_door(service, author.email)
    ask(client, author.email)
    client.post("/sign-in/code/", {"code": code_mailed_to(author.email)})

    assert is_in(client)


def test_counting_the_same_letter_twice_counts_it_once_and_the_next_day_begins_anew(db):
    now = timezone.now()
    said = [letter_may_leave(VICTIM, Door.JOIN, 1, now=now) for _ in range(5)]
    said += [letter_may_leave(VICTIM.upper(), Door.HELP, 2, now=now), letter_may_leave(VICTIM, Door.HELP, 3, now=now)]

    assert said == [True] * 6 + [False]
    assert letter_may_leave(VICTIM, Door.HELP, 3, now=now + timedelta(hours=25))


def test_threat_89_tally_names_no_address_and_goes_with_the_person_and_after_two_days(author, service):
    apply(service, author.email, 1)
    apply(service, VICTIM, 2)
    drain_outbox()
    assert AddressTally.objects.count() == 2
    assert not any("@" in str(vars(row)) for row in AddressTally.objects.all())
    erase_member(make_officer("secretariat"), author.pk)
    assert AddressTally.objects.count() == 1
    forget_old_doors(now=timezone.now() + timedelta(days=3))

    assert AddressTally.objects.count() == 0
