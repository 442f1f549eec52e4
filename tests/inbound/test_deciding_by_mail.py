"""Scenarios 65 to 67: a representative decides by answering the letter, and nobody else does."""

import pytest

from audit.models import Entry
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.report_post import report_post
from forum.actions.return_held_post import return_held_post
from forum.actions.vouch_for_held_post import vouch_for_held_post
from forum.models import Matter, Post
from forum.origin import Origin
from inbound.deciding import wanted
from inbound.models import InboundMail
from tests.factories import make_answer, make_representative
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail

State = InboundMail.State
DETAILS = "Can anyone take Jayden Marlowe, DOB 03/05/2011, NHS 999 123 4563, while mum moves?"


@pytest.fixture
def vouched(topic, author, rep, follower):
    post = reply_to_topic(author, topic.pk, content=DETAILS, origin=Origin.web(), idempotency_key="web:h")
    vouch_for_held_post(author, post.pk)
    drain_outbox()
    return post


def letter(member, subject="waits for you"):
    (found,) = [mail for mail in mails_to(member.email) if subject in str(mail["Subject"])]
    return found


def send(sender, to, text, **headers):
    return receive(write_mail(sender=sender, to=to, text=text, **headers), sender=sender, to=to)


def answer(member, text):
    return send(member.email, str(letter(member)["Reply-To"]), text)


def test_scenario_65_approve_publishes_it_the_others_see_by_whom_and_the_author_is_told(
    vouched, rep, north_west, follower, seen_by
):
    second = make_representative(north_west, "Nadia")

    row = answer(rep, "Approve.")

    vouched.refresh_from_db()
    assert (row.state, row.reason, vouched.state) == (State.ACTED, "matter_posted", Post.State.PUBLISHED)
    assert f"Let through by {rep.full_name}" in seen_by(second).get("/moderation/").content.decode()
    assert any("Can anyone take" in plain_text(mail) for mail in mails_to(follower.email))
    assert "it is posted now" in plain_text(letter(rep, "Done: it is posted"))
    assert Entry.objects.get(verb="release_held_post").actor_id == rep.pk


def test_return_gives_the_author_the_reason(vouched, author, rep):
    row = answer(rep, "Return: the date of birth\nstands there.\n\nMoira\n")

    vouched.refresh_from_db()
    assert (row.reason, vouched.state) == ("matter_returned", Post.State.RETURNED)
    assert "the date of birth stands there." in plain_text(letter(author, "was returned"))


def test_scenario_66_the_second_is_told_by_whom_and_nothing_changes(vouched, rep, north_west, author):
    second = make_representative(north_west, "Nadia")
    return_held_post(second, vouched.pk, reason="Please mend it.")
    drain_outbox()

    row = answer(rep, "approve")

    vouched.refresh_from_db()
    assert (row.state, row.reason, vouched.state) == (State.REFUSED, "already_decided", Post.State.RETURNED)
    assert f"{second.full_name} returned this on" in plain_text(mails_to(rep.email)[-1])


@pytest.mark.parametrize("who", ["follower@elsewhere.example", "beth@millbrook.example"])
def test_scenario_67_from_another_address_it_is_refused_and_logged(vouched, rep, who):
    row = send(who, str(letter(rep)["Reply-To"]), "approve")

    vouched.refresh_from_db()
    assert (row.state, row.reason, vouched.state) == (State.REFUSED, "unknown_address", Post.State.WAITING)
    entry = Entry.objects.get(verb="decide_by_mail")
    assert (entry.outcome, entry.reason, entry.actor_id, entry.member_id) == (
        "refused", "not_their_address", None, rep.pk,
    )  # fmt: skip


def test_scenario_67_a_forged_sender_is_refused_logged_and_the_representative_told(vouched, rep, settings):
    settings.MAIL_EDGE_AUTHSERV_ID = "edge.ymn.example"

    row = send(rep.email, str(letter(rep)["Reply-To"]), "approve")

    vouched.refresh_from_db()
    assert (row.state, row.reason, vouched.state) == (State.REFUSED, "sender_not_proven", Post.State.WAITING)
    assert Entry.objects.get(verb="decide_by_mail").reason == "sender_not_proven"
    assert "nothing was decided" in plain_text(letter(rep, "in your name"))


