"""Mail handed over by a provider's request: signed, it is kept before the answer; unsigned, nothing is."""

import hashlib
import hmac
import json
from base64 import b64encode
from urllib.parse import quote_plus

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory
from django.urls import clear_url_caches, include, path

from inbound.hook_bodies import HookBodiesMiddleware
from inbound.hooks import HOOKS, hook_urls
from inbound.models import InboundMail
from tests.canary import policies
from tests.outbound import drain_outbox, write_mail

HOOK_BODIES = "inbound.hook_bodies.HookBodiesMiddleware"
KEY, SECRET = "key-for-signing", "postmark:long-secret"


class Addresses:
    """The site's addresses with the hooks that the settings name."""

    def __init__(self) -> None:
        self.urlpatterns = [path("", include((hook_urls(), "hooks")))]


@pytest.fixture
def post(db, settings):
    """Sends to a provider's address, as somebody who has no cookie."""
    settings.ANYMAIL = {"WEBHOOK_SECRET": [SECRET], "MAILGUN_WEBHOOK_SIGNING_KEY": KEY}

    def send(name, data, *, providers=("mailgun", "postmark"), **kwargs):
        settings.MAIL_HOOKS = list(providers)
        settings.ROOT_URLCONF = Addresses()
        settings.MIDDLEWARE = [HOOK_BODIES, *(one for one in settings.MIDDLEWARE if one != HOOK_BODIES)]
        clear_url_caches()
        return Client(enforce_csrf_checks=True).post(f"/mail-hooks/{name}/", data, **kwargs)

    yield send
    clear_url_caches()


def raw_mail(to="north-west@ymn.example"):
    return write_mail(sender="sam@lakeside.example", to=to, text="Who has one?", subject="Protocol")


def mailgun(*, key=KEY, token="t" * 50, to="north-west@ymn.example"):
    signature = hmac.new(key.encode(), f"1700000000{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "timestamp": "1700000000", "token": token, "signature": signature, "sender": "sam@lakeside.example",
        "recipient": to, "body-mime": raw_mail(to).decode(),
    }  # fmt: skip


def postmark(secret=SECRET):
    body = {
        "RawEmail": raw_mail().decode(), "OriginalRecipient": "north-west@ymn.example", "MessageID": "pm-1",
        "Headers": [{"Name": "Return-Path", "Value": "<sam@lakeside.example>"}],
    }  # fmt: skip
    auth = {"HTTP_AUTHORIZATION": "Basic " + b64encode(secret.encode()).decode()} if secret else {}
    return json.dumps(body), {"content_type": "application/json"} | auth


def basic():
    return {"HTTP_AUTHORIZATION": "Basic " + b64encode(SECRET.encode()).decode()}


def test_a_signed_mail_is_kept_as_it_came_before_the_answer(post, board, author):
    answer = post("mailgun/mime", mailgun(), **basic())

    row = InboundMail.objects.get()
    assert (answer.status_code, bytes(row.raw)) == (200, raw_mail())
    assert (row.envelope_from, row.envelope_to, row.transport) == (
        "sam@lakeside.example", "north-west@ymn.example", "hook",
    )  # fmt: skip
    drain_outbox()
    row.refresh_from_db()
    assert (row.state, row.post.content.raw) == (InboundMail.State.POSTED, "Who has one?")


def test_the_same_request_again_keeps_nothing_more(post):
    for _ in range(2):
        assert post("mailgun/mime", mailgun(), **basic()).status_code == 200

    assert InboundMail.objects.count() == 1


@pytest.mark.parametrize(
    "data", [mailgun(key="another-key"), {"body-mime": "From: a@b.example", "recipient": "north-west@ymn.example"}]
)
def test_what_is_not_signed_by_the_provider_is_refused_and_kept_by_nobody(post, data):
    assert post("mailgun/mime", data, **basic()).status_code == 400
    assert InboundMail.objects.count() == 0


def test_another_domains_mail_is_refused(post):
    assert post("mailgun/mime", mailgun(to="x@elsewhere.example"), **basic()).status_code == 400
    assert InboundMail.objects.count() == 0


def test_postmark_is_known_by_its_password_alone(post):
    body, sent = postmark()
    assert post("postmark", body, **sent).status_code == 200
    row = InboundMail.objects.get()
    assert (bytes(row.raw), row.envelope_from, row.source) == (raw_mail(), "sam@lakeside.example", "Postmark:pm-1")

    for secret in ("", "postmark:guessed"):
        body, sent = postmark(secret)
        assert post("postmark", body, **sent).status_code == 400
    assert InboundMail.objects.count() == 1


def test_what_cannot_be_kept_is_not_taken(post, monkeypatch):
    monkeypatch.setattr("inbound.hooks.keep", lambda *_, **__: (_ for _ in ()).throw(OSError("disk full")))

    with pytest.raises(OSError, match="disk full"):  # the server answers 500, and the provider comes again
        post("mailgun/mime", mailgun(), **basic())


def test_without_its_setting_a_provider_has_no_address(post, settings):
    settings.MAIL_HOOKS = []
    assert hook_urls() == []
    settings.MAIL_HOOKS = ["postmark"]
    assert [one.name for one in hook_urls()] == ["mail_hook_postmark"]
    assert len(HOOKS) == 2


def form(**fields):
    """As a form without files is sent; a mail that is not UTF-8 as well."""
    return "&".join(f"{name}={quote_plus(value)}" for name, value in fields.items())


def test_a_large_mail_comes_whole_and_byte_for_byte_and_no_other_form_may_be_as_large(post, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000
    large = b"From: sam@lakeside.example\r\n\r\nCaf\xe9 \r\n" + b"x" * 30_000
    signed = {name: value for name, value in mailgun().items() if name != "body-mime"}
    plain = {"content_type": "application/x-www-form-urlencoded"} | basic()

    assert post("mailgun/mime", form(**signed, **{"body-mime": large}), **plain).status_code == 200
    parts = "".join(f'--b\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in signed.items())
    parts = parts.replace("t" * 50, "u" * 50).replace(signed["signature"], mailgun(token="u" * 50)["signature"])
    body = (
        parts.encode() + b'--b\r\nContent-Disposition: form-data; name="body-mime"\r\n\r\n' + large + b"\r\n--b--\r\n"
    )
    kind = {"content_type": "multipart/form-data; boundary=b"} | basic()
    assert post("mailgun/mime", body, **kind).status_code == 200
    assert [bytes(row.raw) for row in InboundMail.objects.all()] == [large, large]

    other = RequestFactory().post("/topics/", form(text=large), content_type=plain["content_type"])
    with pytest.raises(RequestDataTooBig):
        HookBodiesMiddleware(lambda request: request.POST)(other)


def test_what_no_mail_of_ours_may_be_is_refused_unread(post, settings):
    settings.MAIL_MAX_BYTES = 1000
    answer = post(
        "mailgun/mime", form(**mailgun() | {"body-mime": "x" * 2000}), content_type="application/x-www-form-urlencoded"
    )

    assert (answer.status_code, InboundMail.objects.count()) == (413, 0)


def test_each_provider_has_its_line_among_the_policies(settings):
    settings.MAIL_HOOKS = ["mailgun", "postmark"]
    assert {one.name for one in hook_urls()} == set(policies.HOOKS)
