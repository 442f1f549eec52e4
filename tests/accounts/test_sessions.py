"""Where a member is signed in, and how a session ends: pages and sockets with it."""

import asyncio
import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings as product
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.devices import device_words
from accounts.housekeeping import forget_old_doors
from accounts.refs import ref
from config.asgi import application
from notifications.live import push
from regions.actions.appoint_representative import appoint_representative
from regions.actions.end_representation import end_representation
from regions.actions.invite_person import invite_person
from tests.accounts.browsing import code_mailed_to, is_in, sign_in
from tests.factories import make_officer, make_service
from tests.outbound import drain_outbox, mails_to, plain_text

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    ("line", "words"),
    [(EDGE, "Edge on Windows"), (PHONE, "Safari on iPhone"), ("", "A browser"), ("curl/8", "A browser")],
)
def test_browser_is_named_in_words(line, words):
    assert device_words(line) == words


def test_list_names_each_browser_and_marks_this_one(author):
    sign_in(author.email, Client(headers={"user-agent": EDGE}))
    phone = sign_in(author.email, Client(headers={"user-agent": PHONE}))
    rows = phone.get("/account/sessions/").context["rows"]

    assert [(row["device"], row["here"]) for row in rows] == [("Safari on iPhone", True), ("Edge on Windows", False)]


def test_ended_session_reads_nothing_more_and_this_one_stays(author):
    lost, here = sign_in(author.email), sign_in(author.email)
    row = UserSession.objects.get(session_key=lost.session.session_key)
    here.post(f"/account/sessions/{ref('session', row.pk)}/end/")

    assert "Good" not in lost.get("/").content.decode()
    assert not is_in(lost)
    assert is_in(here)


def test_all_others_end_at_once(author, follower):
    others = [sign_in(author.email) for _ in range(2)]
    bystander = sign_in(follower.email)
    here = sign_in(author.email)
    here.post("/account/sessions/end-others/")

    assert [is_in(browser) for browser in (*others, here, bystander)] == [False, False, True, True]


def test_nobody_ends_anothers_session_and_get_ends_none(author, follower):
    theirs, mine = sign_in(author.email), sign_in(follower.email)
    row = UserSession.objects.get(session_key=theirs.session.session_key)

    assert mine.post(f"/account/sessions/{ref('session', row.pk)}/end/").status_code == 404
    assert theirs.get(f"/account/sessions/{ref('session', row.pk)}/end/").status_code == 405
    assert is_in(theirs)


@pytest.mark.embedded
def test_one_session_and_three_cost_the_same(author):
    here, counts = sign_in(author.email), []
    here.get("/account/sessions/")
    for more in (0, 2):
        for _ in range(more):
            sign_in(author.email)
        with CaptureQueriesContext(connection) as queries:
            here.get("/account/sessions/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.embedded
def test_being_seen_is_written_once_in_ten_minutes(author, time_machine):
    browser = sign_in(author.email)
    browser.get("/")
    with CaptureQueriesContext(connection) as queries:
        browser.get("/about/")
    assert [query["sql"] for query in queries if query["sql"].startswith("UPDATE")] == []
    time_machine.move_to(timezone.now() + timedelta(minutes=11), tick=False)
    answer = browser.get("/about/")

    assert UserSession.objects.get().last_seen_at == timezone.now()
    assert answer.cookies["session"]["max-age"] == product.SESSION_COOKIE_AGE


def test_threat_71_cookies_are_shut_to_scripts_and_other_sites(author):
    answer = Client()
    answer.post("/sign-in/", {"email": author.email})
    browser = sign_in(author.email)
    for name in ("session", "browser"):
        cookie = browser.cookies[name]
        assert (bool(cookie["httponly"]), cookie["samesite"], cookie["domain"]) == (True, "Lax", ""), name


def test_threat_71_over_https_cookies_are_bound_to_the_host_and_to_https():
    names = ("SESSION_COOKIE", "CSRF_COOKIE", "BROWSER_COOKIE")
    program = (
        "from config import settings as s; import json; print(json.dumps([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
        f"s.SECURE_SSL_REDIRECT, *(getattr(s, n + '_NAME') for n in {names})]))"
    )
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}

    told = [
        json.loads(subprocess.check_output(
            [sys.executable, "-c", program], cwd=product.BASE_DIR, env=environment | {"SITE_URL": site}, text=True
        ))
        for site in ("https://network.example", "http://network.example")
    ]  # fmt: skip

    assert told == [
        [True, True, True, "__Host-session", "__Host-csrf", "__Host-browser"],
        [False, False, False, "session", "csrf", "browser"],
    ]


def test_threat_71_key_that_was_planted_before_signing_in_is_worth_nothing_after(author):
    victim = Client()
    victim.get("/sign-in/")
    victim.post("/sign-in/", {"email": author.email})
    planted = victim.session.session_key
    sign_in(author.email, victim)
    thief = Client()
    thief.cookies["session"] = planted

    assert not is_in(thief)
    assert victim.session.session_key != planted


def test_cache_that_is_away_closes_the_door_and_leaves_reading_open(author, monkeypatch):
    inside = sign_in(author.email)

    def away(*args, **kwargs):
        raise ConnectionError

    for name in ("get", "add", "set"):
        monkeypatch.setattr(type(cache._connections[cache._alias]), name, away)
    for path in ("/sign-in/", "/sign-in/passkey/", "/sign-in/help/"):
        assert Client().post(path, {"email": author.email}).status_code == 503, path
    assert inside.post("/second-factor/").status_code == 503

    assert inside.get("/").status_code == 200
    assert inside.get("/boards/").status_code == 200


