"""Threat 78: what a form carries beside its own fields is ignored, and the names of it are logged."""

from html.parser import HTMLParser

import pytest
import structlog
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Member
from accounts.refs import ref
from config.stray_fields import AskedFields
from forum.models import Post, Topic
from regions.models import Invitation, Membership, Service
from tests.factories import fresh, make_officer, make_service

EXTRA = {
    "is_staff": "1", "is_superuser": "1", "is_active": "0", "role": "secretariat", "region": "2", "region_id": "2", "author": "1",
    "poster": "1", "created": "2001-01-01", "created_at": "2001-01-01", "tier": "honorary", "status": "current",
    "paid_to": "2099-01-01", "lead": "1", "member": "1", "pk": "1", "id": "1",
}  # fmt: skip


def strays(logs) -> list[set[str]]:
    return [set(line["fields"]) for line in logs if line["event"] == "form fields that nobody asked for"]


@pytest.fixture
def logs():
    with structlog.testing.capture_logs() as lines:
        yield lines


def test_a_profile_takes_its_own_fields_and_no_flag_or_role(author, seen_by, logs):
    browser = seen_by(author)
    before = Member.objects.values().get(pk=author.pk)
    kept = ("pk", "tier", "status", "paid_to", "service_id", "member_id", "starts", "ends")
    place = Membership.objects.values(*kept).get(member=author)
    browser.post("/profile/", EXTRA | {"phone": "01234 567890"})

    assert Member.objects.values().get(pk=author.pk) == before
    assert Membership.objects.values(*kept).get(member=author) == place
    (names,) = strays(logs)
    assert len(names) == 10  # the first ten, and how many more


def test_a_post_is_its_writers_own_and_of_now(author, follower, board, seen_by):
    form = {"board": board.slug, "kind": "question", "title": "Bail", "text": "Who has a form?", "key": "web:1"}
    seen_by(author).post("/topics/new/", EXTRA | form | {"author": follower.pk, "poster": follower.pk})
    post = Post.objects.get()

    assert post.poster == author
    assert post.created.date() == timezone.now().date()
    assert Topic.objects.get().forum == board


def test_a_lead_sets_no_region_payment_or_tier_by_the_forms_of_their_service(author, seen_by, logs):
    service = author.memberships.get().service
    Service.objects.filter(pk=service.pk).update(lead=author)
    before = Service.objects.values().get(pk=service.pk)
    form = {"about": "We are a service.", "head_post": before["head_post"], "version": service.version}
    seen_by(fresh(author)).post(
        f"/services/{service.slug}/edit/", EXTRA | form | {"name": "Mine", "lead": "", "slug": "x"}
    )
    after = Service.objects.values().get(pk=service.pk)

    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"about", "version"}
    assert len(strays(logs)) == 1


def test_an_application_comes_with_no_state_and_an_invitation_with_no_sender(rep, north_west, seen_by):
    service = make_service(north_west)
    form = {
        "address": "nia@lakeside.example", "first_name": "Nia", "last_name": "Newman", "service": service.pk,
        "tier": "full", "job_title": "Head", "starts": timezone.localdate().isoformat(), "through_service": "on",
    }  # fmt: skip
    secretary = make_officer("secretariat")
    extra = {"invited_by": secretary.pk, "accepted": "2026-01-01", "member": secretary.pk, "becomes_lead": "on"}
    seen_by(rep).post("/invitations/", form | extra)
    invitation = Invitation.objects.get()

    assert (invitation.invited_by, invitation.accepted, invitation.member) == (rep, None, None)


def test_a_form_with_its_own_fields_alone_is_not_logged(author, board, seen_by, logs):
    form = {"board": board.slug, "kind": "question", "title": "Bail", "text": "Who has a form?", "key": "web:1"}
    seen_by(author).post("/topics/new/", form)
    seen_by(author).post("/notifications/read/")

    assert Topic.objects.count() == 1
    assert strays(logs) == []


class Fields(HTMLParser):
    """The names in the form of one address."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside = action, False
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            self.inside = told.get("action") == self.action
            return
        typed = tag in ("input", "select", "textarea") and told.get("type") not in ("checkbox", "radio", "submit")
        if self.inside and typed and told.get("name"):
            self.found[told["name"]] = told.get("value") or ""


def fields_of(page, action: str) -> dict[str, str]:
    """What a browser sends with the form of this address when nothing is typed: also a file that was not chosen."""
    form = Fields(action)
    form.feed(page.content.decode())
    assert {"text", "key", "place", "attached"} <= set(form.found)
    return form.found


def test_our_own_forms_for_writing_are_not_logged(author, topic, board, seen_by, logs):
    browser, answer = seen_by(author), f"/topics/{ref('topic', topic.pk)}/"
    posts = Post.objects.count()
    browser.post("/topics/new/", fields_of(browser.get("/topics/new/"), "/topics/new/") | {
        "board": board.slug, "kind": "question", "title": "Bail", "text": "Who has a form?",
    })  # fmt: skip
    browser.post(answer, fields_of(browser.get(answer), answer) | {"text": "We have one."})

    assert Post.objects.count() == posts + 2
    assert strays(logs) == []


def test_log_holds_names_and_no_words(author, seen_by, logs):
    seen_by(author).post("/profile/", {"Jay Smith born 3/4/2011": "secret", "role": "secret"})

    (names,) = strays(logs)
    assert names == {"role", "(no plain name)"}
    assert "secret" not in str(logs)


def test_fields_know_who_asked():
    fields = AskedFields(QueryDict("a=1&a=2&b=3&c=4"))

    assert (fields["a"], fields.getlist("a"), fields.get("b"), "nothing" in fields) == ("2", ["1", "2"], "3", False)
    assert fields.strays() == ["c"]
    assert dict(fields.items()) == {"a": "2", "b": "3", "c": "4"}
    assert fields.strays() == []
