"""Five days of «not now» from a mail system (fault F11): whoever looks after the region is told once, and can telephone."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import Bounce
from notifications import sender
from notifications.letters import write_letter
from notifications.models import Delivery, Letter
from notifications.people.gave_up import tell_of_giving_up
from notifications.relay import TryAgain
from regions.models import Profile
from tests.factories import make_member, make_officer
from tests.outbound import drain_outbox, mails_to, plain_text

UK = ZoneInfo("Europe/London")


@pytest.fixture
def morning():
    """Nine o'clock in the UK, today or tomorrow: after everything that a test does now."""
    now = timezone.now().astimezone(UK)
    return datetime.combine(now.date() + timedelta(days=now.hour >= 9), datetime.min.time(), UK).replace(hour=9)


@pytest.fixture
def give_up(monkeypatch):
    """The relay says «not now» to a letter for this person for the last time."""

    class Relay:
        def send(self, mail):
            raise TryAgain("451 4.7.1 greylisted")

    @contextmanager
    def opened():
        yield Relay()

    def one(member):
        key = f"late:{Letter.objects.count()}"
        write_letter("mail_stopped", member=member, key=key, context={"board": "North West board"})
        Delivery.objects.filter(letter__key=key).update(attempts=sender.LAST_TRY)
        with monkeypatch.context() as away:
            away.setattr(sender, "open_relay", opened)
            sender.drain_deliveries()
        assert Delivery.objects.get(letter__key=key).state == Delivery.State.REFUSED

    return one


def told(address):
    return [plain_text(mail) for mail in mails_to(address) if "for five days" in str(mail["Subject"])]


def test_the_representative_is_told_once_who_was_not_reached(rep, follower, north_west, give_up, morning):
    other = make_member(north_west, "Cleo")
    drain_outbox()
    Profile.objects.create(member=follower, phone="01632 960001", show_phone=True)
    Profile.objects.create(member=other, phone="01632 960002")
    for member in (follower, other, follower):
        give_up(member)

    assert tell_of_giving_up(now=morning.replace(hour=7)) == 0
    assert [tell_of_giving_up(now=morning), tell_of_giving_up(now=morning)] == [1, 0]
    drain_outbox()
    assert tell_of_giving_up(now=morning + timedelta(days=1)) == 0

    (letter,) = told(rep.email)
    assert follower.full_name in letter
    assert "Cleo" in letter
    assert ("01632 960001" in letter, "01632 960002" in letter) == (True, False)
    assert f"/regions/{north_west.slug}/desk/" in letter
    assert "North West board" not in letter  # what the mail was about is its reader's alone
    third = make_member(north_west, "Dara")
    give_up(third)
    assert tell_of_giving_up(now=morning + timedelta(days=1)) == 1


def test_the_secretariat_is_told_where_there_is_nobody_else_or_it_is_the_representative(rep, give_up, morning):
    office = make_officer("secretariat")
    drain_outbox()
    give_up(rep)

    assert tell_of_giving_up(now=morning) == 1
    drain_outbox()
    assert rep.full_name in told(office.email)[0]
    assert told(rep.email) == []


def test_a_report_of_delay_from_further_on_is_no_giving_up(rep, follower, morning):
    write_letter("mail_stopped", member=follower, key="went", context={"board": "North West board"})
    drain_outbox()
    mail = Delivery.objects.get(letter__key="went")
    Bounce.objects.create(
        member=follower,
        address=follower.email,
        domain="x",
        kind="soft",
        status="4.4.7",
        mail=mail.pk,
        at=timezone.now(),
    )

    assert tell_of_giving_up(now=morning) == 0
