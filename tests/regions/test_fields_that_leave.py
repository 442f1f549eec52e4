"""Threat 28: what leaves in a file or beside a page has these fields and no other. A new one is added here by hand, after
asking who gets it.
"""

import csv
import io
import json
import zipfile

import pytest
from django.urls import reverse

from tests.factories import make_officer

MEMBERS = [
    "Address", "First name", "Last name", "Job title", "Service", "Tier", "Paid by service", "Starts", "Leaves on",
    "Status", "Region", "Paid to",
]  # fmt: skip
OWN_DATA = {
    "account.json": {
        "addresses", "codes asked for", "first name", "joined", "last name", "last signed in", "mails that came back",
        "main address", "not reached", "second factors",
    },
    "sessions.json": {"created_at", "ip", "last_seen_at", "user_agent"},
    "audit-log.json": {"by you", "ended", "what", "when"},
    "memberships.json": {
        "ends", "job_title", "lapses", "paid_to", "reason", "service__name", "starts", "status", "suspended_until",
        "through_service", "tier",
    },
    "posts.json": {
        "as", "board", "by", "earlier texts", "files", "number", "published", "state", "text", "title", "topic",
        "written",
    },
    "topics-followed.json": {"mentions", "topic_id", "wants"},
    "read-marks.json": {"at", "number", "topic_id"},
}  # fmt: skip


@pytest.mark.parametrize("who", ["representative", "secretariat"])
def test_threat_28_an_export_has_these_columns(rep, author, seen_by, who):
    person = rep if who == "representative" else make_officer("secretariat")
    page = reverse("export_region", args=["north-west"]) if who == "representative" else reverse("export_members")

    answer = seen_by(person, sure=True).post(page)

    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert rows[0] == MEMBERS
    assert {len(row) for row in rows} == {len(MEMBERS)}
    assert author.email in {row[0] for row in rows}


def test_threat_28_what_is_held_about_a_member_has_these_fields(author, topic, seen_by):
    answer = seen_by(author, sure=True).post("/my-data/")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        told = {name: json.loads(archive.read(name)) for name in OWN_DATA}
        texts = b"".join(archive.read(name) for name in archive.namelist())

    fields = {
        name: set(data) if isinstance(data, dict) else {key for row in data for key in row}
        for name, data in told.items()
    }
    assert fields == OWN_DATA
    assert b"pbkdf2" not in texts
    assert b"password" not in texts


def test_threat_28_what_an_open_page_is_told_has_these_fields(author, topic, board, seen_by):
    browser = seen_by(author)
    told = {
        query: set(browser.get(f"/live/since/?{query}").json())
        for query in (f"topic={topic.pk}&after=0", f"board={board.pk}&seq=0", "rail=1", "")
    }

    assert list(told.values()) == [
        {"bell", "answers", "last", "changes"}, {"bell", "topics", "numbers", "seq"}, {"bell", "unread"}, {"bell"}
    ]  # fmt: skip
