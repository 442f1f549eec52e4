"""The sender: several lines at once where there is much, each mail once, and what was not come to goes back."""

import threading
from contextlib import contextmanager

import pytest
from django.db.models import Q

from notifications import sender
from notifications.models import Delivery
from notifications.relay import RelayGone
from notifications.sender import drain_deliveries
from outbox.dispatch import drain_events
from tests.factories import make_board, make_member, make_network, make_topic

LINES, FOLLOWERS = 3, 14


class Relay:
    """Takes every mail, and notes by which thread it came."""

    def __init__(self):
        self.lock, self.taken = threading.Lock(), []

    def send(self, mail):
        with self.lock:
            self.taken.append((mail.to, threading.current_thread().name))


@pytest.fixture
def relay(monkeypatch, settings):
    one = Relay()

    @contextmanager
    def opened():
        yield one

    monkeypatch.setattr(sender, "open_relay", opened)
    monkeypatch.setattr(sender, "BATCH", 4)
    settings.MAIL_LINES = LINES
    return one


def post_to_many():
    region = make_network("North West")
    author = make_member(region)
    followers = [make_member(region) for _ in range(FOLLOWERS)]
    make_topic(author, make_board(region))
    drain_events()
    return [member.email for member in followers]


@pytest.mark.django_db(transaction=True)
def test_much_mail_goes_over_several_lines_at_once_and_each_mail_once(relay, monkeypatch):
    """Each line waits with its first mail until all lines have one: they were open at the same time."""
    together, here = threading.Barrier(LINES, timeout=20), threading.local()
    take = relay.send

    def send(mail):
        if not getattr(here, "met", False):
            here.met = True
            together.wait()
        take(mail)

    monkeypatch.setattr(relay, "send", send)
    addresses = post_to_many()

    assert drain_deliveries() == FOLLOWERS
    assert sorted(to for to, _ in relay.taken) == sorted(addresses)
    assert len({thread for _, thread in relay.taken}) == LINES
    assert not Delivery.objects.exclude(state=Delivery.State.SENT, lease_token="").exists()


@pytest.mark.django_db(transaction=True)
def test_a_relay_that_is_away_for_every_line_loses_nothing(relay, monkeypatch):
    def gone(mail):
        raise RelayGone("421 away")

    monkeypatch.setattr(relay, "send", gone)
    post_to_many()

    assert drain_deliveries() == 0
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING, lease_token="", lease_until=None)
    assert waiting.count() == FOLLOWERS
    assert waiting.filter(attempts__gt=0).count() >= LINES


def test_what_was_not_come_to_in_time_goes_back_untried_and_leaves_next(db, relay, monkeypatch):
    take = relay.send

    def slow(mail):
        take(mail)
        monkeypatch.setattr(sender, "SENDING_SECONDS", -1 if len(relay.taken) == 2 else 60)

    monkeypatch.setattr(relay, "send", slow)
    monkeypatch.setattr(sender, "BATCH", 100)
    addresses = post_to_many()
    rows = sender._claim()
    with sender.open_relay() as line:
        assert sender._send_batch(line, rows, sender.time.monotonic()) == 2

    back = Delivery.objects.filter(Q(lease_token=""), state=Delivery.State.WAITING, attempts=0, last_error="")
    assert back.count() == FOLLOWERS - 2
    monkeypatch.setattr(sender, "SENDING_SECONDS", 60)
    assert drain_deliveries() == FOLLOWERS - 2
    assert sorted(to for to, _ in relay.taken) == sorted(addresses)
