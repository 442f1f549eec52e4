"""Nothing answers a machine for ever (threat 37), and who may not write is told why (scenario 38)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.models import Post
from inbound.models import InboundMail
from regions.actions.change_membership import change_membership
from tests.factories import make_answer
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail

ROUNDS = 8
State = InboundMail.State


def answer_all(member, seen, words, number):
    """A program without a header that says so: it answers each new mail with the same words."""
    mails = mails_to(member.email)
    new, seen[member.pk] = mails[seen.get(member.pk, 0) :], len(mails)
    for place, mail in enumerate(new):
        to = str(mail["Reply-To"] or mail["From"].addresses[0].addr_spec)
        raw = write_mail(
            sender=member.email, to=to, text=words, subject=f"Re: {mail['Subject']}",
            message_id=f"<r{member.pk}.{number}.{place}@robot.example>",
        )  # fmt: skip
        receive(raw, sender=member.email, to=to)
    return len(new)


def test_threat_37_two_members_programs_that_answer_everything_fall_silent(topic, author, follower, rep):
    drain_outbox()
    seen = {}
    make_answer(rep, topic, "Who comes on Monday?")
    drain_outbox()
    said = []
    for number in range(ROUNDS):
        said.append(
            answer_all(author, seen, "Thank you. We answer within five days.", number)
            + answer_all(follower, seen, "Your message has reached the team.", number)
        )

    assert said[-1] == 0
    assert Post.objects.filter(poster__in=[author, follower], topic=topic).exclude(number=1).count() <= 6
    assert InboundMail.objects.filter(state=State.AUTOMATIC, reason="repeats_itself").count() >= 2


def test_threat_37_a_strangers_program_gets_one_letter_a_day(board):
    to = f"{board.slug}@ymn.example"
    for number in range(5):
        raw = write_mail(
            sender="list@forum.example", to=to, text="Your post waits.", message_id=f"<{number}@forum.example>"
        )
        receive(raw, sender="list@forum.example", to=to)

    assert len(mails_to("list@forum.example")) == 1


@pytest.mark.parametrize(
    ("headers", "sender"),
    [
        ("Auto-Submitted: auto-generated\r\n", "x@y.example"), ("Precedence: bulk\r\n", "x@y.example"),
        ("List-Id: <north-west.ymn.example>\r\n", "x@y.example"), ("", ""),
        ("Received: from a by b; Mon, 2 Mar 2026 10:00:00 +0000\r\n" * 26, "x@y.example"),
    ],
)  # fmt: skip
def test_threat_37_each_sign_of_a_machine_stops_it(board, headers, sender):
    to = f"{board.slug}@ymn.example"
    raw = f"From: x@y.example\r\nTo: {to}\r\nSubject: Hello\r\nMessage-ID: <1@y.example>\r\n{headers}\r\nHello\r\n".encode()

    assert receive(raw, sender=sender, to=to).state == State.AUTOMATIC
    assert mails_to("x@y.example") == []


def test_who_says_the_same_to_other_topics_or_delivers_it_twice_is_no_machine(topic, follower, author):
    drain_outbox()
    to = str(mails_to(follower.email)[0]["Reply-To"])
    raw = write_mail(sender=follower.email, to=to, text="Agreed.", message_id="<same@x.example>")
    states = [receive(raw, sender=follower.email, to=to).state for _ in range(5)]

    assert states == [State.POSTED] * 5
    assert Post.objects.filter(poster=follower).count() == 1


def test_scenario_38_a_suspended_member_gets_the_reason_the_day_the_way_to_appeal_and_their_words(
    topic, follower, author
):
    drain_outbox()
    to = str(mails_to(follower.email)[0]["Reply-To"])
    until = timezone.localdate() + timedelta(days=9)
    change_membership(None, follower.memberships.get().pk, status="suspended", until=until)
    drain_outbox()
    before = len(mails_to(follower.email))

    row = receive(write_mail(sender=follower.email, to=to, text="My words."), sender=follower.email, to=to)

    text = plain_text(mails_to(follower.email)[-1])
    assert (row.state, len(mails_to(follower.email))) == (State.REFUSED, before + 1)
    assert "My words." in text
    assert f"{until.day} {until:%B %Y}" in text
    assert "appeal" in text.lower()
    assert not Post.objects.filter(poster=follower).exists()
