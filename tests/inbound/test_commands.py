"""One word by mail, and nothing else, changes what its sender gets (scenarios 27, 51, 53); when in doubt it is a post."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Member
from accounts.refs import ref
from forum.actions.add_poll import add_poll
from forum.actions.follow_topic import follow_topic
from forum.actions.lock_topic import lock_topic
from forum.models import Ballot, BoardFollow, MailHabits, Post, TopicFollow
from forum.polls.wish import PollWish
from inbound.commands import Word, command_in, command_to_board
from inbound.held import settle_by_mail
from inbound.models import InboundMail
from inbound.process import drain_mails
from inbound.reading import Outcome, ReadMail, read_mail
from inbound.store import keep
from notifications.models import Letter
from notifications.tokens import LIFETIME
from tests.factories import make_answer, make_topic
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail

State = InboundMail.State
MESSAGE = ReadMail(Outcome.MESSAGE)
BOARD = "north-west@ymn.example"


def reply_to(member):
    drain_outbox()
    return str(next(mail for mail in mails_to(member.email) if "reply+" in str(mail["Reply-To"]))["Reply-To"])


def send(member, text, *, to="", sender="", **headers):
    to, sender = to or reply_to(member), sender or member.email
    return receive(write_mail(sender=sender, to=to, text=text, **headers), sender=sender, to=to)


def last(member):
    return mails_to(member.email)[-1]


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("mute", "mute"), ("Mute.", "mute"), ("nothing", "mute"), ("follow", "follow"), ("EACH", "follow"),
        ("daily\n\nThanks\nBeth", "daily"), ("Weekly please", "weekly"), ("please mute", "mute"),
        ("mute\n\n-- \nBeth Tester\nMillbrook Council", "mute"),
        ("mute\n\nOn 3 May Sam wrote:\n> Who has a protocol?", "mute"),
    ],
)  # fmt: skip
def test_a_word_to_a_topics_address_is_about_the_topic(topic, follower, text, wants):
    row = send(follower, text)

    assert (row.state, row.reason[:8], row.member) == (State.ACTED, "command_", follower)
    assert TopicFollow.objects.get(member=follower, topic=topic).wants == wants
    assert (Post.objects.count(), BoardFollow.objects.count()) == (1, 0)
    assert "answer this letter with one word: undo" in plain_text(last(follower))


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("stop", "nothing"), ("mute", "nothing"), ("nothing", "nothing"), ("follow", "everything"),
        ("each", "everything"), ("daily", "daily"), ("weekly", "weekly"),
    ],
)  # fmt: skip
def test_a_word_to_a_boards_address_is_about_the_board(board, follower, text, wants):
    row = send(follower, text, to=BOARD, subject="")

    assert (row.state, row.reason) == (State.ACTED, f"command_{text}")
    assert BoardFollow.objects.get(member=follower, board=board).wants == wants
    assert Post.objects.count() == 0
    assert board.name in str(last(follower)["Subject"])


def test_a_boards_address_takes_the_word_as_the_subject_too(board, follower):
    assert send(follower, "", to=BOARD, subject="Weekly").reason == "command_weekly"
    assert send(follower, "stop", to=BOARD, subject="unsubscribe").reason == "command_stop"


@pytest.mark.parametrize(
    "text",
    [
        "Stop. I disagree with all of this.", "stop\n\nI disagree.", "Daily, in the mornings.", "Stop it", "mute mute",
        "help us", "We follow.", "weekly?", "stop - please read on", "1. mute",
    ],
)  # fmt: skip
def test_a_text_that_says_more_is_a_post(topic, follower, text):
    row = send(follower, text)

    assert (row.state, TopicFollow.objects.filter(wants="mute").count()) == (State.POSTED, 0)
    assert Post.objects.count() == 2


def test_a_word_under_another_subject_starts_a_topic(board, follower):
    row = send(follower, "Help", to=BOARD, subject="Who has a custody protocol?")

    assert (row.state, Post.objects.get().content.raw) == (State.POSTED, "Help")


@given(st.text(max_size=60))
def test_only_these_words_are_commands(text):
    member = Member(first_name="Beth", last_name="Tester")
    word = command_in(member, f"{text} and more of it", MESSAGE)
    assert word is None
    assert command_to_board(member, "stop", ReadMail(Outcome.MESSAGE, subject=f"About {text}")) is None


@pytest.mark.parametrize("word", list(Word))
def test_every_word_is_found_and_never_where_a_file_came_with_it_or_a_forwarded_mail(word):
    member = Member(first_name="Beth", last_name="Tester")
    assert command_in(member, word.title() + ".", MESSAGE) is word
    assert command_in(member, word, ReadMail(Outcome.MESSAGE, is_forward=True)) is None
    assert command_to_board(member, "", ReadMail(Outcome.MESSAGE, subject=word, is_forward=True)) is None


def test_muted_means_that_nothing_more_is_sent_about_it(topic, author, follower):
    send(follower, "mute")
    before = len(mails_to(follower.email))
    make_answer(author, topic, "One more.")
    drain_outbox()

    assert len(mails_to(follower.email)) == before


def test_stop_ends_the_board_and_the_topic_that_was_followed_and_tells_what_still_comes(topic, author, board, follower):
    follow_topic(follower, topic.pk, wants="follow")
    other = make_topic(author, board)
    follow_topic(follower, other.pk, wants="follow")

    row = send(follower, "Stop")

    assert row.reason == "command_stop"
    assert BoardFollow.objects.get(member=follower).wants == "nothing"
    assert dict(TopicFollow.objects.filter(member=follower).values_list("topic", "wants")) == {
        topic.pk: "mute", other.pk: "follow",
    }  # fmt: skip
    assert "1 topic there that you chose to follow still comes" in plain_text(last(follower))


@pytest.mark.parametrize("start", ["", "follow", "wrote"])
def test_undo_puts_each_choice_back(topic, board, follower, start):
    if start:
        follow_topic(follower, topic.pk, wants=start, mentions=False)
    send(follower, "stop")
    letter = last(follower)

    row = send(follower, "Undo", to=str(letter["Reply-To"]))

    assert (row.state, row.reason) == (State.ACTED, "command_undone")
    assert BoardFollow.objects.count() == 0
    rows = list(TopicFollow.objects.filter(member=follower).values_list("wants", "mentions"))
    assert rows == ([(start, False)] if start else [])
    assert "as it was before" in plain_text(last(follower))


def test_undo_takes_no_other_words_and_no_other_sender(topic, follower, author, settings):
    send(follower, "mute")
    to = str(last(follower)["Reply-To"])

    assert send(follower, "Undo? Why?", to=to).reason == "only_undo"
    assert "Undo? Why?" in plain_text(last(follower))
    assert send(author, "undo", to=to).reason == "unknown_address"
    assert send(follower, "undo", to="undo+aaaa@ymn.example").reason == "unknown_address"
    settings.MAIL_EDGE_AUTHSERV_ID = "edge.ymn.example"
    assert send(follower, "undo", to=to).state == State.REFUSED
    assert TopicFollow.objects.get(member=follower).wants == "mute"


def test_help_lists_the_words_and_changes_nothing(topic, follower):
    row = send(follower, "help")

    assert (row.state, row.reason) == (State.ACTED, "command_help")
    assert (TopicFollow.objects.filter(member=follower).count(), BoardFollow.objects.count()) == (0, 0)
    text = plain_text(last(follower))
    assert all(word in text for word in Word if word is not Word.HELP)


def test_the_same_mail_twice_is_one_change_one_letter_and_still_undone(topic, follower):
    to = reply_to(follower)
    raw = write_mail(sender=follower.email, to=to, text="mute", message_id="<once@m.example>")
    first, second = (receive(raw, sender=follower.email, to=to) for _ in range(2))

    assert first.reason == second.reason == "command_mute"
    (letter,) = [mail for mail in mails_to(follower.email) if "No more mail" in str(mail["Subject"])]
    send(follower, "undo", to=str(letter["Reply-To"]))
    assert TopicFollow.objects.count() == 1  # the author's own


def test_without_proof_nothing_changes_until_the_member_says_that_it_was_them(topic, follower, settings):
    settings.MAIL_EDGE_AUTHSERV_ID = "edge.ymn.example"
    row = send(follower, "mute")

    assert (row.state, TopicFollow.objects.filter(member=follower).count()) == (State.HELD, 0)
    said = read_mail(write_mail(sender=follower.email, to="x@y.example", text="post"))
    assert settle_by_mail(follower, row.pk, said) == ("command_mute", None)
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.ACTED, "command_mute")
    assert (TopicFollow.objects.get(member=follower).wants, Post.objects.count()) == ("mute", 1)


def test_a_held_command_is_done_from_its_page_too(board, follower, seen_by, settings):
    settings.MAIL_EDGE_AUTHSERV_ID = "edge.ymn.example"
    row = send(follower, "weekly", to=BOARD, subject="")

    answer = seen_by(follower).post(f"/held-mail/{ref('mail', row.pk)}/", {"do": "post", "text": "weekly"})

    assert answer.url == "/mail-settings/"
    assert (BoardFollow.objects.get(member=follower).wants, Post.objects.count()) == ("weekly", 0)


def test_somebody_elses_stop_to_a_forwarded_letter_stops_nothing(topic, follower, londoner):
    row = send(follower, "stop", sender=londoner.email)

    assert (row.state, row.reason, BoardFollow.objects.count()) == (State.HELD, "not_their_address", 0)


def test_a_machine_commands_nothing(topic, follower):
    row = send(follower, "stop", Auto_Submitted="auto-replied")

    assert (row.state, BoardFollow.objects.count()) == (State.AUTOMATIC, 0)


def test_a_word_that_is_an_option_of_the_topics_poll_is_a_vote(topic, author, follower):
    wish = PollWish("How often?", ("Daily", "Weekly"), timezone.now() + timedelta(days=2), "single")
    add_poll(author, topic.pk, wish=wish)

    assert send(follower, "Weekly").reason == "voted"
    assert (Ballot.objects.get().picks, TopicFollow.objects.filter(member=follower).count()) == ([2], 0)


def test_a_locked_topic_can_be_muted_and_an_old_letter_still_stops(topic, rep, follower, monkeypatch):
    to = reply_to(follower)
    lock_topic(rep, topic.pk)
    assert send(follower, "mute", to=to).reason == "command_mute"
    later = timezone.localdate() + LIFETIME + timedelta(days=40)
    monkeypatch.setattr("inbound.answering.timezone.localdate", lambda: later)
    assert send(follower, "daily", to=to).reason == "token_expired"
    assert send(follower, "stop", to=to).reason == "command_stop"


def test_who_may_not_read_it_any_more_changes_nothing(topic, follower):
    to = reply_to(follower)
    follower.memberships.update(ends=timezone.localdate() - timedelta(days=1))

    row = send(follower, "follow", to=to)

    assert (row.state, TopicFollow.objects.filter(member=follower).count()) == (State.REFUSED, 0)


def test_who_stopped_the_weekly_letters_is_told_that_they_stay_stopped(board, follower):
    MailHabits.objects.create(member=follower, digests=False)
    send(follower, "weekly", to=BOARD, subject="")

    assert "You have stopped those letters as a whole" in plain_text(last(follower))


def test_nothing_in_the_letter_names_a_topic_that_its_reader_may_not_read_by_then(topic, follower):
    to = reply_to(follower)
    raw = write_mail(sender=follower.email, to=to, text="mute")
    keep(raw, envelope_from=follower.email, envelope_to=[to])
    drain_mails()
    Post.objects.update(approved=False)
    topic.approved = False
    type(topic).objects.filter(pk=topic.pk).update(approved=False)
    drain_outbox()

    assert Letter.objects.get(template="command_done").delivery.state == "skipped"
