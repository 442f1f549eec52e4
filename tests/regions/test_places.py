"""Colleagues' places: the lead adds and removes within what the service pays for."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from regions.actions.add_colleague import Colleague, add_colleague
from regions.actions.invite_person import invite_person
from regions.actions.record_payment import Money, record_payment
from regions.actions.remove_colleague import remove_colleague
from regions.actions.suspend_member import suspend_member
from regions.models import Membership
from regions.permissions import Reason, Refused
from regions.places import places_of
from regions.problems import Problem
from regions.standing import State, standing_of
from tests.factories import fresh, make_member, make_officer, make_person, new_key
from tests.outbound import drain_outbox, mails_to, plain_text

TODAY = date(2026, 11, 22)


@pytest.fixture
def lead(north_west, time_machine):
    """The head of a service that has paid for six places."""
    time_machine.move_to("2026-11-22T12:00:00+00:00", tick=False)
    member = make_member(north_west, "Beth", address="beth@anytown.example")
    service = service_of(member)
    service.lead, service.name = member, "Anytown YJS"
    service.save()
    pay(service, 6)
    return member


def service_of(member):
    return member.memberships.get().service


def pay(service, places: int) -> None:
    money = Money(paid_by="council", amount_pence=1, paid_on=TODAY, places=places)
    record_payment(None, service=service, year=TODAY, money=money, idempotency_key=new_key())


def colleague(name: str = "Tom", address: str = "") -> Colleague:
    return Colleague(address or f"{name.lower()}@anytown.example", name, "Colleague", "Operations manager")


def fill(service, how_many: int) -> list[Membership]:
    return [add_colleague(None, service.pk, colleague(f"Col{number}")) for number in range(how_many)]


def test_scenario_15_lead_adds_a_colleague_who_takes_the_last_place(lead, seen_by):
    service = service_of(lead)
    fill(service, 5)
    drain_outbox()

    answer = seen_by(lead).post(
        reverse("service_places", args=[service.slug]),
        {"first_name": "Tom", "last_name": "Quill", "address": "tom.quill@anytown.example", "job_title": "Manager"},
        follow=True,
    )
    drain_outbox()

    assert "Tom Quill has a place" in answer.content.decode()
    (letter,) = mails_to("tom.quill@anytown.example")
    assert letter["Subject"] == "You are now a member, through Anytown YJS"
    assert "until 31 March 2027" in plain_text(letter)
    tom = Membership.objects.get(member__email="tom.quill@anytown.example").member
    page = seen_by(tom).get(reverse("my_membership")).content.decode()
    assert "You are a member through Anytown YJS until 31 March 2027." in page
    assert places_of(service).left == 0


def test_a_seventh_colleague_is_refused_and_nothing_typed_is_lost(lead, seen_by):
    service = service_of(lead)
    fill(service, 6)

    answer = seen_by(lead).post(
        reverse("service_places", args=[service.slug]),
        {"first_name": "Tom", "last_name": "Quill", "address": "tom@anytown.example", "job_title": "Manager"},
    )

    assert answer.status_code == 422
    assert Reason.NO_PLACE_LEFT.sentence in answer.content.decode()
    assert 'value="tom@anytown.example"' in answer.content.decode()
    assert places_of(service).used == 6


def test_an_open_invitation_keeps_a_place(lead):
    service = service_of(lead)
    fill(service, 5)
    invite_person(
        None, address="una@anytown.example", first_name="Una", last_name="V", service=service, tier="second",
        job_title="", through_service=True, becomes_lead=False, starts=TODAY,
    )  # fmt: skip

    with pytest.raises(Refused):
        add_colleague(lead, service.pk, colleague())
    add_colleague(lead, service.pk, colleague("Una"))

    assert places_of(service).used == 6


def test_an_address_of_another_organisation_is_for_the_secretariat(lead):
    service, elsewhere = service_of(lead), colleague(address="tom@probation.example")

    with pytest.raises(Problem, match="another organisation"):
        add_colleague(lead, service.pk, elsewhere)
    add_colleague(make_officer("secretariat"), service.pk, elsewhere)

    assert places_of(service).used == 1


def test_a_known_colleague_is_not_made_twice(lead):
    service = service_of(lead)
    known = make_person("Tom", address="tom@anytown.example")

    place = add_colleague(lead, service.pk, colleague())

    assert place.member == known
    with pytest.raises(Problem, match="already"):
        add_colleague(lead, service.pk, colleague())


def test_only_the_lead_of_the_service_and_the_secretariat_manage_its_places(lead, north_west, rep):
    service = service_of(lead)
    place = fill(service, 1)[0]

    for who in (make_member(north_west), rep, make_officer("chair"), place.member):
        with pytest.raises(Refused) as refused:
            add_colleague(who, service.pk, colleague())
        assert refused.value.reason == Reason.NOT_THE_LEAD
        with pytest.raises(Refused):
            remove_colleague(who, place.pk, last_day=TODAY)
    assert places_of(service).used == 1


def test_a_place_taken_back_ends_with_its_last_day_and_is_free_the_day_after(lead):
    service = service_of(lead)
    place = fill(service, 1)[0]

    remove_colleague(lead, place.pk, last_day=TODAY)

    assert standing_of(place.member, today=TODAY).state == State.CURRENT
    assert standing_of(place.member, today=TODAY + timedelta(days=1)).state == State.NONE
    assert places_of(service, today=TODAY).used == 1
    assert places_of(service, today=TODAY + timedelta(days=1)).used == 0


def test_a_place_taken_back_at_once_ends_at_once(lead, seen_by):
    service = service_of(lead)
    place = fill(service, 1)[0]
    colleagues_page = seen_by(place.member)
    assert colleagues_page.get(reverse("home")).status_code == 200

    seen_by(lead).post(reverse("remove_colleague", args=[service.slug, place.pk]), {"do": "now"})
    drain_outbox()

    assert colleagues_page.get(reverse("home")).status_code == 403
    assert mails_to(place.member.email)[-1]["Subject"] == "Your place at Anytown YJS has ended"
    assert places_of(service).used == 0


def test_who_left_can_be_added_again_with_a_new_place(lead, time_machine):
    service = service_of(lead)
    place = fill(service, 1)[0]
    remove_colleague(lead, place.pk, last_day=TODAY)
    time_machine.move_to("2026-11-24T12:00:00+00:00", tick=False)

    again = add_colleague(fresh(lead), service.pk, colleague("Col0"))

    assert again.pk != place.pk
    assert standing_of(again.member).state == State.CURRENT


def test_nobody_comes_back_by_a_new_place_while_a_suspension_runs(lead, rep):
    service = service_of(lead)
    place = fill(service, 1)[0]
    suspend_member(rep, place.pk, reason="Posted a case number twice.", until=TODAY + timedelta(days=30))
    remove_colleague(lead, place.pk, last_day=TODAY - timedelta(days=1))

    with pytest.raises(Problem, match="Ask the secretariat"):
        add_colleague(lead, service.pk, colleague("Col0"))


def test_a_head_is_not_removed_as_a_colleague(lead):
    with pytest.raises(Refused) as refused:
        remove_colleague(lead, lead.memberships.get().pk, last_day=TODAY)
    assert refused.value.reason == Reason.NOT_THE_SECRETARIAT


def test_a_renewal_with_fewer_places_covers_the_longest_standing(lead):
    service = service_of(lead)
    places = fill(service, 3)

    pay(service, 2)

    assert places_of(service).too_many == 1
    assert [Membership.objects.get(pk=place.pk).paid_to for place in places] == [date(2027, 3, 31)] * 2 + [None]


def test_the_page_is_for_the_lead_and_the_secretariat_with_a_second_factor(lead, author, seen_by):
    address = reverse("service_places", args=[service_of(lead).slug])
    secretariat = make_officer("secretariat")

    assert seen_by(lead).get(address).status_code == 200
    assert seen_by(author).get(address).status_code == 403
    assert seen_by(secretariat, sure=True).get(address).status_code == 200
    assert Entry.objects.filter(outcome="refused", actor_id=author.pk, verb="manage_places").count() == 1
    assert seen_by(lead).get(reverse("service_places", args=["nowhere"])).status_code == 404


def test_the_page_costs_the_same_for_one_colleague_and_for_three(lead, seen_by, django_assert_num_queries):
    service = service_of(lead)
    address = reverse("service_places", args=[service.slug])
    client = seen_by(lead)
    for more in (1, 2):
        for number in range(more):
            add_colleague(None, service.pk, colleague(f"Q{more}{number}"))
        with django_assert_num_queries(10):
            client.get(address)


def test_threat_17_who_stopped_being_lead_meanwhile_is_refused_and_it_is_kept(lead, north_west, seen_by):
    service = service_of(lead)
    client, address = seen_by(lead), reverse("service_places", args=[service.slug])
    assert client.get(address).status_code == 200
    service.lead = None
    service.save()

    answer = client.post(
        address, {"first_name": "T", "last_name": "Q", "address": "t@anytown.example", "job_title": "Manager"}
    )

    assert answer.status_code == 403
    assert places_of(service).used == 0
    assert Entry.objects.filter(outcome="refused", actor_id=lead.pk, verb="manage_places").count() == 1


def test_what_was_typed_is_back_after_signing_in_again(lead):
    address = reverse("service_places", args=[service_of(lead).slug])
    client = Client()

    client.post(address, {"first_name": "Tom", "last_name": "Quill", "address": "tom@anytown.example"})
    client.force_login(lead)
    page = client.get(address).content.decode()

    assert 'value="Quill"' in page
    assert "Your text is back" in page
    assert places_of(service_of(lead)).used == 0


def test_every_field_says_what_is_wrong_beside_it(lead, seen_by):
    answer = seen_by(lead).post(reverse("service_places", args=[service_of(lead).slug]), {"address": "no address"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_address_error"' in page
    assert "needs an @" in page
    assert "Give their first name." in page
    assert timezone.localdate() == TODAY
