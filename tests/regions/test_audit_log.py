"""The audit log on a page and as a file: for the executive, and for nobody else."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Member
from audit.models import Entry
from audit.write import write_entry
from regions.actions.appoint_officer import appoint_officer
from regions.actions.change_membership import change_membership
from tests.factories import make_member, make_network, make_officer, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.doors")]


@pytest.fixture
def chair():
    return make_officer("chair")


@pytest.fixture
def log(chair, north_west, author):
    """Three entries to look for, after those of the set-up."""
    write_entry("change_membership", actor_id=chair.pk, member_id=author.pk, network_id=north_west.pk)
    write_entry("admit_member", actor_id=None, member_id=author.pk)
    write_entry("set_readers", actor_id=chair.pk, outcome=Entry.Outcome.REFUSED, reason="not_the_representative")


def body_of(client, **filters) -> str:
    page = client.get("/audit-log/", filters)
    assert page.status_code == 200
    return page.content.decode()


def test_the_executive_reads_who_did_what_in_plain_words(log, chair, author, seen_by):
    page = body_of(seen_by(chair, sure=True))

    assert f"{chair.full_name} (#{chair.pk})" in page
    assert f"{author.full_name} (#{author.pk}), North West" in page
    assert "changed a membership" in page
    assert "the product or its operator" in page
    assert "Only the network’s own representative can do this." in page


@pytest.mark.parametrize("who", ["member", "secretariat", "outsider"])
@pytest.mark.parametrize("path", ["/audit-log/", "/audit-log/export/"])
def test_others_are_refused_and_the_refusal_is_kept(log, who, path, seen_by):
    people = {"secretariat": make_officer, "member": lambda _: make_member(make_network()), "outsider": make_person}
    person = people[who]("secretariat")
    before = Entry.objects.count()

    page = seen_by(person, sure=True).get(path)

    assert page.status_code == 403
    assert b"(#" not in page.content
    (entry,) = Entry.objects.order_by("pk")[before:]
    assert (entry.outcome, entry.reason, entry.actor_id) == (Entry.Outcome.REFUSED, "not_the_executive", person.pk)


@pytest.mark.parametrize("path", ["/audit-log/", "/audit-log/export/"])
def test_without_a_second_factor_nothing_is_shown(log, chair, path, seen_by):
    assert seen_by(chair).get(path).url.startswith("/second-factor/?next=")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"verb": "change_membership"}, ["change_membership"]),
        ({"outcome": "refused"}, ["set_readers"]),
        ({"person": "sam tester", "verb": "admit_member", "until": "today"}, ["admit_member", "admit_member"]),
        ({"person": "no such name"}, []),
        ({"verb": "change_membership", "network": "north_west"}, ["change_membership"]),
        ({"verb": "change_membership", "since": "tomorrow"}, []),
        ({"verb": "change_membership", "until": "yesterday"}, []),
        ({"verb": "change_membership", "since": "today", "until": "today"}, ["change_membership"]),
    ],
)
def test_each_filter_shows_what_it_asks_for(log, chair, north_west, seen_by, filters, expected):
    today = timezone.localdate()
    days = {"today": 0, "yesterday": -1, "tomorrow": 1}
    said = {
        name: (today + timedelta(days=days[value])).isoformat() if value in days else value
        for name, value in filters.items()
    }
    if "network" in said:
        said["network"] = str(north_west.pk)

    page = seen_by(chair, sure=True).get("/audit-log/", said)

    assert [row.entry.verb for row in page.context["rows"]] == expected


def test_a_day_that_is_none_is_told_beside_the_field_and_kept(log, chair, seen_by):
    page = seen_by(chair, sure=True).get("/audit-log/", {"since": "31/2/2026", "person": "Sam"})

    assert page.status_code == 422
    assert "Write the day as 30/4/2026." in page.content.decode()
    assert 'value="31/2/2026"' in page.content.decode()


def test_older_entries_stand_on_the_next_page_and_none_twice(chair, seen_by):
    for number in range(60):
        write_entry("admit_member", actor_id=None, subject=f"membership {number}")
    browser = seen_by(chair, sure=True)

    first = browser.get("/audit-log/", {"verb": "admit_member"})
    write_entry("admit_member", actor_id=None, subject="membership meanwhile")
    second = browser.get("/audit-log/", {"verb": "admit_member", "before": first.context["older"]})

    shown = [row.entry.pk for page in (first, second) for row in page.context["rows"]]
    wanted = Entry.objects.filter(verb="admit_member").order_by("-pk").values_list("pk", flat=True)
    assert shown == list(wanted[1:])
    assert f"before={first.context['older']}" in first.content.decode()


def test_three_entries_cost_as_many_queries_as_one(chair, seen_by):
    browser, counts = seen_by(chair, sure=True), []
    for wanted in (1, 3):
        while Entry.objects.filter(verb="set_readers").count() < wanted:
            write_entry("set_readers", actor_id=make_person().pk, member_id=make_person().pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            body_of(browser, verb="set_readers")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_an_erased_member_is_a_former_member(log, chair, author, seen_by):
    Member.objects.filter(pk=author.pk).update(erased=timezone.now(), first_name="", last_name="")

    assert f"Former member (#{author.pk})" in body_of(seen_by(chair, sure=True))


def test_the_export_holds_the_filtered_entries_and_is_an_entry_itself(log, chair, seen_by):
    browser = seen_by(chair, sure=True)

    answer = browser.post("/audit-log/export/?outcome=refused")

    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [line[4] for line in lines] == ["Verb", "set_readers"]
    assert answer["Content-Disposition"].startswith('attachment; filename="audit-log-')
    newest = Entry.objects.latest("pk")
    assert (newest.verb, newest.actor_id, newest.details["entries"]) == ("export_audit_log", chair.pk, 1)


def test_the_export_asks_for_a_fresh_code_first(log, chair, seen_by):
    browser = seen_by(chair, sure=True)
    session = browser.session
    session["confirmed_at"] -= 3600
    session.save()
    before = Entry.objects.count()

    answer = browser.post("/audit-log/export/")

    assert answer.url.startswith("/confirm/?next=")
    assert Entry.objects.count() == before


def test_looking_at_the_export_page_takes_nothing_out(log, chair, seen_by):
    before = Entry.objects.count()

    assert seen_by(chair, sure=True).get("/audit-log/export/").status_code == 200
    assert Entry.objects.count() == before


def test_a_name_that_looks_like_a_formula_is_no_formula_in_the_file(chair, seen_by):
    villain = make_person()
    # Such a name is refused at every door; the second wall is asked as if one had come in.
    Member.objects.filter(pk=villain.pk).update(first_name='=HYPERLINK("http://x.example")', last_name="@SUM(A1)")
    write_entry("admit_member", actor_id=villain.pk)

    answer = seen_by(chair, sure=True).post("/audit-log/export/?verb=admit_member")

    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    cells = [cell for line in lines for cell in line]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))] == []
    assert any("'=HYPERLINK" in cell for cell in cells)


def test_a_suspended_officer_reads_no_log(log, chair, seen_by):
    change_membership(None, chair.memberships.get().pk, status="suspended")

    assert seen_by(chair, sure=True).get("/audit-log/").status_code == 403


def test_a_representative_reads_the_log(log, rep, seen_by):
    assert "changed a membership" in body_of(seen_by(rep, sure=True))


def test_an_officer_whose_term_is_over_reads_no_log(log, seen_by):
    past = make_member(make_network())
    today = timezone.localdate()
    appoint_officer(None, past, "chair", starts=today - timedelta(days=9), ends=today - timedelta(days=1))

    assert seen_by(past, sure=True).get("/audit-log/").status_code == 403
