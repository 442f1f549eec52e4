"""Renewal reminders: by themselves, each once, to who holds the subscription, and none to who has paid."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings as django_settings

from notifications.models import Letter
from notifications.people.renewals import due_step, remind_of_renewals
from regions.actions.record_payment import Money, record_payment
from regions.models import Membership, Service
from tests.factories import make_member, make_service, new_key
from tests.outbound import drain_outbox, mails_to, plain_text

MARCH_31 = date(2027, 3, 31)


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False)


@pytest.fixture
def lead(north_west):
    member = make_member(north_west, "Beth", address="beth@anytown.example")
    service = member.memberships.get().service
    Service.objects.filter(pk=service.pk).update(lead=member, name="Anytown YJS")
    pay(service)
    return member


def pay(holder, *, year=date(2026, 5, 1)) -> None:
    kind = "member" if hasattr(holder, "email") else "service"
    money = Money(paid_by="council", amount_pence=1, paid_on=date(2026, 5, 1), places=2)
    record_payment(None, **{kind: holder}, year=year, money=money, idempotency_key=new_key())


def nights(first: date, last: date) -> dict[date, list[tuple[str, str]]]:
    """What each nightly round wrote, to whom."""
    told = {}
    for number in range((last - first).days + 1):
        today = first + timedelta(days=number)
        known = set(Letter.objects.values_list("pk", flat=True))
        remind_of_renewals(today=today)
        remind_of_renewals(today=today)
        rows = list(Letter.objects.exclude(pk__in=known).values_list("template", "address"))
        if rows:
            told[today] = rows
    return told


def test_a_year_of_nights_writes_each_reminder_once_on_its_day(lead):
    assert nights(date(2026, 6, 1), date(2027, 12, 1)) == {
        date(2027, 2, 17): [("renewal_due", "beth@anytown.example")],
        date(2027, 3, 17): [("renewal_due", "beth@anytown.example")],
        date(2027, 3, 31): [("renewal_due", "beth@anytown.example")],
        date(2027, 5, 31): [("lapsed", "beth@anytown.example")],
    }


def test_who_has_paid_for_the_next_year_hears_nothing(lead):
    pay(lead.memberships.get().service, year=date(2027, 4, 1))

    assert nights(date(2027, 1, 1), date(2027, 12, 1)) == {}


def test_who_pays_in_the_grace_hears_nothing_more(lead):
    remind_of_renewals(today=date(2027, 4, 2))
    pay(lead.memberships.get().service, year=date(2027, 4, 1))

    assert nights(date(2027, 4, 3), date(2027, 12, 1)) == {}


def test_nights_that_were_missed_leave_one_letter_and_not_three(lead):
    assert remind_of_renewals(today=date(2027, 4, 2)) == 1
    assert Letter.objects.get().key.endswith(f"2027-03-31:0:{lead.pk}")


def test_a_colleague_on_a_place_is_not_reminded_and_an_individual_member_is(lead, north_west):
    service = lead.memberships.get().service
    Membership.objects.filter(member=make_member(north_west)).update(service=service, tier="second")
    alone = make_member(north_west, "Dele", address="dele@croydon.example")
    Membership.objects.filter(member=alone).update(tier="second", through_service=False)
    pay(alone)

    remind_of_renewals(today=date(2027, 3, 17))

    assert set(Letter.objects.values_list("address", flat=True)) == {"beth@anytown.example", "dele@croydon.example"}


def test_who_is_covered_better_by_their_service_is_not_asked_for_their_own(lead):
    pay(lead)
    pay(lead.memberships.get().service, year=date(2027, 4, 1))

    assert nights(date(2027, 3, 1), date(2027, 7, 1)) == {}


def test_a_service_with_nobody_to_ask_is_told_to_the_secretariat(north_west):
    pay(make_service(north_west))

    remind_of_renewals(today=date(2027, 3, 31))
    drain_outbox()

    (mail,) = mails_to(django_settings.CONTACT_ADDRESS)
    assert str(mail["Subject"]).startswith("Nobody to ask")


def test_services_with_nobody_to_ask_are_told_in_one_letter_at_each_step(north_west):
    services = [make_service(north_west) for _ in range(3)]
    for service in services:
        pay(service)

    steps = [remind_of_renewals(today=day) for day in (date(2027, 3, 31), date(2027, 4, 1), date(2027, 6, 1))]
    drain_outbox()

    due, lapsed = mails_to(django_settings.CONTACT_ADDRESS)
    assert steps == [1, 0, 1]
    assert str(due["Subject"]).endswith(" and 2 more")
    assert str(lapsed["Subject"]).endswith(" and 2 more have lapsed")
    for name in (service.name for service in services):
        assert f"{name}: paid to 31 March 2027, lapses after 30 May 2027" in plain_text(due)
        assert f"{name}: was paid to 31 March 2027" in plain_text(lapsed)


def test_after_a_lead_has_left_the_full_members_are_asked(lead, north_west):
    head = make_member(north_west, "Una", address="una@anytown.example")
    Membership.objects.filter(member=head).update(service=lead.memberships.get().service)
    Membership.objects.filter(member=lead).update(ends=date(2027, 1, 1))

    remind_of_renewals(today=date(2027, 3, 31))

    assert list(Letter.objects.values_list("address", flat=True)) == ["una@anytown.example"]


def test_what_lapsed_long_ago_is_not_written_to_again(lead):
    assert remind_of_renewals(today=date(2027, 9, 1)) == 0


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2027, 2, 16), None), (date(2027, 2, 17), "42"), (date(2027, 3, 16), "42"), (date(2027, 3, 17), "14"),
        (date(2027, 3, 30), "14"), (date(2027, 3, 31), "0"), (date(2027, 5, 30), "0"), (date(2027, 5, 31), "lapsed"),
    ],
)  # fmt: skip
def test_the_latest_letter_whose_day_has_come_is_due(today, step):
    assert due_step(MARCH_31, date(2027, 5, 31), today) == step


@pytest.mark.parametrize(
    ("utc", "letters"),
    [
        (datetime(2027, 3, 30, 22, 30, tzinfo=UTC), 0),  # half past eleven on the 30th, summer time
        (datetime(2027, 3, 30, 23, 30, tzinfo=UTC), 1),  # half past midnight on the 31st in England
    ],
)
def test_the_day_of_a_reminder_is_a_uk_day(lead, settings, time_machine, utc, letters):
    settings.REMINDER_DAYS = [0]
    time_machine.move_to(utc, tick=False)
    assert remind_of_renewals() == letters


def test_the_letters_say_what_to_do(lead):
    remind_of_renewals(today=date(2027, 3, 17))
    remind_of_renewals(today=date(2027, 6, 1))
    drain_outbox()

    due, lapsed = mails_to("beth@anytown.example")
    assert due["Subject"] == "The membership of Anytown YJS is paid to 31 March 2027"
    assert "send your council's order number" in plain_text(due)
    assert "You and your colleagues can post until 30 May 2027." in plain_text(due)
    assert lapsed["Subject"] == "The membership of Anytown YJS has lapsed"
