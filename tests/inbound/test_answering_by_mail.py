"""Answering a board's letter with an ordinary mail."""

import pytest

from accounts.refs import ref
from forum.actions.mend_held_post import mend_held_post
from forum.actions.withdraw_held_post import withdraw_held_post
from forum.models import Post, PostOrigin, Topic
from inbound.models import InboundMail
from notifications.devmail import answer_to
from notifications.models import DevMail, Letter
from regions.actions.change_membership import change_membership
from tests.factories import make_answer, make_board, make_member, make_person
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail

State = InboundMail.State


@pytest.fixture
def reply_to(topic, follower):
    """The address that the follower's letter of the topic is answered to."""
    drain_outbox()
    return str(mails_to(follower.email)[0]["Reply-To"])


def send(sender, to, text, **kwargs):
    return receive(write_mail(sender=sender, to=to, text=text, **kwargs), sender=sender, to=to)


def test_answer_is_posted_as_theirs_without_the_quoted_text(topic, follower, author):
    drain_outbox()
    letter = DevMail.objects.get(to_address=follower.email)
    raw = answer_to(letter, sender=follower.email, text="Ours is two pages long.").as_bytes()

    row = receive(raw, sender=follower.email, to=str(mails_to(follower.email)[0]["Reply-To"]))

    post = Post.objects.get(topic=topic, number=2)
    assert (row.state, row.post) == (State.POSTED, post)
    assert (post.poster, post.content.raw) == (follower, "Ours is two pages long.")
    assert "We need one." in PostOrigin.objects.get(post=post).folded
    assert "Ours is two pages long." in plain_text(mails_to(author.email)[-1])


def test_answer_from_any_address_of_theirs_is_theirs(north_west, author, topic):
    both = make_member(north_west, "Keeley", address="keeley@work.example", more=("keeley@home.example",))
    make_answer(author, topic)
    drain_outbox()

    row = send("keeley@home.example", str(mails_to("keeley@work.example")[0]["Reply-To"]), "We use the county one.")

    assert (row.state, row.post.poster) == (State.POSTED, both)


def test_scenario_34_the_same_mail_twice_makes_one_post(topic, follower, reply_to):
    first = send(follower.email, reply_to, "Once only.", message_id="<one@mailer.example>")
    again = send(follower.email, reply_to, "Once only.", message_id="<one@mailer.example>")

    assert Post.objects.filter(poster=follower).count() == 1
    assert first.post == again.post
    assert again.state == State.POSTED


def test_same_bytes_without_a_message_id_make_one_post(follower, reply_to):
    raw = write_mail(sender=follower.email, to=reply_to, text="No id.")
    raw = b"\n".join(line for line in raw.split(b"\n") if not line.startswith(b"Message-ID"))
    rows = [receive(raw, sender=follower.email, to=reply_to) for _ in range(2)]

    assert rows[0].post == rows[1].post != None  # noqa: E711
    assert Post.objects.filter(poster=follower).count() == 1


def test_other_words_under_one_message_id_are_not_lost(follower, reply_to):
    send(follower.email, reply_to, "The first words.", message_id="<same@mailer.example>")
    send(follower.email, reply_to, "Quite other words.", message_id="<same@mailer.example>")

    assert Post.objects.filter(poster=follower).count() == 2


def test_scenario_36_answer_by_somebody_the_mail_was_forwarded_to_is_held(topic, follower, reply_to):
    row = send("colleague@millbrook.example", reply_to, "I think we do have one.")

    assert (row.state, row.reason, row.member) == (State.HELD, "not_their_address", follower)
    assert topic.posts.count() == 1
    asked = plain_text(mails_to(follower.email)[-1])
    assert "colleague@millbrook.example" in asked
    assert "I think we do have one." not in asked
    told = plain_text(mails_to("colleague@millbrook.example")[-1])
    assert "/about/" in told
    assert follower.first_name not in told


def test_member_says_post_and_the_held_mail_is_posted(follower, reply_to, topic):
    send("colleague@millbrook.example", reply_to, "Written from the wrong account.")
    question = mails_to(follower.email)[-1]

    row = send(follower.email, str(question["Reply-To"]), "post", subject=f"Re: {question['Subject']}")

    assert row.state == State.ACTED
    post = Post.objects.get(topic=topic, number=2)
    assert (post.poster, post.content.raw) == (follower, "Written from the wrong account.")


def test_member_says_withdraw_and_nothing_is_posted(follower, reply_to, topic):
    held = send("colleague@millbrook.example", reply_to, "Not mine.")
    question = mails_to(follower.email)[-1]

    send(follower.email, str(question["Reply-To"]), "Withdraw")

    held.refresh_from_db()
    assert (held.state, held.reason) == (State.ACTED, "withdrawn_by_member")
    assert topic.posts.count() == 1


def test_stranger_cannot_settle_what_is_held(follower, reply_to, topic):
    send("colleague@millbrook.example", reply_to, "Let me in.")
    question = mails_to(follower.email)[-1]

    row = send("colleague@millbrook.example", str(question["Reply-To"]), "post")

    assert row.state == State.REFUSED
    assert topic.posts.count() == 1


