"""Second factors: asked at sign-in of who has one, of the secretariat always; no way around them."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.factors import factors_of
from accounts.refs import ref
from accounts.seals import reseal_factors, unseal
from audit.models import Entry
from regions.actions.reset_second_factor import reset_second_factor
from regions.permissions import Reason, Refused
from tests.accounts.browsing import code_mailed_to, digits, give_app, is_in, sign_in, subjects
from tests.factories import make_officer, make_person
from tests.outbound import drain_outbox, mails_to


@pytest.fixture
def secretary(db):
    return make_officer("secretariat")


def recovery_codes(member) -> list[str]:
    return factors_of(member).codes.wrap().get_unused_codes()


def test_app_is_set_up_with_a_key_in_letters_and_in_a_drawing(author):
    browser = sign_in(author.email)
    assert browser.get("/account/app/").context["secret"] == ""
    browser.post("/account/app/", {"do": "begin"})
    page = browser.get("/account/app/")
    secret = page.context["secret"].replace(" ", "")
    assert "<svg" in page.content.decode()
    assert 'style="' not in page.content.decode()
    wrong = browser.post("/account/app/", {"code": "000000" if digits(secret) != "000000" else "111111"})
    assert wrong.status_code == 422
    assert not factors_of(author)

    answer = browser.post("/account/app/", {"code": digits(secret)})

    assert answer["Location"].startswith("/account/recovery-codes/")
    assert factors_of(author).totp is not None
    assert "an authenticator app was set up" in subjects(author.email)[-1]


def test_recovery_codes_are_shown_once_and_can_be_saved_as_text(author):
    browser = sign_in(author.email)
    browser.post("/account/app/", {"do": "begin"})
    browser.post("/account/app/", {"code": digits(browser.session["totp_secret"])})
    shown = browser.get("/account/recovery-codes/").context["codes"]
    text = browser.get("/account/recovery-codes/file/")
    assert len(shown) == 10
    assert shown[0] in text.content.decode()
    assert "attachment" in text["Content-Disposition"]

    browser.post("/account/recovery-codes/", {"do": "kept"})

    assert browser.get("/account/recovery-codes/").context["codes"] == []
    assert browser.get("/account/recovery-codes/file/").status_code == 404


def test_new_recovery_codes_end_the_old_ones(author, seen_by):
    give_app(author)
    old = recovery_codes(author)
    browser = seen_by(author, sure=True)
    browser.post("/account/recovery-codes/")

    assert set(old).isdisjoint(recovery_codes(author))
    assert "new recovery codes" in subjects(author.email)[-1]


def test_sign_in_by_code_asks_who_has_a_factor_for_it(author):
    secret, browser = give_app(author), Client()
    browser.post("/sign-in/", {"email": author.email})
    answer = browser.post("/sign-in/code/", {"code": code_mailed_to(author.email)})
    assert answer["Location"] == "/sign-in/second-factor/"
    assert not is_in(browser)
    assert browser.post("/sign-in/second-factor/", {"code": "123"}).status_code == 422
    assert not is_in(browser)

    browser.post("/sign-in/second-factor/", {"code": digits(secret)})

    assert is_in(browser)
    assert browser.get("/second-factor/")["Location"] == "/account/"


def test_digits_of_the_app_work_once_with_the_cache_or_without(author, follower):
    secret = give_app(author)
    code = digits(secret)
    first, second = sign_in(author.email), sign_in(author.email)
    first.post("/sign-in/second-factor/", {"code": code})
    cache.clear()
    second.post("/sign-in/second-factor/", {"code": code})

    assert is_in(first)
    assert not is_in(second)


def test_who_has_passkeys_and_no_app_is_told_to_type_a_recovery_code_and_nothing_of_an_app(author, seen_by):
    give_app(author)
    Authenticator.objects.filter(user=author, type=Authenticator.Type.TOTP).update(
        type=Authenticator.Type.WEBAUTHN, data={"name": "Work laptop", "credential": {}}
    )
    page = seen_by(author).post("/second-factor/", {"code": "000000"})

    assert page.status_code == 422
    assert "That did not work. Type a recovery code that you have not used yet." in page.content.decode()
    assert "your app" not in page.content.decode()


def test_recovery_code_works_once_and_its_use_is_told(author):
    give_app(author)
    code = recovery_codes(author)[3]
    first, second = sign_in(author.email), sign_in(author.email)
    first.post("/sign-in/second-factor/", {"code": f"{code[:4]} {code[4:]}"})
    second.post("/sign-in/second-factor/", {"code": code})

    assert is_in(first)
    assert not is_in(second)
    assert len(recovery_codes(author)) == 9
    assert "a recovery code was used" in subjects(author.email)[-1]


@pytest.mark.embedded
def test_threat_72_ten_wrong_factors_close_that_step_for_a_while_and_other_sessions_stay(author):
    secret = give_app(author)
    inside = sign_in(author.email)
    inside.post("/sign-in/second-factor/", {"code": digits(secret)})
    thief = sign_in(author.email)
    for _ in range(10):
        thief.post("/sign-in/second-factor/", {"code": "000"})

    answer = thief.post("/sign-in/second-factor/", {"code": digits(secret, steps=1)})
    assert "Too many tries" in answer.content.decode()
    assert not is_in(thief)
    assert inside.get("/").status_code == 200


def test_threat_77_no_page_is_a_way_around_the_factor(author):
    """After the code and before the factor nobody is signed in, whatever they open."""
    give_app(author)
    browser = sign_in(author.email)
    for path in ("/", "/account/", "/confirm/", "/second-factor/", "/account/app/", "/account/passkeys/", "/admin/"):
        browser.get(path)
        assert not is_in(browser), path
    browser.post("/confirm/", {"do": "send"})
    browser.post("/second-factor/", {"code": "1"})
    browser.post("/sign-in/passkey/", {"credential": "{}"})

    assert not is_in(browser)
    assert browser.get("/account/")["Location"].startswith("/sign-in/")


def test_threat_77_factor_is_neither_added_nor_removed_without_showing_the_one_there_is(author, seen_by):
    """A fresh code alone, which a read mailbox gives, changes nothing for who has a factor."""
    give_app(author)
    browser = seen_by(author)
    browser.post("/confirm/", {"do": "send"})
    browser.post("/confirm/", {"code": code_mailed_to(author.email)})
    for path in ("/account/app/", "/account/app/remove/", "/account/recovery-codes/", "/account/passkeys/"):
        assert browser.post(path, {"do": "begin"})["Location"].startswith("/second-factor/"), path
    assert factors_of(author).totp is not None

    sure = seen_by(author, sure=True)
    sure.post("/account/app/remove/")
    assert not factors_of(author)
    assert Authenticator.objects.count() == 0
    assert "the authenticator app was removed" in subjects(author.email)[-1]


def test_first_factor_needs_a_fresh_code(author, seen_by):
    assert seen_by(author).get("/account/app/")["Location"].startswith("/confirm/")


def test_changes_are_told_at_all_proven_addresses(seen_by, db):
    member = make_person("Keeley", address="keeley@work.example", more=("keeley@home.example",))
    give_app(member)

    assert len(subjects("keeley@work.example")) == len(subjects("keeley@home.example")) == 1


def test_secretariat_is_led_to_a_second_factor_from_every_page(secretary):
    browser = sign_in(secretary.email)
    for path in ("/", "/boards/", "/search/?q=a", "/mail-ledger/", "/account/", "/account/sessions/", "/live/since/"):
        assert browser.get(path)["Location"].startswith("/second-factor/?next="), path
    assert browser.post("/account/sessions/end-others/")["Location"].startswith("/second-factor/")
    assert "Set up an app" in browser.get("/second-factor/").content.decode()
    assert browser.get("/about/").status_code == 200

    browser.post("/account/app/", {"do": "begin"})
    browser.post("/account/app/", {"code": digits(browser.session["totp_secret"])})

    assert browser.get("/mail-ledger/").status_code == 200
    assert browser.post("/sign-out/").status_code == 302


def test_showing_a_factor_counts_for_half_a_day(secretary, seen_by, time_machine):
    browser = seen_by(secretary, sure=True)
    assert browser.get("/mail-ledger/").status_code == 200
    time_machine.move_to(timezone.now() + timedelta(hours=13), tick=False)

    assert browser.get("/mail-ledger/")["Location"].startswith("/second-factor/")


def test_factor_is_shown_and_the_page_that_asked_comes_back(secretary, seen_by):
    secret, browser = give_app(secretary), seen_by(secretary)
    sent = browser.get("/mail-ledger/")["Location"]
    before = browser.session.session_key
    answer = browser.post("/second-factor/", {"code": digits(secret), "next": "/mail-ledger/"})

    assert sent == "/second-factor/?next=%2Fmail-ledger%2F"
    assert answer["Location"] == "/mail-ledger/"
    assert browser.get("/mail-ledger/").status_code == 200
    assert browser.session.session_key != before


def test_ordinary_members_pages_cost_no_query_more_for_the_rule(author, seen_by, settings):
    browser, counts = seen_by(author), []
    for middleware in (settings.MIDDLEWARE, [name for name in settings.MIDDLEWARE if "Secretariat" not in name]):
        settings.MIDDLEWARE = middleware
        browser.handler._middleware_chain = None
        with CaptureQueriesContext(connection) as queries:
            browser.get("/boards/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_secretariat_resets_a_lost_factor_and_the_member_is_told(author, secretary, seen_by):
    secret, browser = give_app(author), sign_in(author.email)
    browser.post("/sign-in/second-factor/", {"code": digits(secret)})
    reset = seen_by(secretary, sure=True)
    assert reset.post(f"/secretariat/members/{ref('member', author.pk)}/reset-second-factor/").status_code == 302

    drain_outbox()
    entry = Entry.objects.get(verb="reset_second_factor")
    assert (entry.actor_id, entry.member_id, entry.details) == (secretary.pk, author.pk, {"removed": 2})
    assert not factors_of(author)
    assert "removed by the secretariat" in str(mails_to(author.email)[-1]["Subject"])
    assert not is_in(browser) or browser.get("/account/").status_code == 302


def test_nobody_else_resets_a_factor_and_nobody_their_own(author, rep, secretary, seen_by):
    give_app(author)
    assert (
        seen_by(rep, sure=True)
        .post(f"/secretariat/members/{ref('member', author.pk)}/reset-second-factor/")
        .status_code
        == 403
    )
    assert (
        seen_by(secretary)
        .post(f"/secretariat/members/{ref('member', author.pk)}/reset-second-factor/")["Location"]
        .startswith("/second-factor/")
    )
    with pytest.raises(Refused) as refused:
        reset_second_factor(secretary, secretary.pk)

    assert refused.value.reason == Reason.OWN_FACTOR
    assert factors_of(author).totp is not None


def test_secrets_are_sealed_and_sealed_anew_with_a_new_key(author, settings):
    secret = give_app(author)
    row = factors_of(author).totp
    assert secret not in str(row.data)
    settings.TOKEN_KEYS = ["another key", *settings.TOKEN_KEYS]
    assert reseal_factors() == 2
    settings.TOKEN_KEYS = settings.TOKEN_KEYS[:1]

    assert unseal(factors_of(author).totp.data["secret"]) == secret


@pytest.mark.parametrize(
    "nonsense",
    ["", "{}", "[]", "null", "1", "{", '{"response": 1}', '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}',
     '{"response": {"userHandle": "AAAA", "clientDataJSON": "!", "authenticatorData": "", "signature": ""}}', "x" * 30_000],
)  # fmt: skip
def test_a_credential_that_is_none_lets_nobody_in(author, nonsense):
    browser = Client()
    assert browser.post("/sign-in/passkey/").json()["publicKey"]["userVerification"] == "required"
    answer = browser.post("/sign-in/passkey/", {"credential": nonsense})

    assert answer["Location"] == "/sign-in/"
    assert not is_in(browser)
    assert "That passkey is not known here" in browser.get("/sign-in/").content.decode()


def test_door_for_passkeys_says_nothing_about_anybody(author):
    asked = Client().post("/sign-in/passkey/").json()["publicKey"]

    assert not asked.get("allowCredentials")
    assert re.search(r"^[\w.-]+$", asked["rpId"])
