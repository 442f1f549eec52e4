"""Members as a file: for who may have them, and nobody of another region in it."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from accounts.models import Member
from audit.models import Entry
from regions.actions.admit_member import admit_member
from regions.actions.change_membership import change_membership
from regions.actions.export_members import export_members
from regions.permissions import Refused
from tests.factories import make_member, make_officer, make_person, make_representative, make_service

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.doors")]
FORMATS = ["csv", "xlsx"]


def cells_of(answer, ending: str) -> list[list[str]]:
    content = b"".join(answer.streaming_content)
    if ending == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(content)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    return [["" if value is None else str(value) for value in row] for row in sheet.values]


@pytest.fixture
def people(north_west, london):
    """In each region a member with a canary in every word that an export could hold."""
    found = {}
    for region in (north_west, london):
        tag = region.slug.replace("-", "")
        person = make_person(f"First{tag}canary", f"Last{tag}canary", address=f"{tag}canary@council.example")
        service = make_service(region)
        service.name = f"Service {tag}canary"
        service.save()
        admit_member(None, person, service, tier="full", job_title=f"Title{tag}canary", starts=date(2026, 4, 1))
        found[region.slug] = person
    return found


@pytest.mark.parametrize("ending", FORMATS)
def test_threat_25_a_representative_exports_the_own_region_and_nobody_of_another(people, north_west, ending, seen_by):
    rep = make_representative(north_west)

    answer = seen_by(rep, sure=True).post("/regions/north-west/export/", {"as": ending})

    text = str(cells_of(answer, ending))
    assert text.count("northwestcanary") == 5
    assert "londoncanary" not in text


@pytest.mark.parametrize("who", ["rep", "member", "secretariat of nothing", "lapsed rep"])
def test_threat_25_another_region_and_everybody_are_refused(people, north_west, who, seen_by):
    person = make_member(north_west) if who == "member" else make_representative(north_west)
    if who == "secretariat of nothing":
        person = make_person()
        Member.objects.filter(pk=person.pk).update(is_staff=True, is_superuser=True)
    if who == "lapsed rep":
        change_membership(None, person.memberships.get().pk, status="lapsed")
    browser, before = seen_by(person, sure=True), Entry.objects.filter(outcome="done").count()

    for path in ("/regions/london/export/", "/secretariat/export/"):
        for answer in (browser.get(path), browser.post(path, {"as": "csv"})):
            assert answer.status_code == 403
            assert b"canary" not in answer.content
    assert Entry.objects.filter(outcome="done").count() == before


def test_a_region_that_is_none_and_a_network_that_is_no_region_are_not_there(people, seen_by, north_west):
    browser = seen_by(make_representative(north_west), sure=True)

    assert browser.get("/regions/nowhere/export/").status_code == 404


@pytest.mark.parametrize("path", ["/secretariat/export/", "/regions/london/export/"])
def test_each_export_asks_for_a_second_factor_and_a_fresh_code(people, path, seen_by):
    secretariat = make_officer("secretariat")
    assert seen_by(secretariat).post(path).url.startswith("/second-factor/")
    browser = seen_by(secretariat, sure=True)
    session = browser.session
    session["confirmed_at"] -= 3600
    session.save()

    assert browser.post(path).url.startswith("/confirm/")


@pytest.mark.parametrize("ending", FORMATS)
def test_the_secretariat_exports_everybody_and_leaves_an_entry(people, ending, seen_by):
    secretariat = make_officer("secretariat")

    rows = cells_of(seen_by(secretariat, sure=True).post("/secretariat/export/", {"as": ending}), ending)

    assert rows[0][:5] == ["Address", "First name", "Last name", "Job title", "Service"]
    assert rows[1][:7] == [
        "northwestcanary@council.example", "Firstnorthwestcanary", "Lastnorthwestcanary", "Titlenorthwestcanary",
        "Service northwestcanary", "full", "yes",
    ]  # fmt: skip
    assert rows[1][7].startswith("2026-04-01")
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.actor_id, entry.details) == ("export_members", secretariat.pk, {"rows": 2})


def test_looking_at_the_page_takes_nothing_out(people, seen_by):
    before = Entry.objects.count() + 2  # the secretariat's own office, and nothing else

    page = seen_by(make_officer("secretariat"), sure=True).get("/secretariat/export/")

    assert b"canary" not in page.content
    assert Entry.objects.count() <= before


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t="])
def test_no_cell_is_taken_for_a_formula(people, london, ending, sign, seen_by):
    place = people["london"].memberships.get()
    place.job_title = f"{sign}cmd|' /C calc'!A0"
    place.save()

    rows = cells_of(
        seen_by(make_officer("secretariat"), sure=True).post("/secretariat/export/", {"as": ending}), ending
    )

    (cell,) = [cell for row in rows for cell in row if "calc" in cell]
    assert cell.startswith("'")


def test_who_was_erased_is_in_no_export(people, north_west):
    Member.objects.filter(pk=people["london"].pk).update(erased="2026-01-01T00:00:00Z")

    assert len(export_members(None)) == 1


def test_a_suspended_secretary_exports_nothing(people, london):
    secretariat = make_officer("secretariat")
    admit_member(None, secretariat, make_service(london), tier="full", job_title="", starts=date(2026, 1, 1))
    change_membership(None, secretariat.memberships.get().pk, status="suspended")

    with pytest.raises(Refused):
        export_members(secretariat)
