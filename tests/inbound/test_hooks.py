"""Mail handed over by a provider's request: signed, it is kept before the answer; unsigned, nothing is."""

import hashlib
import hmac
import json
from base64 import b64encode

import pytest
from django.test import Client
from django.urls import clear_url_caches, include, path

from inbound.hooks import HOOKS, hook_urls
from inbound.models import InboundMail
from tests.outbound import drain_outbox, write_mail

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
