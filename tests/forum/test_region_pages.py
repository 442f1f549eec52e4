"""The regions and one region, as strangers and as members see them."""

import re

from django.test import Client

from regions.models import Network, NetworkAlias
from tests.factories import make_board, make_member, make_network, make_service, make_topic


def tile(page: str, name: str) -> str:
    """What the map's link to a region says."""
    return re.search(rf'aria-label="({name}: [^"]*)"', page)[1]


def test_scenario_11_outsider_sees_name_representative_services_and_how_to_join_and_nothing_more(topic, rep, author):
    page = Client().get("/regions/north-west/").content.decode()

    assert "North West" in page
    assert rep.full_name in page
    assert author.memberships.get().service.name in page
    assert "Work here? Join" in page
    for hidden in (author.full_name, topic.subject, topic.forum.name, "member here", author.email, rep.email):
        assert hidden not in page


def test_scenario_11_map_counts_members_for_members_only(author, rep, follower, seen_by):
    make_service(author.memberships.get().service.region)

    public, inside = Client().get("/regions/").content.decode(), seen_by(follower).get("/regions/").content.decode()

    assert tile(public, "North West") == "North West: 4 services"
    assert "members" not in public
    assert tile(inside, "North West") == "North West: 3 members, 1 service without a member"


def test_scenario_12_region_without_representative_says_who_covers_and_offers_to_volunteer(author, londoner, seen_by):
    region = author.memberships.get().service.region
    Network.objects.filter(pk=region.pk).update(covered_by=make_network("London"))

    own, other = seen_by(author).get("/regions/north-west/"), seen_by(londoner).get("/regions/north-west/")

    for page in (own, other):
        assert "There is no representative at present." in page.content.decode()
        assert "London covers." in page.content.decode()
    assert "olunteer" in own.content.decode()
    assert "olunteer" not in other.content.decode()
    assert "no representative" in tile(seen_by(author).get("/regions/").content.decode(), "North West")


def test_region_page_names_its_boards_with_their_readers_to_those_who_read_them(board, follower, londoner, seen_by):
    make_board(board.network, slug="north-west-shared", readers="members")

    near = seen_by(follower).get("/regions/north-west/").content.decode()
    far = seen_by(londoner).get("/regions/north-west/").content.decode()

    assert "Read by members in North West and the executive" in near
    assert 'href="/boards/north-west/"' in near
    assert 'href="/boards/north-west/"' not in far
    assert 'href="/boards/north-west-shared/"' in far
    assert "No meeting is arranged yet." in near
    assert "Its meetings are its own, like its boards." in far


def test_region_page_tells_which_services_have_no_member(author, follower, seen_by):
    make_service(author.memberships.get().service.region)

    page = seen_by(follower).get("/regions/north-west/").content.decode()

    assert "2 of 3 services have a member here (67%)." in page
    assert "none yet" in page


def test_old_address_of_a_region_leads_on_for_everybody(north_west):
    NetworkAlias.objects.create(slug="the-north", network=north_west, until="2026-04-01")

    assert Client().get("/regions/the-north/")["Location"] == "/regions/north-west/"


def test_group_is_no_region(db):
    make_network("Quiet group", kind="group")

    assert Client().get("/regions/quiet-group/").status_code == 404


def test_pages_of_regions_cost_the_same_however_many_members(board, follower, seen_by, django_assert_num_queries):
    browser = seen_by(follower)
    for more in range(2):
        with django_assert_num_queries(7):
            browser.get("/regions/")
        with django_assert_num_queries(14):
            browser.get("/regions/north-west/")
        for _ in range(2 * (1 - more)):
            make_topic(make_member(board.network), board)
