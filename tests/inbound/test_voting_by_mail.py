"""Answering a poll by answering a mail: what is clear is counted, what is not is posted, and nothing is guessed."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone

from forum.actions.add_poll import add_poll
from forum.models import Ballot, Poll, Post
from forum.polls.ballots import Meant, read_ballot
from forum.polls.wish import PollWish
from inbound.held import settle_by_mail
from inbound.models import InboundMail
from inbound.reading import read_mail
from notifications.models import Letter
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail

State = InboundMail.State
OPTIONS = ["Training", "Bulletin", "Conference in June"]


def poll_of(kind):
    return Poll(kind=kind, options=OPTIONS, closes=timezone.now())


@pytest.mark.parametrize(
    ("kind", "text", "picks"),
    [
        ("single", "2", (2,)),
        ("single", "2.", (2,)),
        ("single", "Option 2", (2,)),
        ("single", "My vote is 2", (2,)),
        ("single", "bulletin", (2,)),
        ("single", "Conference in June.", (3,)),
        ("single", "2\n\nThanks\nBeth", (2,)),
        ("single", "3\nKind regards,\nBeth Tester", (3,)),
        ("multiple", "1 and 3", (1, 3)),
        ("multiple", "1, 2 and 3", (1, 2, 3)),
        ("multiple", "Options 1 & 3", (1, 3)),
        ("multiple", "3", (3,)),
        ("ranked", "2, 1, 3", (2, 1, 3)),
        ("ranked", "2 1 3", (2, 1, 3)),
        ("ranked", "2 then 1", (2, 1)),
        ("ranked", "2\n1\n3", (2, 1, 3)),
    ],
)
def test_clear_answers_are_votes(kind, text, picks):
    reading = read_ballot(text, poll_of(kind), names=("Beth", "Beth Tester"))
    assert (reading.meant, reading.picks) == (Meant.VOTE, picks)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("single", "1 and 3"),
        ("single", "1 or 2"),
        ("single", "not 2"),
        ("single", "2?"),
        ("single", "4"),
        ("multiple", "1, 1"),
        ("ranked", "1-3"),
        ("ranked", "Anything but 2"),
        ("ranked", "1. Bulletin\n2. Training"),
        ("single", "I would go for Bulletin I think"),
        ("multiple", "1 and 3 but only if they are free"),
    ],
)
def test_unclear_answers_are_never_guessed(kind, text):
    assert read_ballot(text, poll_of(kind)).meant is Meant.UNCLEAR


@pytest.mark.parametrize(
    "text", ["We did this last year.", "It cost us £2 a head.", "See you at 12:30.", "We had 25 of them."]
)
def test_other_words_are_words(text):
    assert read_ballot(text, poll_of("single")).meant is Meant.WORDS


@pytest.fixture
def poll(author, topic):
    wish = PollWish("What first?", tuple(OPTIONS), timezone.now() + timedelta(days=2), "multiple")
    return add_poll(author, topic.pk, wish=wish)


def send(follower, text):
    drain_outbox()
    to = str(mails_to(follower.email)[0]["Reply-To"])
    return receive(write_mail(sender=follower.email, to=to, text=text), sender=follower.email, to=to)


def test_a_vote_by_mail_is_counted_and_confirmed_and_not_posted(follower, poll):
    row = send(follower, "1 and 3")
    assert (row.state, row.reason) == (State.ACTED, "voted")
    assert Ballot.objects.get(member=follower).picks == [1, 3]
    assert Post.objects.count() == 1
    assert "Training, then Conference" in plain_text(mails_to(follower.email)[-1])


def test_an_unclear_one_is_posted_and_only_its_author_gets_a_hint(follower, author, poll):
    row = send(follower, "1 and 3 but only if they are free")
    assert (row.state, Ballot.objects.count()) == (State.POSTED, 0)
    assert [letter.member for letter in Letter.objects.filter(template="poll_hint")] == [follower]
    assert "We never guess" in plain_text(mails_to(follower.email)[-1])


def test_a_vote_after_the_close_is_refused_with_a_sentence_and_posted_nowhere(follower, poll):
    Poll.objects.filter(pk=poll.pk).update(closes=timezone.now() - timedelta(minutes=1))
    row = send(follower, "2")
    assert (row.state, row.reason) == (State.REFUSED, "poll_closed")
    assert (Ballot.objects.count(), Post.objects.count()) == (0, 1)
    assert "This poll has closed" in plain_text(mails_to(follower.email)[-1])


def test_a_vote_that_comes_with_a_file_is_posted_so_that_the_file_is_not_lost(follower, poll):
    drain_outbox()
    to = str(mails_to(follower.email)[0]["Reply-To"])
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = follower.email, to, "Re: a topic", "<f@m.example>"
    mail.set_content("1 and 3")
    mail.add_attachment(b"Minutes of the meeting.", maintype="text", subtype="plain", filename="minutes.txt")
    row = receive(mail.as_bytes(), sender=follower.email, to=to)
    assert (row.state, Ballot.objects.count(), Post.objects.count()) == (State.POSTED, 0, 2)
    assert Letter.objects.filter(template="poll_hint", member=follower).count() == 1


def test_a_held_mail_that_is_a_vote_is_no_post_once_it_is_confirmed(follower, poll):
    drain_outbox()
    to = str(mails_to(follower.email)[0]["Reply-To"])
    row = receive(write_mail(sender="other@else.example", to=to, text="1 and 3"), sender="other@else.example", to=to)
    assert row.state == State.HELD
    said = read_mail(write_mail(sender=follower.email, to="x@y.example", text="post"))
    assert settle_by_mail(follower, row.pk, said)[0] == "voted"
    assert (Ballot.objects.get().picks, Post.objects.count()) == ([1, 3], 1)
