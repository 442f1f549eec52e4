"""Mail that comes back: scenarios 58 and 59, and threat 47."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.confirm_reach import confirm_reach
from accounts.models import Bounce, Member, NotReached, SignInCode, Trouble
from accounts.reach import forget_old_bounces, not_reached, note_bounce, paused_among
from inbound.models import InboundMail
from notifications import relay
from notifications.bounces import kind_of
from notifications.compose import bounce_to
from notifications.letters import write_letter
from notifications.models import Delivery, Letter
from regions.models import Profile
from regions.unreached import unreached_in
from tests.factories import make_answer, make_member, make_officer
from tests.outbound import drain_outbox, mails_to, plain_text, receive

NOW = timezone.now


def report(to, address, *, status="5.1.1", action="failed", sender="mailer-daemon@millbrook.example"):
    """A delivery report as RFC 3464 has it."""
    return "\r\n".join([
        f"From: Mail Delivery System <{sender}>", f"To: {to}", "Subject: Undelivered Mail Returned to Sender",
        f"Message-ID: <{abs(hash((to, status, action)))}@mx.example>", "Auto-Submitted: auto-replied",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "MIME-Version: 1.0", "",
        "--b", "Content-Type: text/plain", "", "The mail could not be delivered.", "",
        "--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.millbrook.example", "",
        f"Final-Recipient: rfc822; {address}", f"Action: {action}", f"Status: {status}",
        f"Diagnostic-Code: smtp; 550 {status} no", "", "--b--", "",
    ]).encode()  # fmt: skip


def mail_to(member):
    """A mail of ours to the member, which has left."""
    letters = Letter.objects.count()
    write_letter("mail_stopped", member=member, key=f"t:{letters}", context={"board": "North West board"})
    drain_outbox()
    return Delivery.objects.get(letter__key=f"t:{letters}")


def comes_back(member, *, to="", **facts):
    to = to or bounce_to(mail_to(member))
    return receive(report(to, member.email, **facts), sender="", to=to)


def lose(member):
    for _ in range(2):
        assert comes_back(member).state == InboundMail.State.AUTOMATIC
    assert not_reached().filter(member=member).count() == 1


@pytest.mark.parametrize(
    ("status", "permanent", "kind"),
    [
        ("5.1.1", True, "hard"), ("", True, "hard"), ("5.7.1", True, "policy"), ("5.2.2", False, "full"),
        ("4.2.2", False, "full"), ("4.4.1", False, "soft"), ("4.7.1", False, "soft"), ("", False, "soft"),
    ],
)  # fmt: skip
def test_kinds_by_their_status(status, permanent, kind):
    assert kind_of(status, permanent=permanent) == kind


def test_one_mail_that_comes_back_twice_is_one_and_changes_nothing(follower):
    to = bounce_to(mail_to(follower))
    for _ in range(3):
        comes_back(follower, to=to)

    assert list(Bounce.objects.values_list("member", "address", "domain", "kind", "status")) == [
        (follower.pk, "beth@millbrook.example", "millbrook.example", "hard", "5.1.1")
    ]
    assert not_reached().count() == 0


def test_two_mails_for_good_within_a_week_and_the_address_is_not_reached(follower):
    comes_back(follower)
    assert not_reached().count() == 0
    comes_back(follower)

    (row,) = not_reached()
    assert (row.member, row.address, row.kind) == (follower, "beth@millbrook.example", Trouble.HARD)


def test_two_that_are_more_than_a_week_apart_change_nothing(follower):
    note_bounce(follower, follower.email, kind="hard", status="5.1.1", mail=1, now=NOW() - timedelta(days=7, hours=1))
    note_bounce(follower, follower.email, kind="hard", status="5.1.1", mail=2)
    assert not_reached().count() == 0


@pytest.mark.parametrize(
    ("hours", "lost"), [((0, 60, 119), False), ((0, 60, 121), True), ((0, 130), False), ((0, 10, 140, 150), False)]
)
def test_five_days_of_nothing_but_delays_and_not_a_gap_of_five_days(follower, hours, lost):
    start = NOW() - timedelta(hours=max(hours))
    for number, hour in enumerate(hours):
        note_bounce(
            follower, follower.email, kind="full", status="4.2.2", mail=number, now=start + timedelta(hours=hour)
        )
    assert not_reached().exists() is lost


def test_what_is_no_report_about_us_counts_for_nobody(follower, author):
    """Threat 47: a forged bounce, one of success, one under another's token, and an out-of-office answer."""
    delivery = mail_to(follower)
    to = bounce_to(delivery)
    wrong = f"{to.split('@', maxsplit=1)[0][:-1]}{'a' if to.split('@', maxsplit=1)[0][-1] != 'a' else 'b'}@ymn.example"
    out_of_office = (
        f"From: {follower.email}\r\nTo: {to}\r\nSubject: Automatic reply: away\r\nAuto-Submitted: auto-replied\r\n"
        "Message-ID: <o@m.example>\r\n\r\nI am away until Monday.\r\n"
    ).encode()

    comes_back(follower, to=wrong)
    comes_back(follower, to="bounce+aaaa@ymn.example")
    comes_back(follower, to="north-west@ymn.example")
    comes_back(follower, to=to, action="delivered", status="2.0.0")
    for _ in range(3):
        receive(out_of_office, sender="", to=to)

    assert Bounce.objects.count() == 0
    assert InboundMail.objects.exclude(state=InboundMail.State.AUTOMATIC).count() == 0