def test_held_mail_can_be_posted_from_its_own_page_by_its_owner_only(follower, reply_to, topic, seen_by, author):
    held = send("colleague@millbrook.example", reply_to, "From my other account.")

    assert seen_by(author).get(f"/held-mail/{ref('mail', held.pk)}/").status_code == 404
    browser = seen_by(follower)
    assert b"From my other account." in browser.get(f"/held-mail/{ref('mail', held.pk)}/").content
    assert topic.posts.count() == 1
    browser.post(f"/held-mail/{ref('mail', held.pk)}/", {"do": "post", "text": "From my other account."})
    assert Post.objects.get(topic=topic, number=2).poster == follower


def test_stranger_is_answered_once_a_day(reply_to):
    for turn in range(3):
        send("colleague@millbrook.example", reply_to, f"Again {turn}")

    assert len(mails_to("colleague@millbrook.example")) == 1


def test_board_nobody_has_and_board_one_may_not_see_are_answered_alike(board, london, londoner):
    make_board(london)
    unknown = send(londoner.email, "no-such-board@ymn.example", "Hello", subject="Hello")
    first = plain_text(mails_to(londoner.email)[-1])
    assert "No board that you can write on has the address no-such-board@ymn.example" in first
    assert "so that they are not lost:\n\nHello" in first
    DevMail.objects.all().delete()
    Letter.objects.all().delete()
    private = send(londoner.email, f"{board.slug}@ymn.example", "Hello", subject="Hello")

    assert (unknown.state, unknown.reason) == (private.state, private.reason) == (State.REFUSED, "unknown_address")
    assert plain_text(mails_to(londoner.email)[-1]) == first.replace("no-such-board@", f"{board.slug}@")


def test_mail_to_a_boards_own_address_starts_a_topic(board, author, follower):
    row = send(author.email, f"{board.slug}@ymn.example", "Who has one?", subject="Speech therapist in the team")

    topic = Topic.objects.get()
    assert (row.state, topic.subject, topic.poster) == (State.POSTED, "Speech therapist in the team", author)
    assert len(mails_to(follower.email)) == 1


def test_answer_that_went_to_the_boards_address_joins_its_topic(topic, follower, board):
    drain_outbox()
    letter = mails_to(follower.email)[0]

    send(follower.email, f"{board.slug}@ymn.example", "Replied to the list.", In_Reply_To=str(letter["Message-ID"]))

    assert Topic.objects.count() == 1
    assert Post.objects.get(topic=topic, number=2).content.raw == "Replied to the list."


def test_outsider_who_writes_to_a_board_learns_how_to_join_and_nobody_sees_it(board):
    row = send("outsider@elsewhere.example", f"{board.slug}@ymn.example", "Hello", subject="Hi")

    assert row.state == State.REFUSED
    assert Topic.objects.count() == 0
    assert "would like to join" in plain_text(mails_to("outsider@elsewhere.example")[0])


def test_mail_to_a_topic_that_was_lost_from_sight_posts_nothing_and_tells_nothing(topic, follower, reply_to):
    change_membership(None, follower.memberships.get().pk, status="ended")

    row = send(follower.email, reply_to, "Still there?")

    assert (row.state, row.reason) == (State.REFUSED, "unknown_address")
    assert topic.subject not in plain_text(mails_to(follower.email)[-1])


def test_member_who_may_still_write_elsewhere_gets_the_words_back_of_what_is_not_theirs_any_more(
    topic, follower, reply_to, london
):
    london_board = make_board(london)
    Topic.objects.filter(pk=topic.pk).update(forum=london_board)

    row = send(follower.email, reply_to, "Words that took me an hour.")

    letter = plain_text(mails_to(follower.email)[-1])
    assert (row.state, row.reason) == (State.REFUSED, "unknown_address")
    assert "is not there for you any more" in letter
    assert "Words that took me an hour." in letter
    assert topic.subject not in letter


def test_nothing_is_given_back_to_an_unproven_sender_of_a_members_name(board, londoner, settings):
    settings.EMBEDDED = False
    row = send(londoner.email, "no-such-board@ymn.example", "Hello", subject="Hello")

    assert (row.state, row.reason) == (State.REFUSED, "unknown_address")
    assert mails_to(londoner.email) == []


def test_lapsed_member_gets_the_reason_and_their_words_back(topic, follower, reply_to):
    change_membership(None, follower.memberships.get().pk, status="lapsed")

    row = send(follower.email, reply_to, "My long considered words.")

    assert (row.state, row.reason) == (State.REFUSED, "lapsed")
    letter = plain_text(mails_to(follower.email)[-1])
    assert "lapsed" in letter
    assert "My long considered words." in letter


def test_mail_that_tells_of_a_child_is_held(topic, follower, reply_to, author):
    row = send(follower.email, reply_to, "It is Jayden Marlowe, DOB 03/05/2011, NHS 999 123 4563.")

    assert (row.state, row.reason) == (State.HELD, "child_details")
    topic.refresh_from_db()
    assert topic.posts_count == 1
    assert mails_to(author.email) == []


