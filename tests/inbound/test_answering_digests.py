"""Scenario 40: a letter about many topics is answered; its topics come back, each with the address that takes it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.actions.follow_board import follow_board
from forum.models import Post
from inbound.models import InboundMail
from inbound.reading import read_mail
from notifications.letters import write_letter
from notifications.models import Letter
from regions.actions.change_membership import change_membership
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail

State = InboundMail.State


@pytest.fixture
def digest(topic, author, follower):
    """The follower's weekly letter, as it was mailed."""
    follow_board(follower, topic.forum.slug, wants="weekly")
    now = timezone.now()
    told = {"rhythm": "weekly", "since": (now - timedelta(days=7)).isoformat(), "until": now.isoformat()}
    drain_outbox()
    write_letter("digest", member=follower, key="digest:weekly:test", context=told)
    drain_outbox()
    return next(mail for mail in mails_to(follower.email) if "stop+" in str(mail["Reply-To"]))


def answer(member, mail, text, *, sender=""):
    sender, to = sender or member.email, str(mail["Reply-To"])
    raw = write_mail(sender=sender, to=to, text=text, In_Reply_To=str(mail["Message-ID"]))
    return receive(raw, sender=sender, to=to)


def test_scenario_40_the_items_come_back_each_with_a_reply_address_that_works(topic, follower, digest):
    row = answer(follower, digest, "We have such a protocol.")

    assert (row.state, row.reason) == (State.REFUSED, "which_topic")
    told = plain_text(mails_to(follower.email)[-1])
    assert topic.subject in told
    assert "We have such a protocol." in told
    to = next(word for word in told.split() if word.startswith("reply+"))
    raw = write_mail(sender=follower.email, to=to, text="We have such a protocol.")
    assert receive(raw, sender=follower.email, to=to).state == State.POSTED
    assert Post.objects.get(topic=topic, number=2).poster == follower


def test_stop_still_stops_and_nobody_else_gets_the_items(follower, author, digest):
    assert answer(follower, digest, "Which?", sender=author.email).reason == "unknown_address"
    assert answer(follower, digest, "Which?", sender="x@elsewhere.example").reason == "unknown_address"
    assert not Letter.objects.filter(template="digest_items").exists()

    assert answer(follower, digest, "stop").reason == "letters_stopped"


def test_a_topic_that_is_not_theirs_any_more_is_not_among_them(topic, follower, digest):
    change_membership(None, follower.memberships.get().pk, status="ended")

    answer(follower, digest, "We have one.")

    assert topic.subject not in plain_text(mails_to(follower.email)[-1])


def test_poison_delays_nobody(follower, board, author, monkeypatch):
    """F10: ten mails that bring the reader down, and one that does not, behind them."""

    def breaks(raw):
        if b"poison" in raw:
            raise MemoryError
        return read_mail(raw)

    monkeypatch.setattr("inbound.process.read_mail", breaks)
    for number in range(10):
        raw = write_mail(sender=follower.email, to="north-west@ymn.example", text=f"poison {number}")
        receive(raw, sender=follower.email, to="north-west@ymn.example")
    good = receive(
        write_mail(sender=author.email, to="north-west@ymn.example", text="Fine.", subject="Fine"),
        sender=author.email, to="north-west@ymn.example",
    )  # fmt: skip
    assert good.state == State.POSTED

    for _ in range(4):
        InboundMail.objects.filter(state=State.RECEIVED).update(next_try=timezone.now())
        drain_outbox()

    rows = InboundMail.objects.exclude(pk=good.pk)
    assert {(row.state, row.reason) for row in rows} == {(State.QUARANTINED, "poison")}
