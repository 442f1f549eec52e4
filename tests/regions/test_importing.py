"""Members by the file: what it would change is shown first, and then happens as a whole or not at all."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Member
from accounts.refs import ref
from audit.chain import verify_chain
from audit.models import Entry
from outbox.leases import claim
from outbox.models import Event
from regions.actions.admit_member import admit_member
from regions.actions.apply_import import apply_import
from regions.actions.change_membership import change_membership
from regions.actions.drop_import import drop_import
from regions.actions.export_members import export_members
from regions.actions.upload_import import upload_import
from regions.exporting import HEADING
from regions.importing import applying, planning, progress, reading, wishes, work
from regions.importing.forgetting import forget_old_imports
from regions.importing.planning import make_plan
from regions.importing.work import TO_DO, drain_imports
from regions.models import Authority, Import, Membership, Office, Service, Subscription
from regions.permissions import Reason, Refused
from regions.spreadsheets import as_csv, as_xlsx
from tests.factories import make_officer, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.doors")]
TODAY = timezone.localdate
BASE = ("Address", "First name", "Last name", "Service")
State = Import.State


def file_of(*rows, heading=BASE) -> bytes:
    return as_csv(heading, rows).read()


def plan_of(*rows, heading=BASE):
    return make_plan(file_of(*rows, heading=heading))


def sentences(plan) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in plan.faults]


@pytest.fixture
def secretariat():
    return make_officer("secretariat")


@pytest.fixture
def lakeside(north_west):
    return Service.objects.create(name="Lakeside Youth Justice Service", slug="lakeside", region=north_west)


@pytest.fixture
def hilltown(london):
    return Service.objects.create(name="Hilltown and Vale", slug="hilltown", region=london)


def place_of(service, *, address="ada@council.example", first="Ada", last="Example", **more) -> Membership:
    member = make_person(first, last, address=address)
    place = admit_member(None, member, service, tier="full", job_title="Head", starts=TODAY() - timedelta(days=90))
    for name, value in more.items():
        setattr(place, name, value)
    place.save()
    return place


def given(secretariat, content: bytes) -> Import:
    row = upload_import(secretariat, file_name="members.csv", content=content)
    drain_imports()
    row.refresh_from_db()
    return row


def applied(secretariat, row: Import) -> Import:
    apply_import(secretariat, row.pk, digest=row.plan["digest"])
    drain_imports()
    row.refresh_from_db()
    return row


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Member, Membership, Entry, Event)]


# --- The journey


def test_scenario_21_a_file_of_180_members_with_4_faults_is_shown_first_and_running_it_twice_changes_nothing(
    secretariat, lakeside, hilltown, seen_by
):
    there = [place_of(lakeside, address=f"m{n}@council.example", last=f"Member{n}") for n in range(60)]
    rows = [
        [p.member.email, "Ada", p.member.last_name, lakeside.name, "Head of Service" if n < 10 else "Head", "30/9/2026"]
        for n, p in enumerate(there)
    ]
    for place in there:
        Membership.objects.filter(pk=place.pk).update(starts=date(2026, 9, 30))
    rows += [[f"n{n}@council.example", "New", f"Member{n}", hilltown.name, "Head", "2026-10-01"] for n in range(116)]
    rows += [
        ["not an address", "A", "B", lakeside.name, "", ""],
        ["c@council.example", "C", "D", "Lakesyde Youth Justice Service", "", ""],
        ["e@council.example", "E", "F", lakeside.name, "", "10/31/2026"],
        ["g@council.example", "G", "", hilltown.name, "", ""],
    ]
    content = file_of(*rows, heading=(*BASE, "Job title", "Starts"))
    browser = seen_by(secretariat, sure=True)
    before = everything()

    answer = browser.post("/secretariat/imports/", {"file": SimpleUploadedFile("members.csv", content)})
    drain_imports()

    page = browser.get(answer.url).content.decode()
    assert everything()[:2] == before[:2]
    counts = Import.objects.get().plan["counts"]
    assert counts == {"new": 116, "changed": 10, "moved": 0, "unknown": 0, "nothing": 50, "faults": 4}
    for row, told in (
        (178, "no email address"),
        (179, "Is it “Lakeside"),
        (180, "looks American"),
        (181, "This is empty"),
    ):
        assert f"Row {row}" in page
        assert told in page
    assert "Apply 126 changes" in page

    digest = Import.objects.get().plan["digest"]
    browser.post(answer.url, {"do": "apply", "digest": digest})
    drain_imports()

    assert Import.objects.get().state == State.DONE
    assert Membership.objects.filter(service=hilltown).count() == 116
    assert Membership.objects.filter(job_title="Head of Service").count() == 10
    after = everything()
    again = given(secretariat, content)
    assert again.plan["counts"] == {"new": 0, "changed": 0, "moved": 0, "unknown": 0, "nothing": 176, "faults": 4}
    assert everything()[:2] == after[:2]
    assert verify_chain().broken_at == 0


# --- What a row may mean


def test_an_empty_cell_changes_nothing(lakeside):
    place_of(lakeside, tier="second", through_service=False, ends=TODAY() + timedelta(days=9))
    heading = (*BASE, "Job title", "Tier", "Paid by service", "Starts", "Leaves on")

    plan = plan_of(["ada@council.example", "Ada", "Example", lakeside.name, "", "", "", "", ""], heading=heading)

    assert plan.counts()["nothing"] == 1


def test_each_changed_cell_is_shown_as_it_was_and_as_it_becomes(lakeside):
    place_of(lakeside)
    heading = (*BASE, "Job title", "Tier", "Paid by service", "Leaves on")

    plan = plan_of(
        ["ADA@council.example", "Ada", "Example", "lakeside", "Deputy", "second-tier", "no", "30/6/2030"],
        heading=heading,
    )

    (change,) = plan.to_do
    assert change.says == [
        ["Job title", "Head", "Deputy"], ["Tier", "full", "second-tier"], ["Paid by service", "yes", "no"],
        ["Leaves on", "", "30 June 2030"],
    ]  # fmt: skip


def test_a_new_surname_is_a_change_and_another_person_is_a_fault(lakeside):
    place_of(lakeside)

    renamed = plan_of(["ada@council.example", "Ada", "Married", lakeside.name])
    other = plan_of(["ada@council.example", "Bob", "Builder", lakeside.name])

    assert renamed.to_do[0].says == [["Last name", "Example", "Married"]]
    assert sentences(other) == [(2, "Address")]
    assert "belongs to Ada Example" in other.faults[0].sentence


def test_another_service_moves_the_person_and_ends_the_old_place_the_day_before(secretariat, lakeside, hilltown):
    old = place_of(lakeside, tier="second")
    year = TODAY().replace(month=1, day=1)
    Subscription.objects.create(service=hilltown, starts=year, ends=year.replace(month=12, day=31), places=1)
    content = file_of(["ada@council.example", "Ada", "Example", hilltown.name])

    row = applied(secretariat, given(secretariat, content))

    old.refresh_from_db()
    new = Membership.objects.get(service=hilltown)
    yesterday = TODAY() - timedelta(days=1)
    assert (row.state, old.ends, old.status, new.starts, new.tier) == ("done", yesterday, "ended", TODAY(), "second")
    assert make_plan(content).to_do == []


def test_a_move_in_the_future_leaves_the_old_place_until_then(secretariat, lakeside, hilltown):
    old, day = place_of(lakeside), TODAY() + timedelta(days=30)
    content = file_of(["ada@council.example", "Ada", "Example", hilltown.name, day], heading=(*BASE, "Starts"))

    applied(secretariat, given(secretariat, content))

    old.refresh_from_db()
    assert (old.status, old.ends) == ("current", day - timedelta(days=1))
    assert make_plan(content).to_do == []


def test_a_move_whose_day_is_that_of_the_old_place_asks_for_the_day(lakeside, hilltown):
    place = place_of(lakeside)

    plan = plan_of(["ada@council.example", "Ada", "Example", hilltown.name, place.starts], heading=(*BASE, "Starts"))

    assert sentences(plan) == [(2, "Starts")]


def test_a_suspended_member_is_not_moved_by_a_file(lakeside, hilltown):
    place_of(lakeside, status="suspended")

    assert sentences(plan_of(["ada@council.example", "Ada", "Example", hilltown.name])) == [(2, "Service")]


def test_an_address_that_nobody_has_beside_a_name_that_somebody_has_is_asked_about(lakeside):
    place_of(lakeside)

    plan = plan_of(["ada.example@council.example", "ada", "EXAMPLE", lakeside.name])

    assert [change.kind for change in plan.changes] == ["unknown"]
    assert plan.to_do == []


def test_an_old_file_brings_nobody_back(lakeside):
    place = place_of(lakeside)
    change_membership(None, place.pk, status="ended")
    row = ["ada@council.example", "Ada", "Example", lakeside.name]

    assert sentences(plan_of(row)) == [(2, "Starts")]
    assert sentences(plan_of([*row, place.starts], heading=(*BASE, "Starts"))) == [(2, "Starts")]
    assert plan_of([*row, TODAY()], heading=(*BASE, "Starts")).counts()["new"] == 1


def test_a_last_day_that_has_passed_ends_the_place_once(secretariat, lakeside):
    place = place_of(lakeside)
    content = file_of(
        ["ada@council.example", "Ada", "Example", lakeside.name, TODAY() - timedelta(days=2)],
        heading=(*BASE, "Leaves on"),
    )

    applied(secretariat, given(secretariat, content))

    place.refresh_from_db()
    assert place.status == "ended"
    assert make_plan(content).counts()["nothing"] == 1


def test_the_same_address_twice_is_a_fault_in_both_rows(lakeside, hilltown):
    row = ["ada@council.example", "Ada", "Example"]

    assert sentences(plan_of([*row, lakeside.name], [*row, lakeside.name])) == [(2, "Address"), (3, "Address")]
    assert sentences(plan_of([*row, lakeside.name], [*row, hilltown.name])) == [(2, "Address"), (3, "Address")]


def test_a_member_of_two_services_has_two_rows_and_that_is_right(lakeside, hilltown):
    place = place_of(lakeside)
    admit_member(None, place.member, hilltown, tier="full", job_title="Head", starts=TODAY())
    row = ["ada@council.example", "Ada", "Example"]

    plan = plan_of([*row, lakeside.name], [*row, hilltown.name])

    assert (plan.counts()["nothing"], plan.faults) == (2, [])


@pytest.mark.parametrize("said", ["Lakeside", "lakeside youth justice service", "LAKESIDE YJS", "North Bay Council"])
def test_a_service_is_found_by_what_people_call_it(lakeside, said):
    Authority.objects.create(gss_code="E1", name="North Bay", service=lakeside)

    assert plan_of(["a@council.example", "A", "B", said]).counts()["new"] == 1


def test_a_closed_service_takes_nobody_and_says_what_became_of_it(lakeside, hilltown):
    lakeside.closed, lakeside.merged_into = TODAY(), hilltown
    lakeside.save()

    plan = plan_of(["a@council.example", "A", "B", lakeside.name])

    assert plan.faults[0].sentence == f"{lakeside.name} is closed: it is part of {hilltown.name} now."


def test_every_wrong_cell_of_a_row_is_told(lakeside):
    heading = (*BASE, "Tier", "Paid by service", "Starts", "Leaves on")

    plan = plan_of(["x", "", "B", "Nowhere", "gold", "perhaps", "soon", "31/2/2026"], heading=heading)

    assert [column for _, column in sentences(plan)] == [
        "Address", "First name", "Service", "Tier", "Paid by service", "Starts", "Leaves on",
    ]  # fmt: skip


# --- Export and import are one


@pytest.mark.parametrize("write", [lambda rows: as_csv(HEADING, rows), lambda rows: as_xlsx(HEADING, rows, title="M")])
def test_what_was_exported_plans_nothing_when_it_is_given_back(secretariat, lakeside, hilltown, write):
    place_of(lakeside, job_title="=Head, of «everything»")
    other = place_of(hilltown, address="b@council.example", first="Ben", last="O'Neill", tier="second", status="lapsed")
    admit_member(None, other.member, lakeside, tier="honorary", job_title="+Chair", starts=TODAY())
    gone = place_of(lakeside, address="c@council.example", first="Cal", last="Gone")
    change_membership(None, gone.pk, status="ended")
    admit_member(None, gone.member, lakeside, tier="full", job_title="Back", starts=TODAY())

    plan = make_plan(write(export_members(secretariat)).read())

    assert (plan.to_do, plan.faults, plan.rows) == ([], [], 5)


# --- All or nothing


def test_nothing_is_applied_when_the_members_changed_since_the_file_was_read(secretariat, lakeside):
    place = place_of(lakeside)
    row = given(
        secretariat,
        file_of(["ada@council.example", "Ada", "Example", lakeside.name, "New"], heading=(*BASE, "Job title")),
    )
    Membership.objects.filter(pk=place.pk).update(job_title="Meanwhile")

    row = applied(secretariat, row)

    assert (row.state, row.fault) == (State.READY, work.CHANGED)
    assert Membership.objects.get().job_title == "Meanwhile"
    assert row.plan["changes"][0]["says"] == [["Job title", "Meanwhile", "New"]]
    assert applied(secretariat, row).state == State.DONE


def test_a_fault_in_the_middle_of_applying_leaves_nothing_behind(secretariat, lakeside, monkeypatch):
    rows = [[f"n{n}@council.example", "N", f"M{n}", lakeside.name] for n in range(5)]
    row = given(secretariat, file_of(*rows))
    before = everything()

    def no(*args, **kwargs):
        raise RuntimeError("the machine is on fire")

    monkeypatch.setattr("regions.importing.applying.write_entries", no)
    apply_import(secretariat, row.pk, digest=row.plan["digest"])
    drain_imports()

    row.refresh_from_db()
    assert (row.state, row.last_error) == (State.APPLYING, "RuntimeError")
    assert everything()[:2] == before[:2]


def test_an_import_that_fails_three_times_is_set_aside(secretariat, lakeside, monkeypatch):
    row = upload_import(secretariat, file_name="m.csv", content=file_of(["a@b.example", "A", "B", lakeside.name]))
    monkeypatch.setattr(work, "make_plan", lambda *a, **k: 1 / 0)

    for _ in range(5):
        Import.objects.update(next_try=timezone.now() - timedelta(seconds=1))
        drain_imports()

    row.refresh_from_db()
    assert (row.state, row.fault, bytes(row.content)) == (State.FAILED, work.GAVE_UP, b"")


@pytest.mark.parametrize("state", [State.READING, State.APPLYING])
def test_what_a_killed_worker_held_is_taken_over_when_its_lease_is_over(secretariat, lakeside, state):
    row = upload_import(secretariat, file_name="m.csv", content=file_of(["a@b.example", "A", "B", lakeside.name]))
    if state == State.APPLYING:
        drain_imports()
        row.refresh_from_db()
        apply_import(secretariat, row.pk, digest=row.plan["digest"])
    claim(Import, TO_DO, limit=1, seconds=60)
    assert drain_imports() == 0

    Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert drain_imports() == 1
    row.refresh_from_db()
    assert row.state == (State.READY if state == State.READING else State.DONE)
    assert Membership.objects.count() == (0 if state == State.READING else 1)


def test_a_worker_that_lost_its_lease_writes_nothing(secretariat, lakeside):
    upload_import(secretariat, file_name="m.csv", content=file_of(["a@b.example", "A", "B", lakeside.name]))
    (mine,) = claim(Import, TO_DO, limit=1, seconds=60)
    Import.objects.update(lease_token="another's")

    assert work.handle(mine) is False
    assert Import.objects.get().state == State.READING


def test_progress_is_told_row_by_row_and_the_page_shows_it(secretariat, lakeside, seen_by, monkeypatch):
    monkeypatch.setattr(planning, "CHUNK", 2)
    monkeypatch.setattr(reading, "OFTEN", 2)
    monkeypatch.setattr(wishes, "OFTEN", 2)
    rows = [[f"n{n}@council.example", "N", f"M{n}", lakeside.name] for n in range(5)]
    row = upload_import(secretariat, file_name="m.csv", content=file_of(*rows))
    told, browser, really = [], seen_by(secretariat, sure=True), work._progress

    def look(held, step, done, of):
        really(held, step, done, of)
        page = browser.get(f"/secretariat/imports/{ref('import', row.pk)}/").content.decode()
        told.extend(re.findall(r"(?:Opened|Checked|Compared)[^.]* rows so far", page))

    monkeypatch.setattr(work, "_progress", look)
    drain_imports()

    assert told == [
        "Opened: 2 rows so far", "Opened: 4 rows so far",
        "Checked: 2 of 5 rows so far", "Checked: 4 of 5 rows so far",
        "Compared with what is here: 2 of 5 rows so far", "Compared with what is here: 4 of 5 rows so far",
        "Compared with what is here: 5 of 5 rows so far",
    ]  # fmt: skip


def test_who_lets_people_in_by_a_file_is_told_which_letters_the_night_writes(secretariat, lakeside, seen_by):
    browser, told = seen_by(secretariat, sure=True), "Record the payments that have come before that night."
    new = given(secretariat, file_of(["a@b.example", "A", "B", lakeside.name]))
    assert told in browser.get(f"/secretariat/imports/{ref('import', new.pk)}/").content.decode()
    applied(secretariat, new)
    again = given(secretariat, file_of(["a@b.example", "A", "B", lakeside.name]))
    assert told not in browser.get(f"/secretariat/imports/{ref('import', again.pk)}/").content.decode()


def test_a_column_that_is_wrong_all_the_way_down_is_summed_up(secretariat, lakeside, seen_by):
    rows = [[f"n{n}@council.example", "N", f"M{n}", lakeside.name, "soon"] for n in range(101)]
    browser = seen_by(secretariat, sure=True)
    for count, said in ((100, False), (101, True)):
        row = given(secretariat, file_of(*rows[:count], heading=(*BASE, "Starts")))
        page = browser.get(f"/secretariat/imports/{ref('import', row.pk)}/").content.decode()
        assert ("<b>Starts</b> in 101 rows" in page) is said


def test_the_page_says_how_many_rows_are_written_while_its_row_is_locked(secretariat, lakeside, seen_by, monkeypatch):
    monkeypatch.setattr(applying, "BATCH", 2)
    rows = [[f"n{n}@council.example", "N", f"M{n}", lakeside.name] for n in range(5)]
    row = given(secretariat, file_of(*rows))
    browser, told, really = seen_by(secretariat, sure=True), [], work.tell

    def look(pk, step, done, of):
        really(pk, step, done, of)
        page = browser.get(f"/secretariat/imports/{ref('import', row.pk)}/").content.decode()
        told.extend(re.findall(r"Written[^.]* rows so far", page))

    monkeypatch.setattr(work, "tell", look)

    assert applied(secretariat, row).state == State.DONE
    assert told == [f"Written: {n} of 5 rows so far" for n in (2, 4, 5)]
    assert progress.told(row.pk) == {}


def test_a_cache_that_is_away_stops_no_import(secretariat, lakeside, monkeypatch):
    for verb in ("get", "set", "delete"):
        monkeypatch.setattr(f"django.core.cache.cache.{verb}", lambda *a, **k: 1 / 0)

    row = applied(secretariat, given(secretariat, file_of(["a@b.example", "A", "B", lakeside.name])))

    assert (row.state, progress.told(row.pk)) == (State.DONE, {})


def test_a_service_that_closes_while_the_file_is_read_again_is_found_before_anything_is_written(
    secretariat, lakeside, hilltown, monkeypatch
):
    row = given(secretariat, file_of(["a@b.example", "A", "B", lakeside.name]))
    really = work.read_file

    def meanwhile(*args, **kwargs):
        read = really(*args, **kwargs)
        Service.objects.filter(pk=lakeside.pk).update(closed=TODAY(), merged_into=hilltown)
        return read

    monkeypatch.setattr(work, "read_file", meanwhile)
    row = applied(secretariat, row)

    assert (row.state, row.fault) == (State.READY, work.CHANGED)
    assert [fault["sentence"] for fault in row.plan["faults"]] == [
        f"{lakeside.name} is closed: it is part of {hilltown.name} now."
    ]
    assert not Membership.objects.exists()


# --- Who may


def test_a_right_that_ended_before_the_worker_came_stops_it(secretariat, lakeside):
    row = given(secretariat, file_of(["a@b.example", "A", "B", lakeside.name]))
    apply_import(secretariat, row.pk, digest=row.plan["digest"])
    Office.objects.update(ends=TODAY() - timedelta(days=1))

    drain_imports()

    row.refresh_from_db()
    assert (row.state, row.fault) == (State.READY, Reason.NOT_THE_SECRETARIAT.sentence)
    assert not Membership.objects.exists()


@pytest.mark.parametrize("do", ["upload", "apply", "drop"])
def test_nobody_but_the_secretariat_imports(secretariat, lakeside, do):
    row = given(secretariat, file_of(["a@b.example", "A", "B", lakeside.name]))
    chair = make_officer("chair")
    acts = {
        "upload": lambda: upload_import(chair, file_name="x", content=b"x"),
        "apply": lambda: apply_import(chair, row.pk, digest=row.plan["digest"]),
        "drop": lambda: drop_import(chair, row.pk),
    }

    with pytest.raises(Refused):
        acts[do]()


@pytest.mark.parametrize(
    "path", ["/secretariat/imports/", f"/secretariat/imports/{ref('import', 1)}/", "/secretariat/imports/sample.csv"]
)
def test_the_pages_are_for_the_secretariat_with_a_second_factor(secretariat, rep, path, seen_by):
    assert seen_by(rep, sure=True).get(path).status_code == 403
    assert seen_by(secretariat).get(path).url.startswith("/second-factor/")


def test_applying_asks_for_a_fresh_code_and_changes_nothing_before(secretariat, lakeside, seen_by):
    row = given(secretariat, file_of(["a@b.example", "A", "B", lakeside.name]))
    browser = seen_by(secretariat, sure=True)
    session = browser.session
    session["confirmed_at"] -= 3600
    session.save()

    answer = browser.post(
        f"/secretariat/imports/{ref('import', row.pk)}/", {"do": "apply", "digest": row.plan["digest"]}
    )

    row.refresh_from_db()
    assert answer.url.startswith("/confirm/")
    assert row.state == State.READY


def test_a_page_that_was_old_applies_nothing(secretariat, lakeside, seen_by):
    row = given(secretariat, file_of(["a@b.example", "A", "B", lakeside.name]))

    answer = seen_by(secretariat, sure=True).post(
        f"/secretariat/imports/{ref('import', row.pk)}/", {"do": "apply", "digest": "another"}
    )

    row.refresh_from_db()
    assert (answer.status_code, row.state) == (403, State.READY)


def test_threat_78_fields_that_the_form_does_not_have_are_ignored(secretariat, lakeside, seen_by):
    other = make_person()
    file = SimpleUploadedFile("m.csv", file_of(["a@b.example", "A", "B", lakeside.name]))

    seen_by(secretariat, sure=True).post(
        "/secretariat/imports/",
        {
            "file": file,
            "state": "done",
            "uploaded_by": other.pk,
            "plan": "{}",
            "applied": "2026-01-01",
            "is_staff": "1",
        },
    )

    row = Import.objects.get()
    assert (row.state, row.uploaded_by, row.plan, row.applied) == (State.READING, secretariat, {}, None)


def test_threat_78_columns_of_other_tables_change_nobody(secretariat, lakeside):
    heading = (*BASE, "is_staff", "is_superuser", "status", "joined_by", "member_id")
    row = given(
        secretariat, file_of(["a@b.example", "A", "B", lakeside.name, "1", "1", "suspended", "1", "1"], heading=heading)
    )

    applied(secretariat, row)

    member = Member.objects.get(email="a@b.example")
    assert (member.is_staff, member.is_superuser, member.memberships.get().status) == (False, False, "current")


# --- What the form says


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("m.csv", b"", "The file is empty."),
        ("m.csv", b"x" * (5 * 1024 * 1024 + 1), "5 MB is the most"),
        ("", None, "Choose a file first."),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_beside_the_field(secretariat, seen_by, name, content, told):
    data = {} if content is None else {"file": SimpleUploadedFile(name, content)}

    page = seen_by(secretariat, sure=True).post("/secretariat/imports/", data)

    assert page.status_code == 422
    assert told in page.content.decode()
    assert not Import.objects.exists()


def test_a_file_that_cannot_be_read_says_so_on_its_page(secretariat, seen_by):
    row = given(secretariat, b"%PDF-1.4")

    assert (
        "This is a PDF."
        in seen_by(secretariat, sure=True).get(f"/secretariat/imports/{ref('import', row.pk)}/").content.decode()
    )
    assert (row.state, bytes(row.content)) == (State.FAILED, b"")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_sample_can_be_given_back_as_it_is(secretariat, lakeside, hilltown, seen_by, ending):
    answer = seen_by(secretariat, sure=True).get(f"/secretariat/imports/sample.{ending}")

    plan = make_plan(b"".join(answer.streaming_content))

    assert (plan.counts()["new"], plan.faults) == (2, [])


# --- What is left behind


def test_after_applying_neither_bytes_nor_rows_are_kept(secretariat, lakeside):
    row = applied(secretariat, given(secretariat, file_of(["a@b.example", "A", "B", lakeside.name])))

    assert (bytes(row.content), row.plan["changes"], row.plan["counts"]["new"]) == (b"", [], 1)


def test_after_thirty_days_only_the_counts_are_kept(secretariat, lakeside):
    rows = [given(secretariat, file_of(["bad", "A", "B", lakeside.name])) for _ in range(2)]
    Import.objects.filter(pk=rows[0].pk).update(uploaded=timezone.now() - timedelta(days=31))

    assert (forget_old_imports(), forget_old_imports()) == (1, 0)

    old, new = Import.objects.order_by("pk")
    assert (old.state, bytes(old.content), old.plan) == (
        State.DROPPED, b"", {"counts": rows[0].plan["counts"], "forgotten": True},
    )  # fmt: skip
    assert new.state == State.READY


def test_each_row_leaves_its_own_entry_under_the_name_of_who_pressed(secretariat, lakeside, hilltown):
    place_of(lakeside)
    heading = (*BASE, "Job title")
    row = given(secretariat, file_of(
        ["ada@council.example", "Ada", "Example", lakeside.name, "Deputy"],
        ["new@council.example", "N", "M", hilltown.name, ""], heading=heading,
    ))  # fmt: skip
    before = Entry.objects.count()

    applied(secretariat, row)

    entries = list(Entry.objects.order_by("pk")[before:])
    assert [entry.verb for entry in entries] == ["apply_import", "correct_membership", "admit_member"]
    assert {entry.actor_id for entry in entries} == {secretariat.pk}
    assert "Deputy" not in str([entry.details for entry in entries])
    assert entries[1].details == {"changed": ["job_title"], "import": row.pk}
    assert verify_chain().broken_at == 0


def test_those_whose_rights_changed_are_told_once_each(secretariat, lakeside):
    rows = [[f"n{n}@council.example", "N", f"M{n}", lakeside.name] for n in range(3)]

    applied(secretariat, given(secretariat, file_of(*rows)))

    new = set(Member.objects.filter(email__startswith="n").values_list("pk", flat=True))
    told = [event.payload["member_id"] for event in Event.objects.filter(name="RightsChanged")]
    assert {pk for pk in told if pk in new} == new
    assert all(Member.objects.get(pk=pk).access_version.version == 1 for pk in new)


def test_a_second_press_is_told_and_applies_nothing_twice(secretariat, lakeside):
    row = given(secretariat, file_of(["a@b.example", "A", "B", lakeside.name]))
    apply_import(secretariat, row.pk, digest=row.plan["digest"])

    with pytest.raises(Refused) as refused:
        apply_import(secretariat, row.pk, digest=row.plan["digest"])

    assert refused.value.reason == Reason.ALREADY_DECIDED


def test_reading_a_file_costs_as_many_queries_for_three_rows_as_for_one(lakeside, django_assert_max_num_queries):
    for count in (1, 3):
        content = file_of(*[[f"n{n}@council.example", "N", f"M{n}", lakeside.name] for n in range(count)])
        with django_assert_max_num_queries(5):
            make_plan(content)


def test_the_list_costs_as_many_queries_for_three_files_as_for_one(secretariat, lakeside, seen_by):
    browser, costs = seen_by(secretariat, sure=True), []
    for count in (1, 3):
        while Import.objects.count() < count:
            Import.objects.create(file_name="m.csv", content=b"x", uploaded_by=make_person())
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/secretariat/imports/").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.django_db(transaction=True)
def test_threat_26_while_it_is_written_nobody_outside_sees_a_part_of_it(secretariat, lakeside, monkeypatch):
    """Another connection looks each time the import says how far it is: nothing, and after it all."""
    row = given(
        secretariat, file_of(*([f"n{number}@lakeside.example", "New", "One", lakeside.name] for number in range(3)))
    )
    apply_import(secretariat, row.pk, digest=row.plan["digest"])
    told, seen = work.tell, []

    def look_from_outside(*args, **kwargs):
        with ThreadPoolExecutor(1) as other:
            seen.append(other.submit(count_elsewhere).result())
        told(*args, **kwargs)

    monkeypatch.setattr(work, "tell", look_from_outside)
    drain_imports()

    assert set(seen) == {0}
    assert len(seen) > 1
    assert count_elsewhere() == 3


def count_elsewhere() -> int:
    try:
        return Member.objects.filter(email__startswith="n", email__endswith="@lakeside.example").count()
    finally:
        if threading.current_thread() is not threading.main_thread():
            connection.close()