def test_mail_without_words_is_held_for_its_author(topic, follower, reply_to):
    row = send(follower.email, reply_to, "\n\n")

    assert (row.state, row.reason, row.member) == (State.HELD, "no_words", follower)
    assert "no words" in plain_text(mails_to(follower.email)[-1])


@pytest.mark.parametrize(
    "headers", [{"Auto_Submitted": "auto-replied"}, {"X_Autoreply": "yes", "Precedence": "auto_reply"}]
)
def test_out_of_office_is_recorded_and_never_answered(follower, reply_to, topic, headers):
    before = len(mails_to(follower.email))

    row = send(follower.email, reply_to, "I am away until Monday.", subject="Automatic reply: topic", **headers)

    assert row.state == State.AUTOMATIC
    assert topic.posts.count() == 1
    assert len(mails_to(follower.email)) == before


@pytest.mark.parametrize("method", ["REPLY", "COUNTER"])
def test_scenario_46_calendar_answer_is_posted_nowhere_and_never_answered(follower, reply_to, topic, method):
    before = len(mails_to(follower.email))
    raw = (
        f"From: {follower.email}\r\nTo: {reply_to}\r\nSubject: Accepted: Spring meeting\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/calendar; method={method}\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\n"
        f"UID:1@x\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{follower.email}\r\nCOMMENT:See you there.\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )

    row = receive(raw.encode(), sender=follower.email, to=reply_to)

    assert (row.state, row.reason) == (State.AUTOMATIC, f"calendar_{method.lower()}")
    assert topic.posts.count() == 1
    assert len(mails_to(follower.email)) == before


def test_our_own_letter_come_back_is_a_loop(topic, follower, reply_to):
    raw = bytes(DevMail.objects.filter(to_address=follower.email).latest("pk").raw)

    assert receive(raw, sender=follower.email, to=reply_to).reason == "our_own_mail"
    assert topic.posts.count() == 1


@pytest.mark.parametrize("raw", [b"", b"\x00\xff\xfe", b"From: \r\n\r\n", b"Content-Type: multipart/mixed\r\n\r\n--"])
def test_broken_mail_is_kept_and_set_aside(reply_to, follower, raw):
    row = receive(raw, sender=follower.email, to=reply_to)

    assert row.state in (State.QUARANTINED, State.AUTOMATIC)
    assert row.reason
    assert bytes(row.raw) == raw


def test_mail_that_brings_the_reader_down_is_set_aside_after_three_tries(follower, reply_to, monkeypatch):
    def crash(raw):
        raise MemoryError

    monkeypatch.setattr("inbound.process.read_mail", crash)
    row = send(follower.email, reply_to, "Poison")
    for _ in range(4):
        InboundMail.objects.filter(pk=row.pk).update(next_try="2020-01-01T00:00Z")
        drain_outbox()

    row.refresh_from_db()
    assert (row.state, row.reason) == (State.QUARANTINED, "poison")


def test_ledger_balances_whatever_comes(follower, reply_to, board):
    send(follower.email, reply_to, "Posted.")
    send("x@y.example", reply_to, "Held.")
    send("x@y.example", f"{board.slug}@ymn.example", "Refused.")
    send(follower.email, reply_to, "Away.", Auto_Submitted="auto-replied")
    receive(b"", sender=follower.email, to=reply_to)

    assert InboundMail.objects.filter(state=State.RECEIVED).count() == 0
    assert sum(InboundMail.objects.filter(state=state).count() for state in State) == 5


def test_a_shared_board_takes_no_answer_from_its_readers(north_west, author, londoner):
    make_board(north_west, slug="shared", readers="members")

    row = send(londoner.email, "shared@ymn.example", "May I?", subject="May I?")

    assert (row.state, row.reason) == (State.REFUSED, "not_your_network")


def test_a_person_with_no_membership_is_a_stranger(board):
    person = make_person(address="gone@council.example")

    assert send(person.email, f"{board.slug}@ymn.example", "Hello", subject="Hi").reason == "unknown_address"


def test_held_mail_is_closed_when_its_post_is_mended_or_withdrawn(topic, follower, reply_to):
    details = "It is Jayden Marlowe, DOB 03/05/2011, NHS 999 123 4563."
    first = send(follower.email, reply_to, details)
    second = send(follower.email, reply_to, details + " Again.")

    mend_held_post(follower, first.post_id, content="A general question.")
    withdraw_held_post(follower, second.post_id)
    drain_outbox()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.reason) == (State.POSTED, "released")
    assert (second.state, second.reason) == (State.ACTED, "withdrawn_by_member")


def test_what_waits_for_my_word_is_on_my_home_and_on_its_own_page_and_on_nobody_elses(
    follower, author, reply_to, seen_by
):
    send("colleague@millbrook.example", reply_to, "I think we do.")

    for path in ("/", "/held-for-me/"):
        assert b"colleague@millbrook.example" in seen_by(follower).get(path).content
        assert b"colleague@millbrook.example" not in seen_by(author).get(path).content
