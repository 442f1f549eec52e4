"""Scenario 43: a mail to a post's author alone reaches that author, and nobody and nothing else; and so does the answer."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.refs import ref
from audit.models import Entry
from forum.actions.remove_post import remove_post
from forum.actions.write_aside import MOST_A_DAY, write_aside
from forum.asides import KEPT, forget_old_asides
from forum.models import Aside, Post
from inbound.models import InboundMail
from inbound.store import keep
from notifications import relay
from notifications.compose import to_author
from notifications.models import DevMail
from notifications.tokens import LIFETIME
from regions.actions.change_membership import change_membership
from tests.factories import make_answer, make_person
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail

State = InboundMail.State
WORDS = "The quartzite matter: can we speak about it by telephone?"


def rows_with(word):
    """Every table that holds the word, without the mailbox of the embedded shape."""
    found = []
    for model in apps.get_models():
        if model is DevMail:
            continue
        for values in model._default_manager.all().values():
            said = (
                bytes(v).decode(errors="replace") if isinstance(v, bytes | memoryview) else v for v in values.values()
            )
            if any(word in str(one) for one in said):
                found.append(model.__name__)
    return found


def address_in(mail):
    return re.search(r"author\+[a-z2-7]+@ymn\.example", plain_text(mail))[0]


def send(member, to, text=WORDS, sender="", **headers):
    sender = sender or member.email
    return receive(write_mail(sender=sender, to=to, text=text, **headers), sender=sender, to=to)


@pytest.fixture
def to(topic, follower):
    """The address of the topic's author, as it stands in the follower's mail."""
    drain_outbox()
    return address_in(mails_to(follower.email)[0])


def test_a_letter_names_both_ways_on_its_first_lines_and_the_address_is_nobodys_own(topic, follower, rep, author):
    drain_outbox()

    first, second = mails_to(follower.email)[0], mails_to(rep.email)[0]
    assert plain_text(first).splitlines()[2:4] == [
        "Answer this mail, and your words go to the topic.", f"To write to Sam Tester alone: {address_in(first)}",
    ]  # fmt: skip
    assert plain_text(first) == plain_text(second)
    assert f'href="mailto:{address_in(first)}?subject=Who%20has' in first.get_body(("html",)).get_content()


def test_scenario_43_only_the_author_gets_it_and_the_board_shows_nothing(to, topic, follower, author, rep, seen_by):
    before = len(mails_to(rep.email))

    row = send(follower, to)

    assert (row.state, row.reason, row.member, bytes(row.raw), row.sender, row.envelope_from) == (
        State.ACTED, "passed_on_alone", None, b"", "", "",
    )  # fmt: skip
    letter = mails_to(author.email)[-1]
    assert WORDS in plain_text(letter)
    assert str(letter["Subject"]) == "Beth Tester to you alone: Who has a remand protocol?"
    assert "quartzite" not in str(letter["Subject"])
    assert follower.email not in letter.as_string()
    assert (len(mails_to(rep.email)), Post.objects.count()) == (before, 1)
    assert "quartzite" not in seen_by(author).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    assert rows_with("quartzite") == []
    assert "went to Sam Tester and to nobody else" in plain_text(mails_to(follower.email)[-1])


def test_the_answer_goes_back_the_same_way_and_so_does_the_one_after_it(to, follower, author, topic):
    send(follower, to)
    back = str(mails_to(author.email)[-1]["Reply-To"])
    assert back.startswith("aside+")

    row = send(author, back, "Ring me, the granite number.")

    answer = mails_to(follower.email)[-1]
    assert (row.reason, Post.objects.count()) == ("passed_on_alone", 1)
    assert "Ring me, the granite number." in plain_text(answer)
    assert "Sam Tester, Service" in plain_text(answer)
    assert "answers you alone" in plain_text(answer)
    assert author.email not in answer.as_string()
    assert send(follower, str(answer["Reply-To"]), "Thank you.").state == State.ACTED
    assert "Thank you." in plain_text(mails_to(author.email)[-1])
    assert rows_with("granite") == []


def test_the_address_of_an_answer_is_its_readers_own(to, follower, author, rep):
    send(follower, to)
    back = str(mails_to(author.email)[-1]["Reply-To"])

    row = send(rep, back)

    assert (row.state, row.reason) == (State.REFUSED, "unknown_address")
    assert Aside.objects.count() == 1


def test_who_cannot_read_the_post_reaches_nobody(to, londoner, author, follower):
    row = send(londoner, to)
    follower.memberships.update(ends=timezone.localdate() - timedelta(days=1))
    ended = send(follower, to)

    assert [(one.state, one.reason) for one in (row, ended)] == [(State.REFUSED, "unknown_address")] * 2
    assert (Aside.objects.count(), mails_to(author.email)) == (0, [])
    assert rows_with("quartzite") == []


def test_a_stranger_learns_how_to_join_and_nothing_else(to, author):
    row = send(None, to, sender="colleague@millbrook.example")

    assert (row.state, row.reason, bytes(row.raw)) == (State.REFUSED, "unknown_address", b"")
    assert mails_to(author.email) == []
    letter = plain_text(mails_to("colleague@millbrook.example")[-1])
    assert author.full_name not in letter


def test_without_proof_nobody_gets_it_and_the_member_is_told_once_a_day(to, follower, author, settings):
    settings.MAIL_EDGE_AUTHSERV_ID = "edge.ymn.example"

    rows = [send(follower, to, f"{WORDS} {turn}") for turn in range(2)]

    assert {(row.state, row.reason) for row in rows} == {(State.REFUSED, "sender_not_proven")}
    assert mails_to(author.email) == []
    told = [mail for mail in mails_to(follower.email) if "was not passed on" in str(mail["Subject"])]
    assert (len(told), "quartzite" in plain_text(told[0])) == (1, False)


def test_a_childs_details_are_passed_on_to_nobody_until_the_writer_has_mended_them(to, follower, author):
    row = send(follower, to, "It is about Jayden Marlowe, DOB 03/05/2011, NHS 999 123 4563.")

    assert (row.state, row.reason, bytes(row.raw)) == (State.REFUSED, "not_postable", b"")
    assert mails_to(author.email) == []
    letter = mails_to(follower.email)[-1]
    assert "looks like a child’s details" in plain_text(letter)
    assert "Jayden" not in plain_text(letter)
    assert rows_with("Jayden") == []

    assert send(follower, str(letter["Reply-To"]), "It is about a boy of ours.").state == State.ACTED
    assert "a boy of ours" in plain_text(mails_to(author.email)[-1])


def test_the_same_mail_twice_is_passed_on_once_by_a_worker_that_died(to, follower, author):
    (row,) = keep(write_mail(sender=follower.email, to=to, text=WORDS), envelope_from=follower.email, envelope_to=[to])
    post = Post.objects.get()
    write_aside(follower, post.pk, words=WORDS, idempotency_key=f"mail:{row.pk}")
    drain_outbox()

    assert (Aside.objects.count(), len(mails_to(author.email))) == (1, 1)


def test_an_author_who_has_left_gets_nothing_and_the_letter_says_so(to, follower, author):
    author.memberships.update(ends=timezone.localdate() - timedelta(days=1))

    row = send(follower, to)

    assert row.reason == "author_away"
    assert "not here any more" in plain_text(mails_to(follower.email)[-1])


def test_nobody_writes_to_themselves_and_a_refusal_is_logged_without_words(to, author):
    row = send(author, to)

    assert (row.state, row.reason) == (State.REFUSED, "own_post")
    assert Entry.objects.get(verb="write_aside").reason == "own_post"


def test_what_can_be_read_no_more_when_it_leaves_goes_back_to_who_wrote_it(to, follower, author, rep, topic):
    answer = make_answer(author, topic, "More of it.")
    drain_outbox()
    write_aside(follower, answer.pk, words=WORDS, idempotency_key="mail:1")
    remove_post(rep, answer.pk, reason="It must go.")
    drain_outbox()

    assert all("quartzite" not in plain_text(mail) for mail in mails_to(author.email))
    assert WORDS in plain_text(mails_to(follower.email)[-1])
    assert rows_with("quartzite") == []


def test_a_mailbox_that_refuses_gives_the_words_back(to, follower, author, monkeypatch):
    kept = relay.DevRelay.send

    def refuse_author(self, mail):
        if mail.to == author.email:
            raise relay.RefusedForGood("550 no such mailbox")
        kept(self, mail)

    monkeypatch.setattr(relay.DevRelay, "send", refuse_author)
    send(follower, to)

    assert WORDS in plain_text(mails_to(follower.email)[-1])
    assert rows_with("quartzite") == []


def test_twenty_a_day_and_no_more(to, follower, author):
    post = Post.objects.get()
    for turn in range(MOST_A_DAY):
        write_aside(follower, post.pk, words=f"Once more {turn}", idempotency_key=f"mail:n{turn}")

    assert send(follower, to).reason == "too_many_asides"
    Aside.objects.update(written=timezone.now() - timedelta(days=1, minutes=1))
    assert send(follower, to, "Tomorrow.").state == State.ACTED


def test_who_is_suspended_writes_to_nobody(to, follower, author):
    change_membership(
        None, follower.memberships.get().pk, status="suspended", until=timezone.localdate() + timedelta(days=9)
    )
    assert send(follower, to).state == State.REFUSED
    assert mails_to(author.email) == []


def test_an_old_address_and_a_forged_one_reach_nobody(to, follower, author, monkeypatch):
    assert send(follower, "author+aaaa@ymn.example").reason == "unknown_address"
    later = timezone.localdate() + LIFETIME + timedelta(days=40)
    monkeypatch.setattr("inbound.asides.timezone.localdate", lambda: later)

    assert send(follower, to).reason == "token_expired"
    assert mails_to(author.email) == []


def test_a_machine_is_not_passed_on_and_its_words_are_not_kept(to, follower, author):
    row = send(follower, to, Auto_Submitted="auto-replied")

    assert (row.state, mails_to(author.email), bytes(row.raw), row.sender) == (State.AUTOMATIC, [], b"", "")
    kept = send(follower, "north-west@ymn.example", Auto_Submitted="auto-replied")
    assert bytes(kept.raw)


def test_no_address_beside_a_post_of_nobody(topic):
    post = Post.objects.get()
    assert to_author(post).startswith("author+")
    post.poster = None
    assert to_author(post) == ""
    post.poster = make_person(address="gone@lakeside.example")
    post.poster.is_active = False
    assert to_author(post) == ""


def test_rows_are_forgotten_once_nothing_can_be_answered_any_more(to, follower):
    send(follower, to)
    assert forget_old_asides() == 0
    assert forget_old_asides(now=timezone.now() + KEPT + timedelta(minutes=1)) == 1
