"""Writing to one officer, by the page and by mail: nobody else ever holds the words."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from audit.models import Entry
from inbound.models import InboundMail
from inbound.store import keep
from notifications import relay
from notifications.models import DevMail
from regions.actions.change_membership import change_membership
from regions.actions.end_office import end_office
from regions.actions.write_to_officer import write_to_officer
from regions.housekeeping import forget_old_confidences
from regions.models import Confidence, Office
from tests.factories import make_member, make_officer, make_person
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail

WORDS = "The quartzite matter: I want to speak about my own service."
TODAY = timezone.localdate


@pytest.fixture
def chair(london):
    return make_officer("chair", region=london)


def write(browser, words=WORDS, key="web:1", office="chair"):
    return browser.post(f"/write-to/{office}/", {"words": words, "key": key})


def rows_with(word):
    """Every table that holds the word, without the mailbox of the embedded shape."""
    found = []
    for model in apps.get_models():
        if model is DevMail:
            continue
        for values in model._default_manager.all().values():
            if any(
                word in (bytes(v).decode(errors="replace") if isinstance(v, bytes | memoryview) else str(v))
                for v in values.values()
            ):
                found.append(model.__name__)
    return found


def test_page_says_who_reads_it_and_the_words_go_to_that_officer_alone(author, chair, seen_by):
    secretary, browser = make_officer("secretariat"), seen_by(author)
    assert f"{chair.full_name} reads it, and nobody else" in browser.get("/write-to/chair/").content.decode()

    assert write(browser).status_code == 302
    drain_outbox()

    (letter,) = mails_to(chair.email)
    assert WORDS in plain_text(letter)
    assert letter["Reply-To"] == author.email
    assert mails_to(secretary.email) == []
    assert "quartzite" not in letter["Subject"]


def test_words_are_nowhere_once_they_have_left(author, chair, seen_by, capsys):
    write(seen_by(author))
    assert rows_with("quartzite") == ["Confidence"]

    drain_outbox()

    assert rows_with("quartzite") == []
    assert not Entry.objects.filter(verb__contains="officer", actor_id=author.pk).exists()
    assert "quartzite" not in "".join(capsys.readouterr())


def test_pressing_twice_sends_once(author, chair, seen_by):
    browser = seen_by(author)
    write(browser)
    write(browser)
    drain_outbox()

    assert len(mails_to(chair.email)) == 1


def test_words_with_a_childs_details_are_refused_beside_the_field_and_kept_in_it(author, chair, seen_by):
    page = write(seen_by(author), "It is about Jay Smith, born 3/4/2011.")

    assert page.status_code == 422
    assert "looks like a child" in page.content.decode()
    assert "born 3/4/2011" in page.content.decode()
    assert not Confidence.objects.exists()


def test_suspended_and_lapsed_members_write_too_and_outsiders_do_not(author, follower, chair, seen_by):
    change_membership(None, author.memberships.get().pk, status="suspended", until=TODAY() + timedelta(days=9))
    change_membership(None, follower.memberships.get().pk, status="lapsed")
    assert write(seen_by(author)).status_code == 302
    assert write(seen_by(follower)).status_code == 302

    assert write(seen_by(make_person())).status_code == 403
    assert write(Client()).status_code == 302
    drain_outbox()
    assert len(mails_to(chair.email)) == 2


def test_vacant_office_says_so_and_gives_the_words_back(author, seen_by):
    browser = seen_by(author)
    assert "There is no treasurer at present" in browser.get("/write-to/treasurer/").content.decode()

    page = write(browser, office="treasurer").content.decode()
    assert "quartzite" in page
    assert browser.get("/write-to/secretariat/").status_code == 404
    assert browser.get("/write-to/president/").status_code == 404


def test_officer_who_has_left_before_it_was_sent_gets_nothing_and_the_sender_gets_it_back(author, chair):
    write_to_officer(author, "chair", words=WORDS, idempotency_key="web:1")
    end_office(None, Office.objects.get(name="chair").pk, ends=TODAY() - timedelta(days=1))
    drain_outbox()

    assert [mail["Subject"] for mail in mails_to(chair.email)] == [
        "Your term as chair ends on " + f"{TODAY() - timedelta(days=1):%-d %B %Y}"
    ]
    assert WORDS in plain_text(mails_to(author.email)[-1])
    assert rows_with("quartzite") == []


def test_mailbox_that_refuses_gives_the_words_back(author, chair, monkeypatch):
    kept = relay.DevRelay.send

    def refuse_chair(self, mail):
        if mail.to == chair.email:
            raise relay.RefusedForGood("550 no such mailbox")
        kept(self, mail)

    monkeypatch.setattr(relay.DevRelay, "send", refuse_chair)
    write_to_officer(author, "chair", words=WORDS, idempotency_key="web:1")
    drain_outbox()

    assert WORDS in plain_text(mails_to(author.email)[-1])
    assert rows_with("quartzite") == []


# --- By mail


def send(member, text=WORDS, to="chair@ymn.example", **more):
    return receive(
        write_mail(sender=member.email, to=to, text=text, subject="A private matter", **more),
        sender=member.email,
        to=to,
    )


def test_mail_from_a_members_own_address_goes_to_the_officer_and_its_bytes_are_forgotten(author, chair):
    row = send(author)

    assert (row.state, row.reason, bytes(row.raw)) == (InboundMail.State.ACTED, "in_confidence", b"")
    (letter,) = mails_to(chair.email)
    assert WORDS in plain_text(letter)
    assert "A private matter" in plain_text(letter)
    assert letter["Reply-To"] == author.email
    assert chair.full_name in plain_text(mails_to(author.email)[-1])
    assert rows_with("quartzite") == []


def test_answer_goes_to_the_address_that_was_written_from(north_west, chair):
    member = make_member(north_west, address="kim@work.example", more=("kim@home.example",))
    receive(
        write_mail(sender="kim@home.example", to="chair@ymn.example", text=WORDS),
        sender="kim@home.example",
        to="chair@ymn.example",
    )

    assert mails_to(chair.email)[0]["Reply-To"] == "kim@home.example"
    assert mails_to(member.email) == []


def test_mail_with_a_childs_details_is_refused_without_repeating_them(author, chair):
    row = send(author, "It is about Jay Smith, born 3/4/2011.")

    assert (row.state, row.reason, bytes(row.raw)) == (InboundMail.State.REFUSED, "not_postable", b"")
    assert mails_to(chair.email) == []
    letter = plain_text(mails_to(author.email)[-1])
    assert "looks like a child" in letter
    assert "Jay" not in letter
    assert rows_with("Jay Smith") == []


def test_stranger_gets_the_answer_that_any_address_gives(chair):
    row = receive(
        write_mail(sender="eve@elsewhere.example", to="chair@ymn.example", text=WORDS),
        sender="eve@elsewhere.example",
        to="chair@ymn.example",
    )
    other = receive(
        write_mail(sender="eva@elsewhere.example", to="nothing@ymn.example", text=WORDS),
        sender="eva@elsewhere.example",
        to="nothing@ymn.example",
    )

    assert (row.state, row.reason) == (other.state, other.reason)
    letters = [plain_text(mails_to(f"{who}@elsewhere.example")[0]) for who in ("eve", "eva")]
    assert letters[0] == letters[1]
    assert mails_to(chair.email) == []


def test_mail_that_nothing_proves_is_passed_on_to_nobody_and_the_member_is_told_once(author, chair, settings):
    settings.MAIL_EDGE_AUTHSERV_ID = "edge.ymn.example"
    for number in range(3):
        row = send(author, message_id=f"<{number}@mailer.example>")

    assert (row.state, row.reason) == (InboundMail.State.REFUSED, "sender_not_proven")
    assert mails_to(chair.email) == []
    assert len(mails_to(author.email)) == 1
    assert "quartzite" not in plain_text(mails_to(author.email)[0])


def test_mail_to_a_vacant_office_is_told_so(author):
    row = send(author, to="treasurer@ymn.example")

    assert (row.state, row.reason) == (InboundMail.State.REFUSED, "office_vacant")
    assert "Nobody holds this office" in plain_text(mails_to(author.email)[-1])


def test_the_same_mail_read_twice_goes_once(author, chair):
    row = send(author)
    InboundMail.objects.filter(pk=row.pk).update(
        state=InboundMail.State.RECEIVED, raw=write_mail(sender=author.email, to="chair@ymn.example", text=WORDS)
    )
    drain_outbox()

    assert len(mails_to(chair.email)) == 1


def test_ledger_balances_with_mails_in_confidence(author, chair, seen_by):
    send(author)
    keep(
        write_mail(sender=author.email, to="chair@ymn.example", text="More."),
        envelope_from=author.email,
        envelope_to=["chair@ymn.example"],
    )
    page = (
        seen_by(make_officer("secretariat"), sure=True)
        .get("/mail-ledger/day/", {"day": f"{timezone.localdate():%Y-%m-%d}"})
        .content.decode()
    )

    assert "in confidence" in page
    assert author.email not in page
    assert "quartzite" not in page


def test_who_wrote_to_whom_is_forgotten_after_a_month(author, chair):
    write_to_officer(author, "chair", words=WORDS, idempotency_key="web:1")
    assert forget_old_confidences(now=timezone.now() + timedelta(days=31)) == 0
    drain_outbox()

    assert forget_old_confidences(now=timezone.now() + timedelta(days=29)) == 0
    assert forget_old_confidences(now=timezone.now() + timedelta(days=31)) == 1
