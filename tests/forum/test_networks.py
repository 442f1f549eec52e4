"""Networks are opened, renamed, merged and closed; history and links stay."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.refs import ref
from audit.models import Entry
from forum.access import visible_posts
from forum.actions.merge_networks import merge_networks
from forum.actions.open_network import open_network
from forum.actions.rename_network import rename_network
from forum.models import Board
from regions.actions.close_network import close_network
from regions.actions.reopen_network import reopen_network
from regions.models import AccessVersion, Network, NetworkAlias, NetworkPlace, Representation, Service
from regions.permissions import Reason, Refused
from regions.problems import Problem
from tests.factories import (
    fresh,
    join,
    make_answer,
    make_board,
    make_member,
    make_network,
    make_officer,
    make_representative,
    make_service,
    make_topic,
)
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail

GROUP = {"kind": "group", "name": "Girls in custody", "slug": "girls", "code": "GIC", "hue": 325, "about": "For leads."}


@pytest.fixture
def secretariat(db):
    return make_officer("secretariat")


@pytest.fixture
def group(db):
    network = make_network("Quiet group", kind="group")
    make_board(network, slug="quiet-group")
    return network


def facts(network, **more):
    names = ("name", "slug", "code", "hue", "about", "version")
    return {name: getattr(network, name) for name in names} | {"code": "NW"} | more


# --- Opening and renaming


def test_a_group_opens_with_one_board_of_its_own(secretariat):
    network = open_network(secretariat, **GROUP)

    board = Board.objects.get(network=network)
    assert (board.name, board.slug, board.readers) == ("Girls in custody board", "girls", "network")
    assert Entry.objects.get(verb="open_network").network_id == network.pk


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "quiet GROUP"), ("name", " "), ("slug", "quiet-group"), ("slug", "Über"), ("slug", "reply"),
        ("slug", "the-old-one"), ("slug", "a-board"), ("code", "TOO LONG"), ("hue", 7), ("kind", "national"),
        ("about", "Kayleigh Barton, born 12/03/2011"),
    ],
)  # fmt: skip
def test_a_network_is_not_opened_with_a_fault_and_the_field_is_named(secretariat, group, field, value):
    NetworkAlias.objects.create(slug="the-old-one", network=group, until=timezone.localdate())
    make_board(group, slug="a-board")

    with pytest.raises(Problem) as told:
        open_network(secretariat, **GROUP | {field: value})

    assert told.value.field == field
    assert not Network.objects.filter(name="Girls in custody").exists()


@pytest.mark.parametrize("role", ["member", "rep", "chair"])
def test_only_the_secretariat_opens_renames_merges_and_closes(role, north_west, group, rep, author):
    actor = {"member": author, "rep": rep, "chair": make_officer("chair")}[role]
    other = make_network("Other group", kind="group")
    for act in (
        lambda: open_network(actor, **GROUP),
        lambda: rename_network(actor, group.pk, **facts(group)),
        lambda: merge_networks(actor, group.pk, other.pk, version=0),
        lambda: close_network(actor, group.pk, version=0),
        lambda: reopen_network(actor, group.pk, version=0),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reason is Reason.NOT_THE_SECRETARIAT


def test_a_renamed_network_renames_its_boards_and_its_old_address_leads_on(secretariat, board, follower, seen_by):
    network = board.network

    rename_network(secretariat, network.pk, **facts(network, name="The North", slug="the-north"))

    board.refresh_from_db()
    assert (board.name, board.slug) == ("The North board", "north-west")
    assert Client().get("/regions/north-west/")["Location"] == "/regions/the-north/"
    assert seen_by(follower).get("/networks/north-west/")["Location"] == "/regions/the-north/"
    rename_network(secretariat, network.pk, **facts(fresh_network(network), slug="north-west"))
    assert Client().get("/regions/the-north/")["Location"] == "/regions/north-west/"
    assert Client().get("/regions/north-west/").status_code == 200


def fresh_network(network):
    return Network.objects.get(pk=network.pk)


def test_who_saves_second_is_told_and_nothing_is_overwritten(secretariat, board, seen_by):
    network = board.network
    browser = seen_by(secretariat, sure=True)
    path = f"/secretariat/networks/{network.slug}/"
    first, second = facts(network, name="First name"), facts(network, name="Second name")

    assert browser.post(path, first).status_code == 302
    page = browser.post(path, second)

    assert page.status_code == 409
    text = page.content.decode()
    assert "Somebody else changed this meanwhile" in text
    assert 'value="Second name"' in text
    assert "It says now: First name" in text
    assert fresh_network(network).name == "First name"
    assert browser.post(path, second | {"version": 1}).status_code == 302
    assert fresh_network(network).name == "Second name"


def test_threat_1_old_address_of_a_group_leads_only_who_may_see_it(secretariat, group, londoner, seen_by):
    inside = join(make_member(make_network()), group)
    rename_network(secretariat, group.pk, **facts(group, slug="new-words"))

    assert seen_by(inside).get("/networks/quiet-group/")["Location"] == "/networks/new-words/"
    for path in ("/networks/quiet-group/", "/networks/new-words/", "/networks/never-was/"):
        page = seen_by(londoner).get(path)
        assert page.status_code == 404
        assert b"Quiet group" not in page.content
        assert "Location" not in page


# --- Merging


@pytest.fixture
def merged(secretariat, north_west, topic, rep, london):
    """North West becomes part of London; a shared board and a covered region come along."""
    make_board(north_west, slug="north-west-shared", readers="members")
    Network.objects.filter(pk=make_network("South East").pk).update(covered_by=north_west)
    return lambda: merge_networks(secretariat, north_west.pk, london.pk, version=0)


def test_merging_moves_services_boards_topics_and_terms(merged, north_west, london, topic, rep, author, londoner):
    past = Representation.objects.create(
        member=author, network=north_west, starts=timezone.localdate().replace(year=2020, day=1),
        ends=timezone.localdate().replace(year=2021, day=1),
    )  # fmt: skip
    merged()

    assert not Service.objects.filter(region=north_west).exists()
    assert set(Board.objects.values_list("network_id", flat=True)) == {london.pk}
    assert Representation.objects.get(member=rep).network == london
    assert Representation.objects.get(pk=past.pk).network == north_west
    assert Network.objects.get(slug="south-east").covered_by == london
    change = author.memberships.get().service.changes.get()
    assert (change.kind, change.note) == ("moved", "from North West")
    assert topic in [post.topic for post in visible_posts(fresh(author))]


def test_merging_makes_the_destination_the_readers(merged, topic, londoner, seen_by):
    before = seen_by(londoner).get(f"/topics/{ref('topic', topic.pk)}/").status_code
    merged()

    assert (before, seen_by(londoner).get(f"/topics/{ref('topic', topic.pk)}/").status_code) == (404, 200)


def test_old_links_of_a_merged_network_lead_on(merged, author, seen_by):
    merged()

    assert Client().get("/regions/north-west/")["Location"] == "/regions/london/"
    assert seen_by(author).get("/boards/north-west/").status_code == 200
    assert "North West" not in Client().get("/regions/").content.decode().split("<table")[1]


def test_merging_raises_everybodys_access_version_in_a_fixed_number_of_queries(
    merged, author, londoner, django_assert_max_num_queries
):
    for _ in range(12):
        make_member(make_network())
    AccessVersion.objects.filter(member=londoner).delete()
    before = dict(AccessVersion.objects.values_list("member_id", "version"))

    with django_assert_max_num_queries(48):
        merged()

    after = dict(AccessVersion.objects.values_list("member_id", "version"))
    assert after == {pk: version + 1 for pk, version in before.items()} | {londoner.pk: 1} | {
        pk: after[pk] for pk in after.keys() - before.keys()
    }


def test_groups_merge_their_places_and_who_was_in_both_keeps_one(secretariat, group):
    other = make_network("Other group", kind="group")
    both, one = make_member(make_network()), join(make_member(make_network()), group)
    join(join(both, group), other)
    NetworkPlace.objects.filter(member=both, network=other).update(ends=timezone.localdate())

    merge_networks(secretariat, group.pk, other.pk, version=0)

    places = NetworkPlace.objects.filter(network=other)
    assert {place.member_id: place.ends for place in places} == {both.pk: None, one.pk: None}


def test_a_network_merges_into_nothing_but_an_open_one_of_its_kind(secretariat, group, london):
    closed = make_network("Closed group", kind="group")
    Network.objects.filter(pk=closed.pk).update(closed=timezone.localdate())

    for other in (group.pk, london.pk, 999999):
        with pytest.raises(Problem):
            merge_networks(secretariat, group.pk, other, version=0)
    with pytest.raises(Refused):
        merge_networks(secretariat, group.pk, closed.pk, version=0)


def test_merging_by_the_page_asks_for_a_word_that_it_was_read(secretariat, group, seen_by):
    other = make_network("Other group", kind="group")
    browser, path = seen_by(secretariat, sure=True), "/secretariat/networks/quiet-group/merge/"

    unsure = browser.post(path, {"into": other.pk, "version": 0})
    assert unsure.status_code == 422
    assert fresh_network(group).closed is None
    done = browser.post(path, {"into": other.pk, "version": 0, "sure": "on"})

    assert done["Location"] == f"/secretariat/networks/{other.slug}/"
    assert fresh_network(group).merged_into == other


# --- Closing


def test_nobody_posts_in_a_closed_network_and_its_people_read_on(secretariat, group, seen_by):
    member = join(make_member(make_network()), group)
    topic = make_topic(member, Board.objects.get(network=group))
    close_network(secretariat, group.pk, version=0)
    browser = seen_by(member)

    with pytest.raises(Refused) as refused:
        make_answer(fresh(member), topic)

    assert refused.value.reason is Reason.NETWORK_CLOSED
    page = browser.get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    assert "This network is closed" in page
    assert "<textarea" not in page
    assert "Nothing new is posted" in browser.get("/networks/quiet-group/").content.decode()
    reopen_network(secretariat, group.pk, version=1)
    assert make_answer(fresh(member), topic).number == 2


def test_mail_to_a_closed_network_is_answered_once_with_the_words_given_back(secretariat, group):
    member = join(make_member(make_network(), address="jo@lakeside.example"), group)
    close_network(secretariat, group.pk, version=0)
    raw = write_mail(sender="jo@lakeside.example", to="quiet-group@ymn.example", text="Are you there?", subject="Hello")

    row = receive(raw, sender="jo@lakeside.example", to="quiet-group@ymn.example")

    assert (row.state, row.reason) == ("refused", "network_closed")
    (letter,) = mails_to(member.email)
    assert letter["Subject"] == "Your mail was not posted: the board is closed"
    assert "Are you there?" in plain_text(letter)


def test_a_region_with_services_and_the_national_network_are_not_closed(secretariat, north_west):
    make_service(north_west)
    for network in (north_west, make_network("National", kind="national"), make_network("Executive", kind="executive")):
        with pytest.raises(Refused) as refused:
            close_network(secretariat, network.pk, version=0)
        assert refused.value.reason is Reason.STILL_IN_USE


# --- The secretariat's pages


PAGES = [
    "/secretariat/networks/", "/secretariat/networks/open/", "/secretariat/networks/quiet-group/",
    "/secretariat/networks/quiet-group/merge/", "/secretariat/networks/quiet-group/close/",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_networks_are_for_the_secretariat_with_a_second_factor(path, secretariat, group, rep, seen_by):
    assert seen_by(secretariat, sure=True).get(path).status_code == 200
    assert seen_by(rep, sure=True).get(path).status_code == 403
    assert Client().get(path)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("path", ["/secretariat/networks/executive/", "/secretariat/networks/never-was/"])
def test_networks_that_are_one_each_are_not_managed(path, secretariat, seen_by):
    make_network("Executive", kind="executive")

    assert seen_by(secretariat, sure=True).get(path).status_code == 404


def test_a_network_is_opened_by_the_form_and_a_fault_stands_beside_its_field(secretariat, group, seen_by):
    browser = seen_by(secretariat, sure=True)

    wrong = browser.post("/secretariat/networks/open/", GROUP | {"slug": "quiet-group"})
    right = browser.post("/secretariat/networks/open/", GROUP)

    assert wrong.status_code == 422
    assert 'id="id_slug_error"' in wrong.content.decode()
    assert 'value="Girls in custody"' in wrong.content.decode()
    assert right["Location"] == "/secretariat/networks/girls/"


# --- A network's own page, and its places


def test_page_of_a_group_says_who_belongs_and_who_reads(group, seen_by):
    member = join(make_member(make_network(), "Nadia"), group)

    page = seen_by(member).get("/networks/quiet-group/").content.decode()

    assert "Nadia Tester" in page
    assert "read by members of Quiet group" in page
    assert "No meeting is arranged yet." in page


def test_page_of_a_group_names_its_representative_and_else_says_that_there_is_none(group, seen_by):
    member = join(make_member(make_network(), "Nadia"), group)
    assert "No representative at present." in seen_by(member).get("/networks/quiet-group/").content.decode()
    imran = join(make_member(make_network(), "Imran"), group)
    Representation.objects.create(member=imran, network=group, starts=timezone.localdate())

    page = seen_by(member).get("/networks/quiet-group/").content.decode()

    assert f"<b>{imran.full_name}</b>" in page
    assert "No representative at present." not in page


@pytest.mark.parametrize("kind", ["group", "executive", "representatives"])
def test_threat_19_closed_circles_do_not_exist_for_others(kind, author, seen_by):
    network = make_network("Inner circle", kind=kind)
    make_board(network, slug="inner-circle")
    secretariat = make_officer("secretariat")
    for person in (author, secretariat):
        browser = seen_by(person, sure=True)
        for path in ("/networks/inner-circle/", "/networks/inner-circle/boards/", "/boards/inner-circle/"):
            assert browser.get(path).status_code == 404, path
        for path in ("/", "/boards/", "/directory/", "/regions/", "/search/?q=inner", "/mail-settings/"):
            assert b"Inner circle" not in browser.get(path).content, path


def test_representative_of_a_group_gives_and_ends_places(group, seen_by):
    rep, member = make_representative(group), make_member(make_network(), "Nadia")
    join(rep, group)
    browser, path = seen_by(rep), "/networks/quiet-group/members/"

    assert "Nadia Tester" in browser.get(f"{path}?q=nadia").content.decode()
    browser.post(path, {"do": "give", "member": member.pk})
    assert seen_by(member).get("/boards/quiet-group/").status_code == 200
    browser.post(path, {"do": "end", "member": member.pk})

    assert seen_by(member).get("/boards/quiet-group/").status_code == 404
    assert Entry.objects.filter(verb="end_network_place", member_id=member.pk).count() == 1


def test_places_are_no_business_of_its_members_nor_of_others(group, author, seen_by):
    inside = join(make_member(make_network()), group)
    path = "/networks/quiet-group/members/"

    assert seen_by(inside).post(path, {"do": "give", "member": author.pk}).status_code == 403
    assert seen_by(author).post(path, {"do": "give", "member": author.pk}).status_code == 404
    assert not NetworkPlace.objects.filter(member=author).exists()


def test_secretariat_gives_places_with_a_second_factor(group, secretariat, author, seen_by):
    path = "/networks/quiet-group/members/"
    browser = seen_by(secretariat, sure=True)

    assert browser.get(path).status_code == 200
    assert browser.post(path, {"do": "give", "member": author.pk}).status_code == 302
    assert NetworkPlace.objects.filter(member=author).exists()


def test_ended_member_is_given_no_place(group, secretariat, author, seen_by):
    author.memberships.update(status="ended")
    page = seen_by(secretariat, sure=True).post("/networks/quiet-group/members/", {"do": "give", "member": author.pk})

    assert page.status_code == 404


def test_page_of_a_group_costs_the_same_for_one_member_and_for_three(group, seen_by, django_assert_num_queries):
    browser = seen_by(join(make_member(make_network()), group))
    for more in range(2):
        with django_assert_num_queries(12):
            browser.get("/networks/quiet-group/")
        for _ in range(2 * (1 - more)):
            join(make_member(make_network()), group)
    drain_outbox()
