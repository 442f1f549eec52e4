"""Applying to join, and being let in or not."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Member
from accounts.refs import ref
from audit.models import Entry
from regions.actions.accept_application import accept_application
from regions.actions.change_membership import change_membership
from regions.actions.refuse_application import refuse_application
from regions.housekeeping import forget_old_applications
from regions.models import Application, Service, Subscription
from regions.permissions import Reason, Refused
from tests.factories import make_member, make_officer, make_representative, make_service
from tests.outbound import drain_outbox, mails_to, plain_text

TODAY = timezone.localdate


@pytest.fixture
def service(north_west):
    return make_service(north_west)


def fields(service, address="nia@lakeside.example", **more):
    return {
        "address": address, "first_name": "Nia", "last_name": "Newman", "job_title": "Head of Service",
        "service": service.pk if service else "", "tier": "full", "words": "",
    } | more  # fmt: skip


def apply(service, address="nia@lakeside.example", browser=None, **more):
    browser = browser or Client()
    return browser, browser.post("/join/", fields(service, address, **more))


def code_mailed_to(address):
    drain_outbox()
    return re.search(r"^\d{6}$", plain_text(mails_to(address)[-1]), re.MULTILINE).group()


def waiting(service, address="nia@lakeside.example", **more):
    browser, _ = apply(service, address, **more)
    browser.post("/join/code/", {"code": code_mailed_to(address)})
    return Application.objects.get(address=address, state="waiting")


# --- Applying


def test_applicant_proves_the_address_then_waits_and_those_who_decide_are_written_to(rep, service):
    secretary = make_officer("secretariat")
    browser, answer = apply(service)
    assert answer["Location"] == "/join/code/"
    assert Application.objects.get().state == "unproven"

    answer = browser.post("/join/code/", {"code": code_mailed_to("nia@lakeside.example")})

    assert answer["Location"] == "/join/waiting/"
    assert Application.objects.get().state == "waiting"
    drain_outbox()
    for who in (rep, secretary):
        text = plain_text(mails_to(who.email)[-1])
        assert service.name in text
        assert "Newman" not in text


def test_unproven_application_is_seen_by_nobody(rep, service, seen_by):
    apply(service)

    assert "Newman" not in seen_by(rep).get("/applications/").content.decode()
    assert seen_by(rep).get(f"/applications/{ref('application', Application.objects.get().pk)}/").status_code == 404


def test_threat_73_members_address_is_answered_like_a_strangers(author, service):
    pages, statements = [], []
    for address in (author.email, "nobody@lakeside.example"):
        browser = Client()
        browser.get("/join/")
        with CaptureQueriesContext(connection) as queries:
            _, answer = apply(service, address, browser)
        statements.append([query["sql"].split()[0] for query in queries])
        page = browser.get("/join/code/").content.decode()
        wrong = browser.post("/join/code/", {"code": "000000"}).content.decode()
        plain = re.sub(r'value="[^"]*"|[\w.]+@[\w.]+', "", (page + wrong).replace("<wbr>", ""))
        pages.append((answer.status_code, answer["Location"], plain))
    assert pages[0] == pages[1]
    assert statements[0] == statements[1]
    drain_outbox()
    assert "already" in mails_to(author.email)[-1]["Subject"]
    assert not re.search(r"^\d{6}$", plain_text(mails_to(author.email)[-1]), re.MULTILINE)
    assert re.search(r"^\d{6}$", plain_text(mails_to("nobody@lakeside.example")[-1]), re.MULTILINE)


def test_threat_57_no_address_is_mailed_more_than_thrice_a_day_however_many_ask(author, service):
    for address in (author.email, "victim@lakeside.example"):
        answers = [apply(service, address, REMOTE_ADDR=f"10.0.0.{number}")[1] for number in range(6)]
        assert [answer.status_code for answer in answers] == [302, 302, 429, 429, 429, 429]
        assert "Three letters" in answers[-1].content.decode()
    drain_outbox()
    assert len(mails_to("victim@lakeside.example")) <= 3
    assert len([mail for mail in mails_to(author.email) if "already" in mail["Subject"]]) <= 3


def test_threat_57_one_source_asks_for_thirty_in_an_hour_at_most(service, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}  # nobody else clears it
    answers = [apply(service, f"n{number}@lakeside.example")[1].status_code for number in range(32)]

    assert answers == [302] * 30 + [429] * 2


def test_five_wrong_codes_are_the_end_of_the_code(service):
    browser, _ = apply(service)
    code = code_mailed_to("nia@lakeside.example")
    for _ in range(5):
        browser.post("/join/code/", {"code": "000000" if code != "000000" else "111111"})

    assert browser.post("/join/code/", {"code": code}).status_code == 422
    assert Application.objects.get().state == "unproven"


def test_form_says_beside_each_field_what_is_wrong_and_keeps_what_was_typed(service):
    _, answer = apply(service, "nia@gmail.com", first_name="", words="Jay Smith, born 3/4/2011, of our service")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "private mailbox" in page
    assert "Write the first name." in page
    assert 'value="Newman"' in page

    _, answer = apply(service, words="About Jay Smith, born 3/4/2011")
    assert "looks like a child" in answer.content.decode()
    assert "born 3/4/2011" in answer.content.decode()
    assert not Application.objects.exists()


def test_who_applies_again_changes_the_application_that_waits(service, north_west):
    first = waiting(service)
    other = make_service(north_west)
    browser, _ = apply(other, job_title="Acting head")
    browser.post("/join/code/", {"code": code_mailed_to("nia@lakeside.example")})

    again = Application.objects.get()
    assert (again.pk, again.service, again.job_title) == (first.pk, other, "Acting head")


# --- Deciding


def test_representative_sees_who_it_would_be_and_accepts(rep, north_west, service, seen_by):
    neighbour = make_member(north_west, address="old@lakeside.example")
    application = waiting(service)
    browser = seen_by(rep)
    page = browser.get(f"/applications/{ref('application', application.pk)}/").content.decode()
    assert "no member yet" in page
    assert neighbour.memberships.get().service.name in page

    answer = browser.post(
        f"/applications/{ref('application', application.pk)}/",
        {"do": "accept", "service": service.pk, "tier": "full", "through_service": "on"},
    )

    assert answer["Location"] == "/applications/"
    member = Member.objects.get(email="nia@lakeside.example")
    assert (member.memberships.get().service, member.induction.started) == (service, TODAY())
    service.refresh_from_db()
    assert service.lead == member
    drain_outbox()
    assert mails_to(member.email)[-1]["Subject"].startswith("Welcome")
    assert Entry.objects.filter(verb="accept_application", actor_id=rep.pk).count() == 1


def test_refusal_needs_a_reason_and_goes_to_the_applicant(rep, service, seen_by):
    application = waiting(service)
    browser = seen_by(rep)
    assert (
        browser.post(f"/applications/{ref('application', application.pk)}/", {"do": "refuse", "reason": ""}).status_code
        == 422
    )

    browser.post(
        f"/applications/{ref('application', application.pk)}/", {"do": "refuse", "reason": "You work in Wales."}
    )

    drain_outbox()
    assert "You work in Wales." in plain_text(mails_to("nia@lakeside.example")[-1])
    assert not Member.objects.filter(email="nia@lakeside.example").exists()


def test_two_deciders_have_one_outcome_and_the_later_is_told(rep, service, seen_by):
    application = waiting(service)
    refuse_application(rep, application.pk, reason="You work in Wales.")

    page = seen_by(make_officer("secretariat"), sure=True).post(
        f"/applications/{ref('application', application.pk)}/", {"do": "accept", "service": service.pk, "tier": "full"}
    )

    assert page.status_code == 403
    assert "already been decided" in page.content.decode()
    assert not Member.objects.filter(email="nia@lakeside.example").exists()
    with pytest.raises(Refused) as refused:
        refuse_application(rep, application.pk, reason="Again.")
    assert refused.value.reason == Reason.ALREADY_DECIDED


def test_second_tier_takes_a_place_or_is_told_that_none_is_left(rep, service, seen_by):
    Subscription.objects.create(
        service=service, places=1, starts=TODAY() - timedelta(days=5), ends=TODAY() + timedelta(days=300)
    )
    first = waiting(service, tier="second")
    member = accept_application(rep, first.pk, service=service, tier="second")
    assert member.memberships.get().paid_to == TODAY() + timedelta(days=300)

    second = waiting(service, "tom@lakeside.example", tier="second")
    facts = {"do": "accept", "service": service.pk, "tier": "second", "through_service": "on"}
    page = seen_by(rep).post(f"/applications/{ref('application', second.pk)}/", facts)
    assert page.status_code == 422
    assert "All places" in page.content.decode()
    del facts["through_service"]
    assert seen_by(rep).post(f"/applications/{ref('application', second.pk)}/", facts).status_code == 302


def test_former_member_comes_back_to_their_own_account(rep, author, service):
    change_membership(None, author.memberships.get().pk, status="ended")
    application = waiting(service, author.email)

    assert accept_application(rep, application.pk, service=service, tier="full") == author
    assert not hasattr(author, "induction")


def test_threat_18_another_regions_application_does_not_exist_and_each_try_is_kept(london, service, seen_by):
    other = make_representative(london)
    application = waiting(service)
    browser = seen_by(other)
    path = f"/applications/{ref('application', application.pk)}/"

    for answer in (
        browser.get(path),
        browser.post(path, {"do": "accept", "service": service.pk, "tier": "full"}),
        browser.post(path, {"do": "refuse", "reason": "No."}),
    ):
        assert answer.status_code == 404
    assert "Newman" not in browser.get("/applications/").content.decode()
    assert Entry.objects.filter(verb="decide_application", outcome="refused", actor_id=other.pk).count() == 3
    application.refresh_from_db()
    assert application.state == "waiting"


def test_representative_admits_to_no_service_of_another_region(rep, london, service, seen_by):
    application, elsewhere = waiting(service), make_service(london)

    page = seen_by(rep).post(
        f"/applications/{ref('application', application.pk)}/",
        {"do": "accept", "service": elsewhere.pk, "tier": "full"},
    )
    assert page.status_code == 422
    with pytest.raises(Refused):
        accept_application(rep, application.pk, service=elsewhere, tier="full")


def test_application_without_a_listed_service_is_the_secretariats(rep, service, seen_by):
    application = waiting(None)

    assert seen_by(rep).get(f"/applications/{ref('application', application.pk)}/").status_code == 404
    secretary = make_officer("secretariat")
    assert seen_by(secretary, sure=True).get(f"/applications/{ref('application', application.pk)}/").status_code == 200
    accept_application(secretary, application.pk, service=service, tier="full")
    assert Member.objects.get(email="nia@lakeside.example").memberships.get().service == service


def test_threat_17_role_lost_between_form_and_press_is_refused_and_kept(rep, service, seen_by):
    application = waiting(service)
    browser = seen_by(rep)
    assert browser.get(f"/applications/{ref('application', application.pk)}/").status_code == 200
    rep.representations.update(ends=TODAY() - timedelta(days=1))

    answer = browser.post(f"/applications/{ref('application', application.pk)}/", {"do": "refuse", "reason": "No."})

    assert answer.status_code == 403
    assert Entry.objects.filter(outcome="refused", actor_id=rep.pk).count() == 1


def test_who_covers_decides_while_there_is_no_representative(north_west, london, service, seen_by):
    neighbour = make_representative(london)
    north_west.covered_by = london
    north_west.save()
    application = waiting(service)
    drain_outbox()

    assert len(mails_to(neighbour.email)) == 1
    assert accept_application(neighbour, application.pk, service=service, tier="full").memberships.count() == 1


def test_list_costs_the_same_for_one_and_for_three(rep, service, seen_by):
    browser, counts = seen_by(rep), []
    for wanted in (1, 3):
        while Application.objects.count() < wanted:
            waiting(service, f"n{Application.objects.count()}@lakeside.example")
        browser.get("/applications/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/applications/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_closed_service_takes_nobody(rep, service):
    application = waiting(service)
    Service.objects.filter(pk=service.pk).update(closed=TODAY())

    with pytest.raises(Refused) as refused:
        accept_application(rep, application.pk, service=service, tier="full")
    assert refused.value.reason == Reason.SERVICE_CLOSED


def test_what_nobody_proved_and_what_was_refused_long_ago_is_forgotten(rep, service):
    refuse_application(rep, waiting(service).pk, reason="You work in Wales.")
    apply(service, "tom@lakeside.example")
    now = timezone.now()

    assert forget_old_applications(now=now + timedelta(days=1)) == 0
    forget_old_applications(now=now + timedelta(days=3))
    assert [row.state for row in Application.objects.all()] == ["refused"]
    forget_old_applications(now=now + timedelta(days=366))
    assert not Application.objects.exists()
