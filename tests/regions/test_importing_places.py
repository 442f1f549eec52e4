"""A file gives no more places than a service has, and a welcome is sent where it is asked for, once."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.refs import ref
from regions.actions.apply_import import apply_import
from regions.actions.invite_person import invite_person
from regions.actions.record_payment import Money, record_payment
from regions.actions.upload_import import upload_import
from regions.importing.planning import make_plan
from regions.importing.work import drain_imports
from regions.models import Import, Invitation, Membership, Service
from regions.places import places_of
from regions.spreadsheets import as_csv
from tests.accounts.browsing import subjects
from tests.factories import make_officer, new_key
from tests.outbound import drain_outbox

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.doors")]
HEADING = ("Address", "First name", "Last name", "Service", "Tier", "Paid by service", "Leaves on")
TODAY = timezone.localdate


@pytest.fixture
def secretariat():
    return make_officer("secretariat")


@pytest.fixture
def lakeside(north_west):
    return Service.objects.create(name="Lakeside Youth Justice Service", slug="lakeside", region=north_west)


def pay(service, places: int) -> None:
    money = Money(paid_by="council", amount_pence=10000, paid_on=TODAY(), places=places)
    record_payment(None, service=service, year=TODAY(), money=money, idempotency_key=new_key())


def colleague(number: int, service: str = "Lakeside Youth Justice Service", *, tier="second-tier", pays="yes", ends=""):
    return [f"c{number}@council.example", "Cora", f"Colleague{number}", service, tier, pays, ends]


def file_of(*rows) -> bytes:
    return as_csv(HEADING, rows).read()


def given(secretariat, *rows) -> Import:
    row = upload_import(secretariat, file_name="members.csv", content=file_of(*rows))
    drain_imports()
    row.refresh_from_db()
    return row


def applied(secretariat, row: Import, *, welcome: bool = False) -> Import:
    apply_import(secretariat, row.pk, digest=row.plan["digest"], welcome=welcome)
    drain_imports()
    row.refresh_from_db()
    return row


def test_rows_beyond_the_places_are_faulty_and_say_so_and_the_others_are_added(secretariat, lakeside):
    pay(lakeside, 2)
    plan = make_plan(file_of(*(colleague(n) for n in range(4)), colleague(9, pays="no"), colleague(8, tier="full")))

    assert [(fault.row, fault.column) for fault in plan.faults] == [(4, "Service"), (5, "Service")]
    assert "All 2 places of Lakeside Youth Justice Service are in use" in plan.faults[0].sentence
    assert [change.row for change in plan.to_do] == [2, 3, 6, 7]


def test_a_service_without_a_recorded_payment_has_no_places_and_the_row_says_what_to_do(lakeside):
    plan = make_plan(file_of(colleague(1)))

    assert plan.to_do == []
    assert "Record its payment first" in plan.faults[0].sentence


def test_who_has_a_place_already_needs_none_and_what_the_file_frees_is_free(secretariat, lakeside):
    pay(lakeside, 1)
    applied(secretariat, given(secretariat, colleague(1)))
    full = make_plan(file_of(colleague(1), colleague(2)))
    yesterday = (TODAY() - timedelta(days=1)).isoformat()
    Membership.objects.update(starts=date(2020, 1, 1))
    freed = make_plan(file_of(colleague(1, ends=yesterday), colleague(2)))

    assert [fault.row for fault in full.faults] == [3]
    assert freed.faults == []
    assert [change.row for change in freed.to_do] == [2, 3]


def test_an_invitation_keeps_its_place_for_the_invited_alone(secretariat, lakeside):
    pay(lakeside, 1)
    invite_person(
        secretariat, address="c1@council.example", first_name="Cora", last_name="Colleague1", service=lakeside,
        tier="second", starts=TODAY(),
    )  # fmt: skip

    assert [fault.row for fault in make_plan(file_of(colleague(2))).faults] == [2]
    applied(secretariat, given(secretariat, colleague(1)))
    assert places_of(lakeside).used == 1
    assert Invitation.objects.get().accepted is not None


def test_places_that_were_taken_between_look_and_apply_stop_the_file(secretariat, lakeside):
    pay(lakeside, 1)
    row = given(secretariat, colleague(1))
    applied(secretariat, given(secretariat, colleague(2)))
    after = applied(secretariat, row)

    assert (after.state, Membership.objects.count()) == (Import.State.READY, 1)
    assert [fault["row"] for fault in after.plan["faults"]] == [2]


def test_places_are_counted_in_as_many_queries_for_one_row_as_for_thirty(lakeside):
    pay(lakeside, 50)

    def queries(rows: int) -> int:
        content = file_of(*(colleague(n) for n in range(rows)))
        with CaptureQueriesContext(connection) as seen:
            make_plan(content)
        return len(seen)

    assert queries(1) == queries(30)


def test_the_tick_sends_each_new_member_a_welcome_once(secretariat, lakeside, seen_by):
    pay(lakeside, 5)
    applied(secretariat, given(secretariat, colleague(1)))
    row = given(secretariat, colleague(1), colleague(2))
    browser = seen_by(secretariat, sure=True)
    page = browser.get(f"/secretariat/imports/{ref('import', row.pk)}/").content.decode()
    browser.post(
        f"/secretariat/imports/{ref('import', row.pk)}/",
        {"do": "apply", "digest": row.plan["digest"], "welcome": "yes"},
    )
    drain_imports()
    drain_outbox()
    again = given(secretariat, colleague(1), colleague(2))
    drain_outbox()

    assert 'name="welcome"' in page
    assert "checked" not in page.split('name="welcome"')[1][:80]
    assert subjects("c1@council.example") == []  # came by the first file, without the tick
    assert [subject.startswith("Welcome to ") for subject in subjects("c2@council.example")] == [True]
    assert again.plan["counts"]["new"] == 0
    assert 'name="welcome"' not in browser.get(f"/secretariat/imports/{ref('import', again.pk)}/").content.decode()


def test_without_the_tick_nobody_is_written_to(secretariat, lakeside):
    pay(lakeside, 5)
    applied(secretariat, given(secretariat, colleague(1)))
    drain_outbox()

    assert subjects("c1@council.example") == []