def test_scenario_67_an_invented_code_is_refused_and_logged(vouched, rep):
    address = str(letter(rep)["Reply-To"])
    for code in (
        "decide+aaaa",
        address.split("@", maxsplit=1)[0][:-1] + ("a" if address.split("@", maxsplit=1)[0][-1] != "a" else "b"),
    ):
        row = send(rep.email, f"{code}@{address.split('@')[1]}", "approve")
        assert (row.state, row.reason) == (State.REFUSED, "unknown_address")

    assert Post.objects.get(pk=vouched.pk).state == Post.State.WAITING
    assert Entry.objects.filter(verb="decide_by_mail", outcome="refused").count() == 2


def test_whose_term_has_ended_decides_nothing(vouched, rep, north_west):
    address = str(letter(rep)["Reply-To"])
    rep.representations.update(ends=rep.representations.get().starts)

    row = send(rep.email, address, "approve")

    assert (row.state, Post.objects.get(pk=vouched.pk).state) == (State.REFUSED, Post.State.WAITING)


def test_a_reported_post_is_removed_by_return_and_the_old_code_decides_no_later_report(
    topic, author, follower, rep, north_west
):
    post = make_answer(follower, topic, "A hard word.")
    report_post(author, post.pk, why="unkind", words="")
    drain_outbox()
    first = str(letter(rep)["Reply-To"])
    assert answer(rep, "approve").reason == "matter_kept"
    report_post(author, post.pk, why="private", words="Again.")
    drain_outbox()

    assert send(rep.email, first, "return it must go").reason == "already_decided"
    assert Post.objects.get(pk=post.pk).approved
    newest = [mail for mail in mails_to(rep.email) if "waits for you" in str(mail["Subject"])][-1]
    assert send(rep.email, str(newest["Reply-To"]), "return it must go").reason == "matter_removed"
    assert not Post.objects.get(pk=post.pk).approved


def test_other_words_decide_nothing_and_are_given_back(vouched, rep):
    row = answer(rep, "I am not sure. Approve?")

    assert (row.state, row.reason) == (State.REFUSED, "no_decision")
    assert "I am not sure." in plain_text(mails_to(rep.email)[-1])
    assert Matter.objects.get().is_open


def test_return_without_a_reason_asks_for_one(vouched, rep):
    row = answer(rep, "return")

    assert (row.state, Matter.objects.get().is_open) == (State.REFUSED, True)
    assert "Say why" in plain_text(mails_to(rep.email)[-1])


def test_the_same_mail_again_is_no_second_decision(vouched, rep):
    address = str(letter(rep)["Reply-To"])
    for _ in range(2):
        row = send(rep.email, address, "approve", message_id="<one@mailer.example>")
        assert (row.state, row.reason) == (State.ACTED, "matter_posted")

    assert Entry.objects.filter(verb="release_held_post").count() == 1


def test_the_letter_shows_the_text_masked_and_its_code_stands_in_no_body(vouched, rep):
    mail = letter(rep)
    code = str(mail["Reply-To"]).partition("+")[2].partition("@")[0]

    assert "while mum moves" in plain_text(mail)
    for part in mail.walk():
        if not part.is_multipart():
            assert code not in str(part.get_content())
            assert "Marlowe" not in str(part.get_content())


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("approve", ("approve", "")),
        ("  *Approve*\n-- \nMoira", ("approve", "")),
        ("Approved, thanks", ("", "")),
        ("approve it!", ("approve", "")),
        ("I approve of the idea but not of this", ("", "")),
        ("approve?", ("", "")),
        ("Return it - names a child", ("return", "names a child")),
        ("RETURN names a child", ("return", "names a child")),
        ("returning to this later", ("", "")),
        ("", ("", "")),
    ],
)
def test_only_clear_words_decide(text, meant):
    assert wanted(text) == meant