def test_a_report_that_names_another_address_counts_for_the_one_that_we_wrote_to(follower, author):
    to = bounce_to(mail_to(follower))
    receive(report(to, author.email), sender="", to=to)

    assert Bounce.objects.get().member == follower


def test_scenario_58_the_member_sees_since_when_and_how_to_mend_and_says_that_it_is_mended(follower, board, seen_by):
    lose(follower)
    browser = seen_by(follower)
    since = timezone.localtime(NotReached.objects.get().since)

    home = browser.get("/").content.decode()
    assert f"Mail to you has come back since {since.day} {since:%B %Y}" in home
    page = browser.get("/mail-problem/").content.decode()
    assert "there is no such mailbox" in page
    assert "beth@millbrook.example" in page
    assert not_reached().count() == 1  # looking changes nothing

    assert browser.post("/mail-problem/").url == "/"
    assert not_reached().count() == 0
    assert "Mail to you has come back" not in browser.get("/").content.decode()
    assert "Nothing that we sent you has come back" in browser.get("/mail-problem/").content.decode()
    comes_back(follower)
    assert not_reached().count() == 0  # what came back before counts no more


def test_another_members_trouble_is_not_shown_to_me(follower, author, board, seen_by):
    lose(follower)
    assert "Mail to you has come back" not in seen_by(author).get("/").content.decode()
    confirm_reach(author)
    assert not_reached().count() == 1


def test_scenario_58_the_representative_sees_whom_to_telephone(follower, author, rep, londoner, north_west, seen_by):
    Profile.objects.create(member=follower, phone="01234 567890", show_phone=True)
    lose(follower)
    lose(londoner)

    desk = seen_by(rep).get(f"/regions/{north_west.slug}/desk/").content.decode()

    assert "Telephone these" in desk
    assert "01234 567890" in desk
    assert follower.full_name in desk
    assert londoner.full_name not in desk
    assert "beth@millbrook.example" not in desk
    confirm_reach(follower)
    assert "Telephone these" not in seen_by(rep).get(f"/regions/{north_west.slug}/desk/").content.decode()