def test_sessions_that_are_over_are_forgotten_at_night(author, time_machine):
    sign_in(author.email)
    time_machine.move_to(timezone.now() + timedelta(days=62), tick=False)
    forget_old_doors()

    assert (UserSession.objects.count(), Session.objects.count()) == (0, 0)


async def _socket(key: str) -> tuple[WebsocketCommunicator, bool]:
    headers = [
        (b"origin", b"http://127.0.0.1:8000"),
        (b"host", b"127.0.0.1:8000"),
        (b"cookie", f"session={key}".encode()),
    ]
    socket = WebsocketCommunicator(application, "/live/?home=1", headers=headers)
    connected, _ = await socket.connect(timeout=5)
    return socket, connected


@pytest.mark.embedded
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["ended elsewhere", "signed out", "not active"])
def test_threat_62_socket_of_a_session_that_ends_is_closed_within_two_seconds(author, how):
    lost, here = sign_in(author.email), sign_in(author.email)
    key = lost.session.session_key

    def end() -> None:
        if how == "ended elsewhere":
            here.post("/account/sessions/end-others/")
        elif how == "signed out":
            lost.post("/sign-out/")
        else:
            author.is_active = False
            author.save()
            Session.objects.all().delete()
        drain_outbox()

    async def journey():
        push.use_loop(asyncio.get_running_loop())
        socket, connected = await _socket(key)
        await socket.receive_output(5)
        await asyncio.to_thread(end)
        closing = await socket.receive_output(2)
        _, reconnected = await _socket(key)
        return connected, closing["type"], reconnected

    assert asyncio.run(journey()) == (True, "websocket.close", False)


@pytest.mark.embedded
@pytest.mark.django_db(transaction=True)
def test_threat_62_secretariats_socket_needs_the_second_factor(seen_by):
    secretary = make_officer("secretariat")
    plain, sure = seen_by(secretary), seen_by(secretary, sure=True)

    async def journey():
        push.use_loop(asyncio.get_running_loop())
        found = []
        for browser in (plain, sure):
            socket, connected = await _socket(
                await sync_to_async(lambda browser=browser: browser.session.session_key)()
            )
            found.append(connected)
            if connected:
                await socket.disconnect()
        return found

    assert asyncio.run(journey()) == [False, True]


@pytest.mark.embedded
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "origin",
    [
        b"https://evil.example",
        b"null",
        b"",
        b"http://sub.127.0.0.1:8000",
        b"http://127.0.0.1:9000",
        b"HTTP://127.0.0.1",
    ],
)
def test_threat_61_page_of_another_site_opens_no_socket(author, origin):
    key = sign_in(author.email).session.session_key

    async def journey():
        headers = [(b"host", b"127.0.0.1:8000"), (b"cookie", f"session={key}".encode())]
        if origin:
            headers.append((b"origin", origin))
        socket = WebsocketCommunicator(application, "/live/?home=1", headers=headers)
        connected, _ = await socket.connect(timeout=5)
        return connected

    assert asyncio.run(journey()) is False


def test_threat_71_key_is_new_once_a_role_comes_or_goes_and_the_old_one_is_worth_nothing(author, north_west):
    browser = sign_in(author.email)
    browser.get("/")
    plain = browser.session.session_key
    browser.get("/")
    assert browser.session.session_key == plain  # as long as nothing changed
    term = appoint_representative(None, author, north_west, starts=timezone.localdate() - timedelta(days=3))
    browser.get("/")
    raised = browser.session.session_key
    end_representation(None, term.pk, ends=timezone.localdate() - timedelta(days=1))
    browser.get("/")

    assert len({plain, raised, browser.session.session_key}) == 3
    for key in (plain, raised):
        thief = Client()
        thief.cookies["session"] = key
        assert not is_in(thief)
    assert is_in(browser)
    assert [row["here"] for row in browser.get("/account/sessions/").context["rows"]] == [True]


def test_what_a_page_asks_behind_the_scenes_changes_no_key_so_no_tab_is_signed_out_by_another(author, north_west):
    browser = sign_in(author.email)
    browser.get("/")
    plain = browser.session.session_key
    appoint_representative(None, author, north_west, starts=timezone.localdate() - timedelta(days=3))
    for address in ("/live/since/", "/live/since/?rail=1"):
        assert browser.get(address, headers={"sec-fetch-dest": "empty"}).status_code == 200
        assert browser.session.session_key == plain

    browser.get("/", headers={"sec-fetch-dest": "document"})
    assert browser.session.session_key != plain


def test_first_session_of_who_was_invited_stands_in_their_list_and_their_browser_is_known(rep, north_west):
    invite_person(
        rep, address="new@lakeside.example", first_name="Nia", last_name="Newman", service=make_service(north_west),
        tier="full", starts=timezone.localdate(),
    )  # fmt: skip
    drain_outbox()
    link = plain_text(mails_to("new@lakeside.example")[-1]).split("/invitation/")[1].split("/")[0]
    browser = Client(headers={"user-agent": EDGE})
    browser.post(f"/invitation/{link}/")
    browser.post(f"/invitation/{link}/", {"code": code_mailed_to("new@lakeside.example")})
    rows = browser.get("/account/sessions/").context["rows"]

    assert [(row["device"], row["here"]) for row in rows] == [("Edge on Windows", True)]
    assert "browser" in browser.cookies
    assert UserSession.objects.get().session_key == browser.session.session_key
