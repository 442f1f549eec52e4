"""Django's admin: the secretariat's, behind the second factor, and read-only."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Member
from config.admin import SHOWN, site
from regions.models import Membership
from tests.factories import make_member, make_officer, make_topic

PAGES = [model._meta for model in SHOWN]


@pytest.fixture
def desk(seen_by, db) -> Client:
    return seen_by(make_officer("secretariat"), sure=True)


def test_threat_29_flags_of_django_open_nothing(author, seen_by):
    Member.objects.filter(pk=author.pk).update(is_staff=True, is_superuser=True)
    browser = seen_by(Member.objects.get(pk=author.pk), sure=True)

    assert [browser.get(path).status_code for path in ("/admin/", "/admin/accounts/member/", "/admin/login/")] == [
        404
    ] * 3


def test_nobody_but_the_secretariat_knows_that_it_is_there(author, rep, seen_by, db):
    officer = make_officer("chair")
    for browser in (Client(), *(seen_by(member, sure=True) for member in (author, rep, officer))):
        for path in (
            "/admin/",
            "/admin/regions/membership/",
            f"/admin/accounts/member/{author.pk}/change/",
            "/admin/jsi18n/",
        ):
            assert browser.get(path).status_code == 404, path


def test_secretariat_without_the_second_factor_is_asked_for_it(seen_by, db):
    browser = seen_by(make_officer("secretariat"))
    assert browser.get("/admin/")["Location"] == "/second-factor/?next=%2Fadmin%2F"


def test_threat_77_no_login_form_and_no_password_page_of_djangos_own(desk):
    for path in ("/admin/login/", "/admin/password_change/", "/admin/password_change/done/"):
        assert desk.get(path).status_code == 404
        assert desk.post(path, {"username": "a", "password": "b"}).status_code == 404
    assert desk.get("/admin/logout/").status_code == 405
    assert desk.post("/admin/logout/")["Location"] == "/"


@pytest.mark.parametrize("meta", PAGES, ids=str)
def test_each_page_lists_searches_and_changes_nothing(desk, author, topic, meta):
    folder = f"/admin/{meta.app_label}/{meta.model_name}/"
    assert desk.get(folder).status_code == 200
    assert desk.get(folder, {"q": "a"}).status_code == 200
    assert desk.get(f"{folder}add/").status_code == 403
    row = meta.model.objects.first()
    if row is not None:
        assert desk.get(f"{folder}{row.pk}/change/").status_code == 200
        assert desk.post(f"{folder}{row.pk}/change/", {"name": "x", "status": "ended"}).status_code == 403
        assert desk.post(f"{folder}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.post(folder, {"action": "delete_selected", "_selected_action": [1], "post": "yes"}).status_code in (
        200,
        302,
        403,
    )
    assert Membership.objects.get(member=author).status == "current"
    assert Member.objects.filter(pk=author.pk).exists()


def test_what_members_write_and_every_secret_stay_out(desk, author, board):
    make_topic(author, board, title="Canary in the title", text="Canary in the text")
    registered = {model._meta.label for model in site._registry}
    assert registered.isdisjoint({
        "forum_conversation.Post", "forum_conversation.Topic", "mfa.Authenticator", "accounts.SignInCode",
        "inbound.InboundMail", "notifications.Letter", "notifications.DevMail", "sessions.Session", "audit.Entry",
    })  # fmt: skip
    pages = "".join(desk.get(f"/admin/{meta.app_label}/{meta.model_name}/").content.decode() for meta in PAGES)

    assert "Canary" not in pages
    assert {"key_digest", "password", "content", "plan", "words", "token_generation"}.isdisjoint(
        {name for model, names in SHOWN.items() if model.__name__ != "Interest" for name in names.split()}
    )


def test_pages_hold_the_content_security_policy(desk, author):
    for path in ("/admin/", "/admin/accounts/member/", f"/admin/accounts/member/{author.pk}/change/"):
        page = desk.get(path)
        text = page.content.decode()
        assert "script-src 'self'" in page["Content-Security-Policy"]
        assert 'style="' not in text
        assert "<style" not in text
        assert " onclick=" not in text


def test_one_row_and_three_cost_the_same(desk, north_west):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_member(north_west)
        with CaptureQueriesContext(connection) as queries:
            desk.get("/admin/regions/membership/")
        counts.append(len(queries))

    assert counts[0] == counts[1]
