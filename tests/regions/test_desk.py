"""The secretariat's desk: real pages with lists, records and a button for everything; for nobody else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from regions.actions.end_membership_on import end_membership_on
from regions.models import Application, Authority, Membership, Payment, Service
from regions.places import places_of
from tests.factories import make_member, make_officer
from tests.outbound import drain_outbox, mails_to

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False)


@pytest.fixture
def secretariat(db):
    return make_officer("secretariat")


@pytest.fixture
def desk(secretariat, seen_by):
    return seen_by(secretariat, sure=True)


def service_of(member) -> Service:
    return member.memberships.get().service


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def every_page(member) -> list[str]:
    place = member.memberships.get()
    slug = place.service.slug
    plain = ["secretariat", "secretariat_members", "secretariat_new_member", "secretariat_services"]
    return [
        *(reverse(name) for name in plain),
        reverse("secretariat_member", args=[member.pk]),
        reverse("secretariat_member_payment", args=[member.pk]),
        *(reverse("secretariat_membership_act", args=[place.pk, act]) for act in ("end", "tier")),
        reverse("secretariat_service", args=[slug]),
        *(
            reverse("secretariat_service_act", args=[slug, act])
            for act in ("payment", "lead", "rename", "contact", "move", "merge", "split")
        ),
    ]


def test_every_page_of_the_desk_opens_for_the_secretariat_and_for_nobody_else(desk, author, rep, follower, seen_by):
    service = service_of(author)
    Service.objects.filter(pk=service.pk).update(lead=author)
    Membership.objects.filter(member=author).update(paid_to=TODAY, lapses=TODAY + timedelta(days=61))

    for address in every_page(author):
        assert desk.get(address).status_code == 200, address
        for other in (author, rep, make_officer("chair")):
            assert seen_by(other, sure=True).get(address).status_code == 403, address
    assert seen_by(follower, sure=True).get(reverse("secretariat_member", args=[999_999])).status_code == 403
    assert desk.get(reverse("secretariat_member", args=[999_999])).status_code == 404
    assert desk.get(reverse("secretariat_service_act", args=[service.slug, "burn"])).status_code == 404


def test_the_desk_asks_for_a_second_factor(secretariat, author, seen_by):
    for address in every_page(author):
        assert seen_by(secretariat).get(address)["Location"].startswith("/second-factor/"), address


def test_the_desk_says_what_needs_it(desk, author, follower, north_west):
    Membership.objects.filter(member=author).update(paid_to=date(2026, 8, 1), lapses=date(2026, 10, 1))
    Membership.objects.filter(member=follower).update(paid_to=date(2026, 12, 1), lapses=date(2027, 1, 31))
    make_member(north_west)
    Application.objects.create(
        address="a@b.example", first_name="A", last_name="B", job_title="C", state=Application.State.WAITING
    )

    page = text(desk.get(reverse("secretariat")))

    for words in (
        "1 application waits", "1 membership is to be renewed", "1 membership has lapsed", "1 membership has no payment",
        "3 services with members have no lead", "1 region has no representative",
    ):  # fmt: skip
        assert words in page
    end_membership_on(None, author.memberships.get().pk, last_day=TODAY - timedelta(days=1))
    assert "1 service has no member" in text(desk.get(reverse("secretariat")))


def test_members_are_searched_and_filtered(desk, author, follower, londoner, north_west):
    Membership.objects.filter(member=author).update(tier="second", paid_to=date(2026, 8, 1), lapses=date(2026, 10, 1))
    Membership.objects.filter(member=follower).update(status="ended", ends=date(2026, 11, 1))

    def names(**query) -> set[str]:
        page = desk.get(reverse("secretariat_members"), query).content.decode()
        return {member.first_name for member in (author, follower, londoner) if member.full_name in page}

    assert names() == {"Sam", "Imran"}
    assert names(q="imran eastside") == {"Imran"}
    assert names(q="sam imran") == set()
    assert names(region="north-west") == {"Sam"}
    assert names(tier="second") == {"Sam"}
    assert names(status="lapsed") == {"Sam"}
    assert names(status="ended") == {"Beth"}
    assert names(status="all") == {"Sam", "Beth", "Imran"}
    assert names(status="unpaid") == {"Imran"}
    assert names(status="nonsense", tier="nonsense") == {"Sam", "Imran"}


@pytest.mark.parametrize(
    ("name", "queries"), [("secretariat_members", 6), ("secretariat_services", 9), ("secretariat", 19)]
)
def test_lists_cost_the_same_for_one_row_and_for_three(desk, north_west, name, queries, django_assert_num_queries):
    for more in (1, 2):
        for _ in range(more):
            make_member(north_west)
        with django_assert_num_queries(queries):
            desk.get(reverse(name))


def test_a_long_list_is_paged_and_keeps_its_filters(desk, north_west, monkeypatch):
    monkeypatch.setattr("regions.views.desk.PAGE", 2)
    for _ in range(5):
        make_member(north_west, "Ann")

    page = desk.get(reverse("secretariat_members"), {"q": "ann", "page": "2"}).content.decode()

    assert "5 places" in page
    assert "?q=ann&amp;page=3" in page


def test_the_secretariat_records_a_payment_on_the_page_once(desk, author):
    service = service_of(author)
    address = reverse("secretariat_service_act", args=[service.slug, "payment"])
    key = desk.get(address).context["form"]["key"].value()
    form = {
        "key": key, "year": "2026-04-01", "places": "6", "amount": "£1,450.50", "paid_by": "council",
        "order_number": "PO 7", "paid_on": "01/11/2026", "receipt_to": "finance@council.example",
    }  # fmt: skip

    for _ in range(2):
        page = text(desk.post(address, form, follow=True))
    drain_outbox()

    payment = Payment.objects.get()
    assert (payment.amount_pence, payment.paid_on, payment.recorded_by_id) == (
        145050,
        date(2026, 11, 1),
        payment.recorded_by_id,
    )
    assert "£1,450.50 on 1 November 2026, paid by the council, order PO 7, 6 places" in page
    assert author.memberships.get().paid_to == date(2027, 3, 31)
    assert len(mails_to("finance@council.example")) == 1

    page = text(desk.post(reverse("correct_payment", args=[payment.pk]), follow=True))

    assert "taken back on 22 November 2026" in page
    assert author.memberships.get().paid_to is None


def test_a_payment_form_says_what_is_wrong_beside_each_field(desk, author):
    address = reverse("secretariat_service_act", args=[service_of(author).slug, "payment"])

    answer = desk.post(address, {"amount": "a lot", "paid_on": "2027-01-01", "receipt_to": "nobody", "places": "many"})

    page = text(answer)
    assert answer.status_code == 422
    for words in (
        "Write the sum in pounds", "This day has not come yet.", "This is no email address", "Write a number.",
        "Choose the year.", "Say who paid.",
    ):  # fmt: skip
        assert words in page
    assert 'value="a lot"' in page
    assert Payment.objects.count() == 0


def test_a_member_pays_individually(desk, author):
    desk.post(
        reverse("secretariat_member_payment", args=[author.pk]),
        {"key": "web:1", "year": "2026-04-01", "amount": "95", "paid_by": "self", "paid_on": "01/11/2026"},
    )
    assert author.memberships.get().paid_to == date(2027, 3, 31)
    assert "£95.00" in text(desk.get(reverse("secretariat_member", args=[author.pk])))


def test_services_are_renamed_merged_and_split_on_their_pages(desk, author, follower, london):
    one, two = service_of(author), service_of(follower)
    for code in ("E1", "E2"):
        Authority.objects.create(gss_code=code, name=f"Authority {code}", service=one)

    def act(service, act_name, **form):
        address = reverse("secretariat_service_act", args=[service.slug, act_name])
        service.refresh_from_db()
        return desk.post(address, {"version": str(service.version)} | form, follow=True)

    assert "The service has its new name." in text(act(one, "rename", name="Lakeside YJS", slug=""))
    assert Service.objects.get(pk=one.pk).slug == "lakeside-yjs"
    assert "The lead is named." in text(act(one, "lead", lead=str(author.pk)))
    assert "The new service is there." in text(act(one, "split", name="Hillside YJS", authorities=["E2"], lead=""))
    assert "The service has moved." in text(act(one, "move", region=str(london.pk)))
    page = text(act(one, "merge", into=str(two.pk)))
    assert "The services are merged." in page
    assert "Closed on 22 November 2026" in page
    assert Service.objects.get(slug="hillside-yjs").authorities.get().pk == "E2"
    assert author.memberships.get().service_id == two.pk
    assert Entry.objects.filter(outcome="done", verb__endswith="_service").count() == 3


def test_an_old_form_is_told_and_changes_nothing(desk, author):
    service = service_of(author)
    Service.objects.filter(pk=service.pk).update(version=3)

    answer = desk.post(
        reverse("secretariat_service_act", args=[service.slug, "rename"]),
        {"version": "2", "name": "New", "slug": "new"},
    )

    assert answer.status_code == 422
    assert "Somebody else changed this meanwhile." in text(answer)
    assert 'value="New"' in text(answer)
    assert service_of(author).name == service.name


def test_somebody_is_let_in(desk, author, secretariat):
    form = {
        "first_name": "Ola", "last_name": "Wye", "address": "ola@lakeside.example", "tier": "full",
        "service": str(service_of(author).pk), "job_title": "Head of service", "starts": "22/11/2026",
    }  # fmt: skip

    first = text(desk.post(reverse("secretariat_new_member"), form, follow=True))
    again = desk.post(reverse("secretariat_new_member"), form)

    assert "Ola Wye is a member." in first
    drain_outbox()
    assert [mail["Subject"] for mail in mails_to("ola@lakeside.example")] == ["Welcome to YOT Managers’ Network"]
    assert (again.status_code, Membership.objects.filter(member__first_name="Ola").count()) == (422, 1)


def test_services_list_shows_lead_places_and_who_has_none(desk, author, follower):
    service = service_of(author)
    Service.objects.filter(pk=service.pk).update(lead=author, name="Lakeside YJS")
    page = text(desk.get(reverse("secretariat_services")))
    assert author.full_name in page

    assert "Lakeside YJS" not in text(desk.get(reverse("secretariat_services"), {"show": "lead"}))
    assert service_of(follower).name in text(desk.get(reverse("secretariat_services"), {"show": "lead"}))
    assert text(desk.get(reverse("secretariat_services"), {"show": "member"})).count("<tr") == 0
    assert places_of(service).total == 0


def test_reps_and_officers_see_the_membership_of_their_region_only(rep, author, londoner, follower, seen_by):
    own, other = reverse("region_members", args=["north-west"]), reverse("region_members", args=["london"])

    page = text(seen_by(rep, sure=True).get(own))
    assert author.email in page
    assert londoner.email not in page
    assert seen_by(rep, sure=True).get(other).status_code == 403
    assert seen_by(make_officer("treasurer"), sure=True).get(other).status_code == 200
    for who in (author, follower, londoner):
        assert seen_by(who, sure=True).get(own).status_code == 403
    assert Entry.objects.filter(outcome="refused", verb="see_membership_data").count() == 4


def test_the_list_of_a_region_costs_the_same_for_one_member_and_for_three(
    rep, north_west, seen_by, django_assert_num_queries
):
    client = seen_by(rep, sure=True)
    for more in (1, 2):
        for _ in range(more):
            make_member(north_west)
        with django_assert_num_queries(7):
            client.get(reverse("region_members", args=["north-west"]))


def test_nothing_on_the_desk_is_changed_by_a_get(desk, author):
    before = list(Membership.objects.values()), list(Service.objects.values()), Entry.objects.count()
    for address in every_page(author):
        desk.get(address)
    assert (list(Membership.objects.values()), list(Service.objects.values()), Entry.objects.count()) == before
    assert timezone.localdate() == TODAY