def test_the_list_costs_one_query_for_one_and_for_three(north_west):
    for some in (1, 2):
        for _ in range(some):
            member = make_member(north_west)
            NotReached.objects.create(member=member, address=member.email, kind="hard")
        with CaptureQueriesContext(connection) as queries:
            rows = [
                (place.member.full_name, place.service.name, getattr(place.member, "profile", None))
                for place in unreached_in(north_west)
            ]
        assert (len(queries), len(rows)) == (1, 1 if some == 1 else 3)


def test_posts_pause_other_letters_wait_and_codes_leave(topic, author, follower, rep):
    drain_outbox()
    lose(follower)
    before = len(mails_to(follower.email))
    make_answer(author, topic, "Meanwhile.")
    write_letter("mail_stopped", member=follower, key="waits", context={"board": "North West board"})
    code = SignInCode.objects.create(member=follower, address=follower.email, code="123456")
    write_letter("sign_in_code", member=follower, key="code", context={"sign_in_code_id": code.pk})
    drain_outbox()

    assert "123456" in plain_text(mails_to(follower.email)[-1])
    assert len(mails_to(follower.email)) == before + 1
    assert Delivery.objects.get(member=follower, post__number=2).state == "paused"
    assert "Meanwhile." in plain_text(mails_to(rep.email)[-1])
    waits = Delivery.objects.get(letter__key="waits")
    assert (waits.state, waits.attempts, waits.next_try > NOW()) == ("waiting", 0, True)

    confirm_reach(follower)
    Delivery.objects.filter(pk=waits.pk).update(next_try=NOW())
    drain_outbox()
    assert Delivery.objects.get(pk=waits.pk).state == "sent"


def test_a_code_that_was_mailed_there_and_used_ends_it_also_once_the_code_is_forgotten(follower):
    lose(follower)
    SignInCode.objects.create(member=follower, address="Beth@Millbrook.example", used=NOW())

    assert paused_among(["Beth@millbrook.example"]) == set()
    forget_old_bounces()
    SignInCode.objects.all().delete()
    assert not_reached().count() == 0
    lose(follower)


def test_another_address_of_the_same_member_is_not_paused(follower):
    lose(follower)
    write_letter("mail_stopped", member=follower, address="beth@home.example", key="x", context={"board": "B"})
    drain_outbox()
    assert len(mails_to("beth@home.example")) == 1


def test_scenario_59_a_domain_that_refuses_three_makes_one_letter(north_west, board):
    secretariat = make_officer("secretariat")
    people = [make_member(north_west, address=f"head{number}@refusing.example") for number in range(4)]
    for member in people[:2]:
        comes_back(member, status="5.7.1")
    assert not Letter.objects.filter(template="domain_refuses").exists()
    for member in people[1:]:
        comes_back(member, status="5.7.1")

    (letter,) = [mail for mail in mails_to(secretariat.email) if "refuses" in str(mail["Subject"])]
    assert str(letter["Subject"]) == "refusing.example refuses our mail: 3 members"
    assert not any(member.full_name in plain_text(letter) for member in people)


def test_the_relays_word_that_there_is_no_such_mailbox_counts_and_other_refusals_do_not(follower, monkeypatch):
    said = iter(["552 5.3.4 too large", "550 5.1.1 unknown", "550 5.1.1 unknown"])

    def refuse(self, mail):
        raise relay.RefusedForGood(next(said))

    monkeypatch.setattr(relay.DevRelay, "send", refuse)
    for _ in range(3):
        mail_to(follower)

    assert (Bounce.objects.count(), not_reached().count()) == (2, 1)


def test_old_reports_are_forgotten_and_what_lasts_stays(follower):
    lose(follower)
    later = NOW() + timedelta(days=91)
    assert forget_old_bounces(now=later) == 2
    assert (Bounce.objects.count(), not_reached().count()) == (0, 1)


def test_nothing_pauses_for_one_more_query_a_batch(follower):
    rows = [Delivery(member=follower, address=follower.email)]
    with CaptureQueriesContext(connection) as queries:
        assert paused_among(row.address for row in rows) == set()
    assert len(queries) == 1
    assert Member.objects.count() == 1
