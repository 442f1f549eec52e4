"""The way around: what stands in the rail and in the bar of a phone, by who looks."""

import re

import pytest

from forum.models import Board
from regions.actions.change_membership import change_membership
from regions.actions.close_network import close_network
from tests.factories import join, make_board, make_member, make_network, make_officer, make_person, make_topic


def part(page, opening: str, closing: str = "</nav>") -> str:
    text = page.content.decode()
    return text[text.index(opening) : text.index(closing, text.index(opening))]


def rail(page) -> str:
    return part(page, 'class="rail"')


def bar(page) -> list[str]:
    return re.findall(r'<a href="([^"]+)"', part(page, 'class="bottom"'))


@pytest.fixture
def all_regions(db):
    return [make_board(make_network(f"Region number {number}")) for number in range(5)]


def test_executives_rail_folds_the_regions_that_are_not_their_own(all_regions, rep, board, seen_by):
    page = seen_by(rep).get("/")

    assert "5 others that you may read" in rail(page)
    assert "<details>" in rail(page)
    assert "North West" in rail(page).split("<details>")[0]
    inside = seen_by(rep).get(f"/boards/{all_regions[2].slug}/")
    assert "<details open>" in rail(inside)


def test_members_rail_leads_to_directory_regions_and_their_own_page(board, author, seen_by):
    page = seen_by(author).get("/")

    for path in ("/directory/", "/regions/", "/profile/", "/mail-settings/", "/held-for-me/"):
        assert f'href="{path}"' in rail(page)
        assert f'href="{path}"' in part(page, '<footer class="foot"', "</footer>")
    for path in ("/moderation/", "/secretariat/networks/", "/mail-ledger/", "/audit-log/"):
        assert path not in page.content.decode()


def test_secretariat_is_led_to_its_work(db, seen_by):
    page = rail(seen_by(make_officer("secretariat"), sure=True).get("/"))

    assert "/secretariat/" in page
    assert "/mail-ledger/" in page


@pytest.mark.parametrize("status", ["suspended", "ended"])
def test_bar_of_who_reads_nothing_leads_nowhere_in_vain(status, board, author, seen_by):
    change_membership(None, author.memberships.get().pk, status=status)
    browser = seen_by(author)

    for path in ("/", "/directory/", "/nowhere/"):
        page = browser.get(path)
        assert not {"/boards/", "/topics/new/", "/search/"} & set(bar(page)), path
        assert "#you" in bar(page)
        assert "/directory/" not in rail(page)
        assert "/topics/new/" not in page.content.decode()
    assert [browser.get(link).status_code for link in bar(browser.get("/")) if link not in ("#you", "/")] == [200]


def test_closed_group_stands_among_the_others(db, seen_by):
    group = make_network("Old group", kind="group")
    make_board(group)
    member = join(make_member(make_network()), group)
    assert "Old group" in rail(seen_by(member).get("/")).split("Others that")[0]

    close_network(None, group.pk, version=0)

    page = rail(seen_by(member).get("/"))
    assert "Old group" not in page.split("Others that")[0]
    assert "closed" in page.split("Others that")[1]


def test_two_boards_of_one_region_are_told_apart_in_a_list(board, author, seen_by):
    shared = Board(name="North West shared practice", slug="nw-practice", network=board.network, type=0)
    shared.save()
    make_topic(author, board, title="On the board")
    make_topic(author, shared, title="On the other")

    page = seen_by(author).get("/").content.decode()

    assert page.count("<span>shared practice</span>") == 1


def test_somebody_without_any_place_has_a_page_and_a_way_out(db, seen_by):
    page = seen_by(make_person()).get("/")

    assert page.status_code == 403
    assert "/sign-out/" in rail(page)
