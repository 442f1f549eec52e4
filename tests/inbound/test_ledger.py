"""The secretariat's ledger: its days, its rows, what needs somebody, and the acts on one mail."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.refs import ref
from audit.models import Entry
from forum.access import NotVisible
from forum.actions.mend_held_post import mend_held_post
from forum.content import BadContent
from forum.models import Post
from inbound.actions.leave_mail import leave_mail
from inbound.actions.open_mail import open_mail
from inbound.actions.replay_mail import replay_mail
from inbound.housekeeping import RAW_KEPT, forget_old_raw_mail
from inbound.ledger import ROWS
from inbound.models import InboundMail, MailOpening
from inbound.needing import WAITS, needs_secretariat
from notifications.addresses import author_address
from notifications.tokens import Purpose, seal
from regions.actions.erase_member import erase_member
from regions.permissions import Reason, Refused
from tests.factories import make_officer
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail

State = InboundMail.State
CHILD = "It is Jayden Marlowe, DOB 03/05/2011, NHS 999 123 4563."


@pytest.fixture
def reply_to(topic, follower):
    drain_outbox()
    return str(mails_to(follower.email)[0]["Reply-To"])


@pytest.fixture
def secretariat(db):
    return make_officer("secretariat")


@pytest.fixture
def desk(secretariat, seen_by):
    return seen_by(secretariat, sure=True)


def send(sender, to, text, **kwargs):
    return receive(write_mail(sender=sender, to=to, text=text, **kwargs), sender=sender, to=to)


def unread(**facts):
    told = {
        "raw": b"From: beth@millbrook.example\r\n\r\nHello", "state": State.QUARANTINED, "reason": "poison",
        "envelope_to": "north-west@ymn.example", "settled": timezone.now(),
    }  # fmt: skip
    return InboundMail.objects.create(**(told | facts), sha256="0")


def test_scenario_47_a_day_adds_up_and_each_row_has_its_reason(follower, reply_to, board, desk):
    send(follower.email, reply_to, "Posted.")
    send(follower.email, reply_to, "mute")
    send("x@y.example", reply_to, "Held.")
    send("x@y.example", "no-such@ymn.example", "Refused.")
    send(follower.email, reply_to, "Away.", Auto_Submitted="auto-replied")
    receive(b"", sender=follower.email, to=reply_to)

    page = desk.get("/mail-ledger/day/", {"day": f"{timezone.localdate():%Y-%m-%d}"}).content.decode()

    assert "6 mails received = 1 posted + 1 acted on + 1 held + 1 refused + 1 automatic + 1 unreadable." in page
    for reason in ("command mute", "not their address", "unknown address", "auto reply", "empty file"):
        assert reason in page


def test_a_day_is_a_uk_day_and_another_day_is_picked(desk, db):
    unread(received=datetime(2026, 7, 1, 23, 30, tzinfo=UTC))  # half past midnight in the UK

    assert "1 mail received" in desk.get("/mail-ledger/day/?day=2026-07-02").content.decode()
    assert "0 mails received" in desk.get("/mail-ledger/day/?day=2026-07-01").content.decode()
    assert "2 Jul 2026" in desk.get("/mail-ledger/?until=2026-07-05").content.decode()


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-13-45", "0000-00-00"])
def test_a_day_that_is_none_leads_back_to_the_ledger(desk, db, day):
    assert desk.get("/mail-ledger/day/", {"day": day})["Location"] == "/mail-ledger/"


def test_a_busy_day_is_read_page_by_page_and_each_mail_once(desk, db):
    rows = [unread() for _ in range(ROWS + 3)]
    day = f"{timezone.localdate():%Y-%m-%d}"

    first = desk.get("/mail-ledger/day/", {"day": day, "state": "quarantined"}).content.decode()
    second = desk.get(f"/mail-ledger/day/?day={day}&state=quarantined&before={rows[3].pk}").content.decode()

    assert f"before={rows[3].pk}" in first
    shown = (
        [row.pk for row in rows if f"/mail-ledger/{ref('mail', row.pk)}/" in first],
        [row.pk for row in rows if f"/mail-ledger/{ref('mail', row.pk)}/" in second],
    )
    assert (shown[1] + shown[0], "before=" in second) == ([row.pk for row in rows], False)


def test_days_and_rows_cost_the_same_however_many_there_are(desk, db, django_assert_num_queries):
    def pages():
        for path in ("/mail-ledger/", f"/mail-ledger/day/?day={timezone.localdate():%Y-%m-%d}"):
            desk.get(path)

    unread()
    pages()
    with django_assert_num_queries(12):
        pages()
    unread(), unread()
    with django_assert_num_queries(12):
        pages()


def test_letters_that_need_the_secretariat_are_told_on_its_desk_home_and_ledger_with_what_to_do(desk, follower):
    unread()
    unread(reason="no_sender")
    waiting = unread(state=State.HELD, reason="no_words", member=follower, received=timezone.now() - WAITS * 2)
    unread(state=State.HELD, reason="no_words", member=follower)  # of today: the member is asked, and has time

    ledger = desk.get("/mail-ledger/").content.decode()

    assert "3 letters need you" in ledger
    assert "stopped the reader three times" in ledger
    assert "Telephone them" in ledger
    assert "3 letters need you" in desk.get("/secretariat/").content.decode()
    assert f"/mail-ledger/{ref('mail', waiting.pk)}/" in desk.get("/").content.decode()


def test_what_is_left_as_it_is_needs_nobody_any_more_and_stays_in_the_ledger(secretariat, desk, follower, seen_by):
    row = unread()

    assert seen_by(follower).post(f"/mail-ledger/{ref('mail', row.pk)}/leave/").status_code == 403
    assert desk.post(f"/mail-ledger/{ref('mail', row.pk)}/leave/")["Location"] == "/mail-ledger/"

    assert not needs_secretariat().exists()
    assert "No letter needs you." in desk.get("/mail-ledger/").content.decode()
    assert Entry.objects.latest("pk").verb == "leave_mail"
    with pytest.raises(Refused) as refused:
        leave_mail(secretariat, row.pk)
    assert refused.value.reason == Reason.ALREADY_DECIDED


def test_opening_a_mail_asks_for_a_reason_is_logged_and_told_to_the_member(follower, reply_to, desk, secretariat):
    row = send(follower.email, reply_to, "What I really <b>wrote</b>.")
    without = desk.post(f"/mail-ledger/{ref('mail', row.pk)}/open/", {"reason": "  "})
    assert (without.status_code, b"really" in without.content) == (422, False)
    assert "Say why you open it" in without.content.decode()
    assert not MailOpening.objects.exists()

    opened = desk.post(f"/mail-ledger/{ref('mail', row.pk)}/open/", {"reason": "Beth says that half is missing."})
    drain_outbox()

    assert "What I really &lt;b&gt;wrote&lt;/b&gt;." in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    opening = MailOpening.objects.get()
    entry = Entry.objects.latest("pk")
    assert (opening.opened_by, opening.reason) == (secretariat, "Beth says that half is missing.")
    assert (entry.verb, entry.actor_id, entry.subject) == ("open_mail", secretariat.pk, f"mail {row.pk}")
    assert entry.details == {"opening": opening.pk}
    letter = plain_text(mails_to(follower.email)[-1])
    assert "Beth says that half is missing." in letter
    assert "Beth says that half is missing." in desk.get(f"/mail-ledger/{ref('mail', row.pk)}/").content.decode()


def test_looking_at_the_mails_page_opens_nothing(follower, reply_to, desk):
    row = send(follower.email, reply_to, "Word that stays inside.")

    assert b"stays inside" not in desk.get(f"/mail-ledger/{ref('mail', row.pk)}/").content
    assert desk.get(f"/mail-ledger/{ref('mail', row.pk)}/open/").status_code == 405
    assert not MailOpening.objects.exists()


def refused_to(actor, row):
    with pytest.raises(Refused) as refused:
        open_mail(actor, row.pk, reason="Curious")
    assert not MailOpening.objects.exists()
    return refused.value.reason


def test_what_tells_of_a_child_opens_to_nobody_even_once_it_is_mended(follower, reply_to, secretariat, desk):
    row = send(follower.email, reply_to, CHILD)
    assert (row.reason, refused_to(secretariat, row)) == ("child_details", Reason.MAIL_OPENS_TO_NOBODY)

    mend_held_post(follower, row.post_id, content="A general question.")
    drain_outbox()
    row.refresh_from_db()

    assert (row.state, row.sealed) == (State.POSTED, True)
    assert refused_to(secretariat, row) == Reason.MAIL_OPENS_TO_NOBODY
    assert "opens to nobody" in desk.get(f"/mail-ledger/{ref('mail', row.pk)}/").content.decode()
    assert b"Jayden" not in desk.post(f"/mail-ledger/{ref('mail', row.pk)}/open/", {"reason": "Curious"}).content
    assert Entry.objects.latest("pk").outcome == Entry.Outcome.REFUSED


@pytest.mark.parametrize("where", ["body", "quoted", "part"])
def test_a_mail_that_was_never_screened_is_screened_before_it_opens(secretariat, where):
    body = {
        "body": CHILD.encode(),
        "quoted": b"See below.\r\n\r\n> " + CHILD.encode(),
        "part": base64.encodebytes(CHILD.encode()),
    }[where]
    head = b"From: a@b.example\r\nSubject: x\r\n"
    head += b"Content-Transfer-Encoding: base64\r\n\r\n" if where == "part" else b"\r\n"

    assert refused_to(secretariat, unread(raw=head + body)) == Reason.MAIL_OPENS_TO_NOBODY


def test_a_mail_to_one_person_alone_opens_to_nobody(secretariat, topic, author, desk):
    token = seal(Purpose.AUTHOR, member_id=0, thing_id=topic.first_post_id, generation=0)

    for to in (author_address(token), "chair@ymn.example", "aside+abc@ymn.example"):
        row = unread(envelope_to=to, envelope_from="beth@millbrook.example")
        assert refused_to(secretariat, row) == Reason.MAIL_OPENS_TO_NOBODY
        assert b"beth@millbrook.example" not in desk.get(f"/mail-ledger/{ref('mail', row.pk)}/").content


def test_nobody_else_opens_or_replays(follower, rep, secretariat, seen_by):
    row = unread()

    for actor in (follower, rep, make_officer("chair")):
        with pytest.raises(Refused):
            open_mail(actor, row.pk, reason="Curious")
        with pytest.raises(Refused):
            replay_mail(actor, row.pk)
    with pytest.raises(NotVisible):
        open_mail(secretariat, 999_999, reason="Curious")
    with pytest.raises(BadContent):
        open_mail(secretariat, row.pk, reason="x" * 501)
    assert (
        seen_by(secretariat)
        .post(f"/mail-ledger/{ref('mail', row.pk)}/open/", {"reason": "x"})["Location"]
        .startswith("/second-factor/")
    )


def test_bytes_are_kept_for_thirty_days_and_then_the_page_says_so(secretariat, desk):
    row = unread(settled=timezone.now() - RAW_KEPT + timedelta(hours=1))
    forget_old_raw_mail()
    open_mail(secretariat, row.pk, reason="While there is time")
    forget_old_raw_mail(now=timezone.now() + timedelta(hours=2))

    assert refused_to_after(secretariat, row) == Reason.MAIL_OPENS_TO_NOBODY
    assert "not kept any more" in desk.get(f"/mail-ledger/{ref('mail', row.pk)}/").content.decode()
    with pytest.raises(Refused):
        replay_mail(secretariat, row.pk)


def refused_to_after(actor, row):
    with pytest.raises(Refused) as refused:
        open_mail(actor, row.pk, reason="Too late")
    return refused.value.reason


def test_a_mail_that_brought_the_reader_down_is_replayed_and_posted_once(
    follower, reply_to, topic, desk, secretariat, monkeypatch
):
    with monkeypatch.context() as broken:
        broken.setattr("inbound.process.read_mail", lambda raw: 1 / 0)
        row = send(follower.email, reply_to, "Read me after the upgrade.", message_id="<r@m.example>")
        for _ in range(4):
            InboundMail.objects.filter(pk=row.pk).update(next_try=timezone.now())
            drain_outbox()
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.QUARANTINED, "poison")

    desk.post(f"/mail-ledger/{ref('mail', row.pk)}/replay/")
    drain_outbox()
    again = desk.post(f"/mail-ledger/{ref('mail', row.pk)}/replay/")
    drain_outbox()
    send(follower.email, reply_to, "Read me after the upgrade.", message_id="<r@m.example>")

    row.refresh_from_db()
    assert (row.state, again.status_code) == (State.POSTED, 403)
    assert Post.objects.filter(topic=topic, poster=follower).count() == 1
    assert Entry.objects.filter(verb="replay_mail", outcome="done", actor_id=secretariat.pk).count() == 1


def test_a_mail_between_two_tries_is_read_at_once(follower, reply_to, secretariat, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("inbound.process.read_mail", lambda raw: 1 / 0)
        row = send(follower.email, reply_to, "Between two tries.")
    assert (row.state, row.attempts) == (State.RECEIVED, 1)

    replay_mail(secretariat, row.pk)
    drain_outbox()

    row.refresh_from_db()
    assert row.state == State.POSTED


def test_what_is_settled_is_not_replayed(follower, reply_to, secretariat):
    row = send(follower.email, reply_to, "Posted.")

    with pytest.raises(Refused) as refused:
        replay_mail(secretariat, row.pk)
    assert refused.value.reason == Reason.ALREADY_DECIDED


def test_reasons_about_an_erased_member_are_erased_with_them(follower, reply_to, secretariat, board):
    row = send(follower.email, reply_to, "Posted.")
    open_mail(secretariat, row.pk, reason=f"{follower.full_name} says that half is missing.")
    other = unread()
    open_mail(secretariat, other.pk, reason=f"Perhaps it is {follower.full_name}'s.")

    erase_member(secretariat, follower.pk)

    assert [follower.first_name in one.reason for one in MailOpening.objects.all()] == [False, False]
