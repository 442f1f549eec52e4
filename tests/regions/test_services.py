"""What becomes of a service: edited, renamed, merged, split, moved; and nobody’s membership is made anew."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from forum.access import NotVisible
from forum.models import Post
from regions.actions.edit_service import edit_service
from regions.actions.merge_services import merge_services
from regions.actions.move_service import move_service
from regions.actions.name_lead import name_lead
from regions.actions.record_payment import Money, record_payment
from regions.actions.rename_service import rename_service
from regions.actions.set_service_contact import set_service_contact
from regions.actions.split_service import Part, split_service
from regions.finding import service_at, service_today
from regions.models import AccessVersion, Authority, Membership, Service, Subscription
from regions.permissions import Reason, Refused
from regions.problems import Problem
from regions.standing import standing_of
from tests.factories import fresh, make_answer, make_board, make_member, make_officer, make_topic, new_key

CONTACT = {"name": "Odile Quarrie", "address": "odile.quarrie@council.example", "phone": "01632 960 101"}


@pytest.fixture
def secretariat(db):
    return make_officer("secretariat")


def service_of(member) -> Service:
    return member.memberships.get().service


def led(member) -> Service:
    Service.objects.filter(pk=service_of(member).pk).update(lead=member)
    return service_of(member)


def pay(service, places: int) -> None:
    money = Money(paid_by="council", amount_pence=1, paid_on=timezone.localdate(), places=places)
    record_payment(None, service=service, year=timezone.localdate(), money=money, idempotency_key=new_key())


def test_scenario_17_editing_the_record_leaves_memberships_as_they_are(author, follower, seen_by):
    service = led(author)
    Membership.objects.filter(member=follower).update(service=service, tier="second")
    before = list(Membership.objects.order_by("pk").values())

    answer = seen_by(author).post(
        reverse("edit_service", args=[service.slug]),
        {"version": "0", "about": "Two courts and a farm.", "head_post": "acting"},
        follow=True,
    )

    service.refresh_from_db()
    assert "The record is saved." in answer.content.decode()
    assert (service.about, service.head_post, service.version) == ("Two courts and a farm.", "acting", 1)
    assert list(Membership.objects.order_by("pk").values()) == before


def test_who_comes_second_is_told_and_overwrites_nothing(author, seen_by):
    service = led(author)
    edit_service(author, service.pk, version=0, about="Mine first.", head_post="held")

    answer = seen_by(author).post(
        reverse("edit_service", args=[service.slug]), {"version": "0", "about": "Mine second.", "head_post": "held"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert Reason.CHANGED_MEANWHILE.sentence in page
    assert "Mine first." in page
    assert "Mine second." in page
    assert 'name="version" value="1"' in page
    assert service_of(author).about == "Mine first."


def test_only_the_lead_edits_the_record(author, follower, rep):
    service = led(author)
    for who in (follower, rep, make_officer("chair")):
        with pytest.raises(Refused):
            edit_service(who, service.pk, version=0, about="Not mine", head_post="held")
    assert service_of(author).about == ""


def test_what_changes_a_service_is_for_the_secretariat_alone(author, follower, rep, london):
    service, other = led(author), service_of(follower)
    part = Part("New", "new", [], [])
    for who in (author, rep, make_officer("chair")):
        for act in (
            lambda who=who: rename_service(who, service.pk, version=0, name="X", slug="x"),
            lambda who=who: name_lead(who, service.pk, version=0, member_id=None),
            lambda who=who: move_service(who, service.pk, version=0, region_id=london.pk),
            lambda who=who: merge_services(who, service.pk, into_id=other.pk, version=0),
            lambda who=who: split_service(who, service.pk, part, version=0),
            lambda who=who: set_service_contact(who, service.pk, version=0, name="", address="", phone=""),
        ):
            with pytest.raises(Refused) as refused:
                act()
            assert refused.value.reason == Reason.NOT_THE_SECRETARIAT


def test_a_renamed_service_is_found_by_its_old_address_and_old_posts_keep_the_name_of_their_day(
    secretariat, author, board, seen_by
):
    topic = make_topic(author, board)
    service = led(author)
    was = (service.name, service.slug)

    rename_service(secretariat, service.pk, version=0, name="Lakeside YJS", slug="lakeside")

    assert service_at(was[1]) == service_at("lakeside") == service
    assert was[0] in Post.objects.get(topic=topic).author_line
    assert make_answer(fresh(author), topic).author_line.endswith("Lakeside YJS")
    answer = seen_by(author).get(reverse("service_places", args=[was[1]]))
    assert answer["Location"] == reverse("service_places", args=["lakeside"])
    assert service.changes.get().note == f"until then {was[0]}"


def test_a_name_or_an_address_in_use_is_refused(secretariat, author, follower):
    service, other = led(author), service_of(follower)
    with pytest.raises(Problem, match="has this name"):
        rename_service(secretariat, service.pk, version=0, name=other.name.upper(), slug="new")
    rename_service(secretariat, other.pk, version=0, name="Other", slug="other")
    with pytest.raises(Problem, match="or had"):
        rename_service(secretariat, service.pk, version=0, name="New", slug=other.slug)


def test_a_service_moves_with_its_members_at_once(secretariat, author, north_west, london):
    board = make_board(london)
    service = led(author)

    move_service(secretariat, service.pk, version=0, region_id=london.pk)

    assert standing_of(author).region_ids == {london.pk}
    assert AccessVersion.objects.get(member=author).version > 1
    assert make_topic(fresh(author), board).forum == board
    with pytest.raises(NotVisible):
        make_topic(fresh(author), make_board(north_west))


def test_merging_moves_members_authorities_money_and_leads_on(secretariat, author, follower):
    old, new = led(author), service_of(follower)
    Authority.objects.create(gss_code="E1", name="Lakeside", service=old)
    pay(old, 3)
    pay(new, 2)
    row = author.memberships.get()

    merge_services(secretariat, old.pk, into_id=new.pk, version=old.version)

    old.refresh_from_db()
    new.refresh_from_db()
    after = author.memberships.get()
    assert (after.pk, after.starts, after.service) == (row.pk, row.starts, new)
    assert list(new.authorities.values_list("pk", flat=True)) == ["E1"]
    assert Subscription.objects.get(service=new).places == 5
    assert (old.closed, old.merged_into, old.lead) == (timezone.localdate(), new, None)
    assert service_today(service_at(old.slug)) == new
    assert new.lead == author
    assert [change.kind for change in (*old.changes.all(), *new.changes.all())] == ["merged", "lead", "merged"]


def test_a_year_that_only_the_old_service_paid_goes_with_its_members(secretariat, author, follower):
    old, new = led(author), service_of(follower)
    pay(old, 3)

    merge_services(secretariat, old.pk, into_id=new.pk, version=old.version)

    assert author.memberships.get().paid_to == follower.memberships.get().paid_to is not None


def test_who_has_a_place_in_both_services_keeps_one(secretariat, author, follower):
    old, new = led(author), service_of(follower)
    Membership.objects.create(member=author, service=new, starts=date(2026, 1, 1))

    merge_services(secretariat, old.pk, into_id=new.pk, version=old.version)

    assert sorted(author.memberships.values_list("status", flat=True)) == ["current", "ended"]
    assert standing_of(author).service_ids == {new.pk}


def test_a_merged_service_takes_no_more_acts(secretariat, author, follower):
    old, new = led(author), service_of(follower)
    merge_services(secretariat, old.pk, into_id=new.pk, version=old.version)
    with pytest.raises(Refused) as refused:
        merge_services(secretariat, old.pk, into_id=new.pk, version=old.version + 1)
    assert refused.value.reason == Reason.SERVICE_CLOSED


def test_splitting_takes_authorities_and_members_and_what_they_had_paid(secretariat, author, follower):
    old = led(author)
    Membership.objects.filter(member=follower).update(service=old, tier="second")
    for code in ("E1", "E2"):
        Authority.objects.create(gss_code=code, name=code, service=old)
    pay(old, 3)
    place = follower.memberships.get()
    part = Part("Hillside YJS", "hillside", ["E2"], [place.pk], lead_id=follower.pk)

    new = split_service(secretariat, old.pk, part, version=old.version)

    after = follower.memberships.get()
    assert (after.pk, after.service, after.paid_to) == (place.pk, new, place.paid_to)
    assert (new.lead, Service.objects.get(pk=old.pk).lead) == (follower, author)
    assert [service.authorities.count() for service in (old, new)] == [1, 1]
    assert [Subscription.objects.get(service=service).places for service in (old, new)] == [2, 1]
    with pytest.raises(Refused):
        split_service(secretariat, old.pk, part, version=old.version)


def test_a_lead_has_a_place_in_the_service(secretariat, author, follower):
    service = service_of(author)
    with pytest.raises(Problem):
        name_lead(secretariat, service.pk, version=0, member_id=follower.pk)

    name_lead(secretariat, service.pk, version=0, member_id=author.pk)

    assert standing_of(author).leads == {service.pk}
    assert Entry.objects.get(verb="name_lead").member_id == author.pk


def test_the_contact_is_seen_by_the_secretariat_alone(secretariat, author, follower, rep, board, seen_by):
    service = led(author)
    set_service_contact(secretariat, service.pk, version=0, **CONTACT)
    page = seen_by(secretariat, sure=True).get(reverse("secretariat_service", args=[service.slug])).content.decode()
    assert all(words in page for words in CONTACT.values())

    addresses = [
        reverse("region", args=[service.region.slug]), reverse("home"), reverse("my_membership"),
        reverse("service_places", args=[service.slug]), reverse("edit_service", args=[service.slug]),
        reverse("region_members", args=[service.region.slug]), reverse("secretariat_service", args=[service.slug]),
    ]  # fmt: skip
    for who in (author, follower, rep, make_officer("chair")):
        for address in addresses:
            shown = seen_by(who, sure=True).get(address).content.decode()
            assert [words for words in CONTACT.values() if words in shown] == []


def test_loading_the_reference_again_undoes_no_rename_and_no_merge(secretariat):
    call_command("load_reference", verbosity=0)
    one, two = Service.objects.order_by("pk")[:2]
    moved = one.authorities.first()
    rename_service(secretariat, two.pk, version=0, name="Renamed", slug="renamed")
    merge_services(secretariat, one.pk, into_id=two.pk, version=0)

    call_command("load_reference", verbosity=0)

    assert Service.objects.filter(slug=two.slug).count() == 0
    assert Service.objects.get(pk=two.pk).name == "Renamed"
    assert Authority.objects.get(pk=moved.pk).service_id == two.pk


def test_members_of_a_merged_service_lose_nothing_that_they_wrote(secretariat, author, follower, board):
    topic = make_topic(author, board)
    old = led(author)

    merge_services(secretariat, old.pk, into_id=service_of(follower).pk, version=0)

    assert Post.objects.get(topic=topic).poster == author
    assert old.name in Post.objects.get(topic=topic).author_line
    assert make_member(old.region) is not None
