"""Subscriptions: who is covered by what was paid, and until when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from audit.models import Entry
from regions.actions.admit_member import admit_member
from regions.actions.change_membership import change_membership
from regions.actions.correct_payment import correct_payment
from regions.actions.record_payment import Money, record_payment
from regions.models import Membership, Payment, Subscription
from regions.payment import subscription_year
from regions.permissions import Refused, can_start_topic
from regions.places import places_of, places_of_all
from regions.standing import State, standing_of
from tests.factories import fresh, make_member, make_officer, make_person, make_service, new_key
from tests.outbound import drain_outbox, mails_to, plain_text

TODAY = date(2026, 11, 22)
YEAR_END = date(2027, 3, 31)


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False)


def pay(holder, *, year=TODAY, places=0, actor=None, key="", receipt_to="", pence=45000, number="PO 7781") -> Payment:
    money = Money(
        paid_by="council", amount_pence=pence, paid_on=TODAY, order_number=number, places=places, receipt_to=receipt_to
    )
    kind = "member" if hasattr(holder, "email") else "service"
    return record_payment(actor, **{kind: holder}, year=year, money=money, idempotency_key=key or new_key())


def give_place(service, tier="second", *, starts=TODAY - timedelta(days=9), through=True) -> Membership:
    place = admit_member(None, make_person(), service, tier=tier, job_title="Manager", starts=starts)
    if not through:
        Membership.objects.filter(pk=place.pk).update(through_service=False)
    return place


def paid_to(place) -> date | None:
    return Membership.objects.get(pk=place.pk).paid_to


@pytest.mark.parametrize(
    ("starts", "on", "first", "last"),
    [
        ("04-01", date(2026, 4, 1), date(2026, 4, 1), date(2027, 3, 31)),
        ("04-01", date(2026, 3, 31), date(2025, 4, 1), date(2026, 3, 31)),
        ("09-01", date(2026, 11, 22), date(2026, 9, 1), date(2027, 8, 31)),
        ("01-01", date(2028, 2, 29), date(2028, 1, 1), date(2028, 12, 31)),
    ],
)
def test_the_subscription_year_is_a_setting(settings, starts, on, first, last):
    settings.SUBSCRIPTION_YEAR_STARTS = starts

    assert subscription_year(on) == (first, last)


def test_a_services_payment_covers_its_head_and_as_many_colleagues_as_it_has_places(north_west):
    service = make_service(north_west)
    head, *colleagues = give_place(service, "full"), *(give_place(service) for _ in range(3))
    alone = give_place(service, through=False)

    pay(service, places=2)

    assert [paid_to(place) for place in (head, *colleagues, alone)] == [YEAR_END, YEAR_END, YEAR_END, None, None]
    covered = Membership.objects.get(pk=head.pk)
    assert covered.lapses == date(2027, 5, 31)  # sixty whole days of grace, then no posting


def test_a_members_own_payment_covers_all_their_places(north_west, london):
    place = give_place(make_service(north_west), through=False)
    second = admit_member(
        None, place.member, make_service(london), tier="second", job_title="", starts=TODAY - timedelta(days=1)
    )

    pay(place.member)

    assert (paid_to(place), paid_to(second)) == (YEAR_END, YEAR_END)


def test_nothing_has_to_be_paid_for_an_honorary_member(north_west):
    service = make_service(north_west)
    place = give_place(service, "honorary")

    pay(service, places=5)

    assert paid_to(place) is None
    assert standing_of(place.member, today=date(2040, 1, 1)).state == State.CURRENT


def test_scenario_18_who_also_pays_individually_keeps_full_access_when_the_service_lapses(north_west):
    service = make_service(north_west)
    place, colleague = give_place(service), give_place(service)
    pay(service, year=date(2025, 11, 1), places=2)
    pay(place.member)

    assert standing_of(colleague.member, today=TODAY).state == State.LAPSED
    assert standing_of(place.member, today=TODAY).state == State.CURRENT
    assert can_start_topic(standing_of(place.member, today=TODAY), north_west)


def test_the_grace_runs_by_itself_and_the_lapse_needs_no_job(north_west):
    service = make_service(north_west)
    place = give_place(service, "full", starts=date(2025, 5, 1))
    pay(service, year=date(2025, 11, 1))

    assert standing_of(place.member, today=date(2026, 5, 30)).state == State.CURRENT
    assert standing_of(place.member, today=date(2026, 5, 31)).state == State.LAPSED


def test_days_are_uk_days_on_both_sides_of_the_clock_change(north_west, time_machine):
    """The clock goes forward on 29 March: the last minute of 31 March is 22:59 in UTC."""
    place = give_place(make_service(north_west), "full", starts=date(2025, 5, 1))
    Membership.objects.filter(pk=place.pk).update(ends=date(2026, 3, 31))

    time_machine.move_to(datetime(2026, 3, 31, 22, 59, tzinfo=UTC), tick=False)
    assert standing_of(place.member).state == State.CURRENT
    time_machine.move_to(datetime(2026, 3, 31, 23, 1, tzinfo=UTC), tick=False)
    assert standing_of(place.member).state == State.NONE

    Membership.objects.filter(pk=place.pk).update(ends=date(2026, 10, 25))  # the clock goes back
    time_machine.move_to(datetime(2026, 10, 25, 23, 59, tzinfo=UTC), tick=False)
    assert standing_of(place.member).state == State.CURRENT
    time_machine.move_to(datetime(2026, 10, 26, 0, 1, tzinfo=UTC), tick=False)
    assert standing_of(place.member).state == State.NONE


def test_a_payment_lets_a_lapsed_member_post_again_at_once(north_west):
    service = make_service(north_west)
    place = give_place(service, "full")
    change_membership(None, place.pk, status="lapsed")

    pay(service)

    assert standing_of(fresh(place.member)).state == State.CURRENT


def test_the_same_key_again_records_nothing_twice(north_west):
    service = make_service(north_west)

    first = pay(service, places=3, key="web:1")
    again = pay(service, places=9, key="web:1")

    assert (first.pk, Payment.objects.count(), Subscription.objects.get().places) == (again.pk, 1, 3)


def test_a_second_payment_extends_the_year(north_west):
    service = make_service(north_west)
    pay(service, places=3)
    pay(service, places=5, pence=9000)

    assert Subscription.objects.get().places == 5
    assert places_of(service, today=TODAY).total == 5


def test_a_mistaken_payment_is_taken_back_by_a_second_row(north_west):
    service = make_service(north_west)
    place = give_place(service, "full")
    pay(service, year=date(2025, 11, 1))
    mistaken = pay(service)
    assert paid_to(place) == YEAR_END

    correction = correct_payment(None, mistaken.pk)

    assert correction.corrects == mistaken
    assert Payment.objects.count() == 3
    assert paid_to(place) == date(2026, 3, 31)
    with pytest.raises(Refused):
        correct_payment(None, mistaken.pk)


def test_taking_back_an_extension_leaves_the_first_payment_standing(north_west):
    service = make_service(north_west)
    pay(service, places=3)
    mistaken = pay(service, places=8)

    correct_payment(None, mistaken.pk)

    assert (Subscription.objects.get().places, Subscription.objects.get().void) == (3, False)


def test_only_the_secretariat_records_money(north_west, rep):
    service = make_service(north_west)
    for who in (rep, make_officer("treasurer"), make_member(north_west)):
        with pytest.raises(Refused):
            pay(service, actor=who)
    secretariat = make_officer("secretariat")

    payment = pay(service, actor=secretariat)
    correct_payment(secretariat, payment.pk)

    assert list(Entry.objects.filter(actor_id=secretariat.pk).values_list("verb", flat=True)) == [
        "record_payment", "correct_payment",
    ]  # fmt: skip


def test_the_receipt_is_mailed_to_whom_the_payment_names(north_west):
    service = make_service(north_west)
    payment = pay(service, places=6, receipt_to="finance@council.example")
    drain_outbox()
    correct_payment(None, payment.pk)
    drain_outbox()

    receipt, withdrawn = mails_to("finance@council.example")
    assert receipt["Subject"] == f"Receipt {payment.pk}: £450.00 for {service.name}"
    assert "from 1 April 2026 to 31 March 2027" in plain_text(receipt)
    assert "6 places for colleagues" in plain_text(receipt)
    assert "PO 7781" in plain_text(receipt)
    assert withdrawn["Subject"] == f"Receipt {payment.pk} is withdrawn"


def test_a_suspension_that_is_over_does_not_hide_a_lapse(north_west):
    place = give_place(make_service(north_west), "full")
    Membership.objects.filter(pk=place.pk).update(
        status="suspended", suspended_until=TODAY, paid_to=date(2026, 3, 31), lapses=date(2026, 5, 31)
    )

    assert standing_of(place.member, today=TODAY).state == State.SUSPENDED
    assert standing_of(place.member, today=TODAY + timedelta(days=1)).state == State.LAPSED


def test_places_need_few_queries_however_many_services_there_are(north_west, django_assert_num_queries):
    services = [make_service(north_west).pk for _ in range(3)]
    for ids in (services[:1], services):
        with django_assert_num_queries(3):
            places_of_all(ids, today=timezone.localdate())
