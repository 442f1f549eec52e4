"""Services as members see them."""

import pytest
from django.utils import timezone

from regions.actions.change_membership import change_membership
from regions.models import Authority, Service, ServiceChange
from tests.factories import make_member, make_network, make_service

SECRET = {"contact_name": "Zenobia Quill", "contact_address": "zenobia@quiet.example", "contact_phone": "01632 960 999"}


@pytest.fixture
def service(north_west):
    one = make_service(north_west)
    Service.objects.filter(pk=one.pk).update(**SECRET, head_post="acting", about="We share a court team.")
    Authority.objects.create(gss_code="E08000001", name="Lakeside", service=one)
    one.refresh_from_db()
    return one


@pytest.mark.parametrize(
    "path",
    ["/services/", "/services/{}/", "/regions/{region}/", "/regions/", "/directory/?q=Zenobia", "/search/?q=Quill"],
)
def test_threat_28_head_who_is_no_member_is_shown_on_no_page(service, follower, rep, londoner, seen_by, path):
    for person in (follower, rep, londoner):
        page = seen_by(person).get(path.format(service.slug, region=service.region.slug)).content.decode()
        for secret in SECRET.values():
            assert secret not in page.replace("?q=Zenobia", ""), path


def test_service_page_says_what_it_covers_and_how_the_post_of_its_head_stands(service, follower, seen_by):
    page = seen_by(follower).get(f"/services/{service.slug}/").content.decode()

    assert "Lakeside" in page
    assert "held by somebody acting" in page
    assert "We share a court team." in page
    assert "no member leads it here" in page


def test_lead_is_named_while_a_member_of_the_service(author, follower, seen_by):
    place = author.memberships.get()
    Service.objects.filter(pk=place.service_id).update(lead=author)
    browser, paths = seen_by(follower), (f"/services/{place.service.slug}/", "/services/", "/regions/north-west/")

    assert all(author.full_name in browser.get(path).content.decode() for path in paths)
    change_membership(None, place.pk, status="ended")

    assert not any(author.full_name in browser.get(path).content.decode() for path in paths)


def test_merged_service_leads_on_and_the_history_stays(service, follower, seen_by):
    old = make_service(service.region)
    today = timezone.localdate()
    Service.objects.filter(pk=old.pk).update(closed=today, merged_into=service)
    ServiceChange.objects.create(service=service, kind="renamed", on=today, note="Lakeside YOT")
    ServiceChange.objects.create(service=service, kind="edited", on=today, note="Canary note")
    browser = seen_by(follower)

    assert browser.get(f"/services/{old.slug}/")["Location"] == f"/services/{service.slug}/"
    page = browser.get(f"/services/{service.slug}/").content.decode()
    assert f"{old.name} became part of it" in page
    assert "Lakeside YOT" in page
    assert "Canary note" not in page


def test_services_are_found_by_name_authority_and_region(service, follower, seen_by):
    other = make_service(make_network("London"))
    browser = seen_by(follower)

    assert service.name in browser.get("/services/?q=lakeside").content.decode()
    assert other.name not in browser.get("/services/?q=lakeside").content.decode()
    assert service.name not in browser.get("/services/?region=london").content.decode()
    assert "No service is found" in browser.get("/services/?q=nowhere").content.decode()


def test_list_of_services_costs_the_same_for_one_and_for_three(follower, seen_by, django_assert_num_queries):
    browser = seen_by(follower)
    with django_assert_num_queries(9):
        browser.get("/services/")
    for _ in range(2):
        make_member(make_network())
    with django_assert_num_queries(9):
        browser.get("/services/")
