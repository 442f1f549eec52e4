"""A member's own post by mail: told that it stands, undone, mended for a day, withdrawn; and settled while it is held."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from accounts.refs import ref
from forum.actions.lock_topic import lock_topic
from forum.actions.mend_mailed_post import mend_mailed_post
from forum.actions.set_mail_habits import set_mail_habits
from forum.mending import MENDABLE_FOR, pieces_of
from forum.models import Draft, MailHabits, Post, PostOrigin, Topic
from inbound.models import InboundMail
from notifications.message_ids import letter_message_id
from notifications.models import Letter
from regions.permissions import Reason, Refused
from tests.factories import make_answer
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail

State = InboundMail.State
CHILD = "It is Jayden Marlowe, DOB 03/05/2011, NHS 999 123 4563."
BOARD = "north-west@ymn.example"
MAILED = """We have one, of two pages.

Kind regards
Beth Tester
Head of Youth Justice
Millbrook Council | 01234 567890

On Tue, 3 Mar 2026 at 10:12, Sam Tester <sam@lakeside.example> wrote:
> Who has a remand protocol?
"""


@pytest.fixture
def reply_to(topic, follower):
    drain_outbox()
    return str(mails_to(follower.email)[0]["Reply-To"])


@pytest.fixture
def undoable(settings):
    settings.UNDO_SECONDS = 300


def send(sender, to, text, **kwargs):
    address = getattr(sender, "email", sender)
    return receive(write_mail(sender=address, to=to, text=text, **kwargs), sender=address, to=to)


def last_letter(member, template):
    """The newest letter of this kind, as it was mailed."""
    letter = Letter.objects.filter(template=template, member=member).latest("pk")
    wanted = letter_message_id(letter.key).strip("<>")
    return next(mail for mail in mails_to(letter.address) if str(mail["Message-ID"]).strip("<>") == wanted)


def answers(member, template, text, *, sender=""):
    mail = last_letter(member, template)
    return send(sender or member, str(mail["Reply-To"]), text, subject=f"Re: {mail['Subject']}")


# --- It stands


def test_a_mail_that_is_posted_is_told_to_its_author_with_what_was_cut_and_how_to_undo_and_mend(
    follower, reply_to, undoable
):
    row = send(follower, reply_to, MAILED, message_id="<m1@x.example>")

    mail = last_letter(follower, "mail_posted")
    text = plain_text(mail)
    assert "lines of your mail were taken for a signature" in text
    assert "answer this letter with the word “undo”" in text
    assert f"/posts/{ref('post', row.post_id)}/mend/" in text
    assert (str(mail["In-Reply-To"]), str(mail["Auto-Submitted"])) == ("<m1@x.example>", "auto-replied")


def test_who_wants_no_receipt_gets_none_and_the_same_mail_twice_brings_one(follower, reply_to, seen_by):
    send(follower, reply_to, "Once.", message_id="<one@x.example>")
    send(follower, reply_to, "Once.", message_id="<one@x.example>")
    assert Letter.objects.filter(template="mail_posted").count() == 1

    page = seen_by(follower).get("/mail-settings/").content.decode()
    assert 'name="receipts" checked' in page
    habits = {"weekday": 3, "at": time(7, 30)}
    set_mail_habits(
        follower, rhythm="everything", quiet_from=None, quiet_until=None, mentions=True, receipts=False, **habits
    )
    send(follower, reply_to, "Twice.")

    assert not MailHabits.objects.get(member=follower).receipts
    assert Letter.objects.filter(template="mail_posted").count() == 1


# --- Scenario 44: undone by mail


@pytest.mark.parametrize("how", ["letter", "topic", "board"])
def test_scenario_44_a_post_is_undone_by_the_word_while_no_mail_has_left(
    topic, author, follower, reply_to, undoable, how
):
    to = BOARD if how == "board" else reply_to
    row = send(follower, to, "Meant for Sam alone.", subject="Between us")
    assert row.state == State.POSTED

    if how == "letter":
        undone = answers(follower, "mail_posted", "Undo please\n\nThanks,\nBeth")
    else:
        undone = send(follower, to, "undo", subject="Re: Between us" if how == "topic" else "")

    row.post.refresh_from_db()
    assert (undone.state, undone.reason, row.post.state) == (State.ACTED, "post_undone", Post.State.WITHDRAWN)
    assert "Meant for Sam alone." in plain_text(last_letter(follower, "own_post_done"))
    assert Draft.objects.get(member=follower).text == "Meant for Sam alone."
    assert not any("Meant for Sam alone." in plain_text(mail) for mail in mails_to(author.email))


def test_undo_that_comes_twice_takes_back_one_post_and_one_that_comes_late_is_told_so(
    topic, follower, reply_to, undoable, settings
):
    first, second = send(follower, reply_to, "The first."), send(follower, reply_to, "The second.")
    raw = write_mail(sender=follower.email, to=reply_to, text="undo", message_id="<u@x.example>")
    row = receive(raw, sender=follower.email, to=reply_to)
    InboundMail.objects.filter(pk=row.pk).update(state=State.RECEIVED, settled=None)  # its worker had died
    drain_outbox()
    assert [Post.objects.get(pk=one.post_id).state for one in (first, second)] == [
        Post.State.PUBLISHED, Post.State.WITHDRAWN,
    ]  # fmt: skip

    settings.UNDO_SECONDS = 0
    late = send(follower, reply_to, "Undo.")

    assert (late.state, late.reason) == (State.REFUSED, Reason.TOO_LATE_TO_UNDO)
    assert "can still be undone" in plain_text(mails_to(follower.email)[-1])
    assert not Post.objects.filter(topic=topic, content="Undo.").exists()


def test_nobody_else_undoes_mends_or_withdraws_it_even_with_the_letter_in_hand(
    topic, author, follower, reply_to, undoable
):
    row = send(follower, reply_to, "Mine.")

    for sender in (author, "stranger@elsewhere.example"):
        for words in ("undo", "withdraw", "mend\nWords put into my mouth."):
            answer = answers(follower, "mail_posted", words, sender=sender)
            assert (answer.state, answer.reason) == (State.REFUSED, "unknown_address")

    row.post.refresh_from_db()
    assert (row.post.state, row.post.content.raw) == (Post.State.PUBLISHED, "Mine.")


# --- Mended for a day


def test_the_author_mends_and_withdraws_by_answering(topic, follower, reply_to):
    row = send(follower, reply_to, "We have one of tow pages.")

    mended = answers(follower, "mail_posted", "Mend:\nWe have one of two pages.\n\nIt is on the intranet.")
    row.post.refresh_from_db()
    assert (mended.reason, row.post.content.raw) == (
        "post_mended", "We have one of two pages.\n\nIt is on the intranet.",
    )  # fmt: skip

    other = answers(follower, "mail_posted", "Thanks for letting me know!")
    assert (other.state, other.reason) == (State.REFUSED, "not_mended")
    assert "Thanks for letting me know!" in plain_text(mails_to(follower.email)[-1])
    assert topic.posts.count() == 2

    gone = answers(follower, "mail_posted", "withdraw")
    row.post.refresh_from_db()
    assert (gone.reason, row.post.state) == ("post_withdrawn", Post.State.TAKEN_BACK)


def test_what_was_cut_is_put_back_piece_by_piece_on_a_page_for_its_author_alone(
    follower, author, londoner, reply_to, seen_by
):
    row = send(follower, reply_to, MAILED)
    path, browser = f"/posts/{ref('post', row.post_id)}/mend/", seen_by(follower)
    pieces = pieces_of(PostOrigin.objects.get(post=row.post).folded)
    quoted = next(number for number, piece in enumerate(pieces) if "remand protocol" in piece)

    assert seen_by(author).get(path).status_code == 403
    assert seen_by(londoner).get(path).status_code == 404
    page = browser.get(path).content.decode()
    assert "Head of Youth Justice" in page
    assert Post.objects.get(pk=row.post_id).content.raw == row.post.content.raw  # looking changed nothing
    done = browser.post(path, {"text": "We have one.", "version": "0", "back": [str(quoted), "77"]})

    assert done.status_code == 302
    text = Post.objects.get(pk=row.post_id).content.raw
    assert "remand protocol" in text
    left = PostOrigin.objects.get(post=row.post).folded
    assert "remand protocol" not in left
    assert "Head of Youth Justice" in left


def test_what_was_cut_is_put_back_where_it_stood_also_among_words_that_were_changed(follower, reply_to):
    row = send(follower, reply_to, MAILED + "\nIt is in the annex, by the way, and I can send it.\n")
    text, folded = row.post.content.raw, PostOrigin.objects.get(post=row.post).folded
    pieces = pieces_of(folded)
    numbers = [number for number, piece in enumerate(pieces) if "Head of Youth Justice" in piece or ">" in piece]
    assert numbers

    mended = mend_mailed_post(
        follower, row.post_id, content=text.replace("We have one", "Here we have one"), version=0, put_back=numbers[:1]
    )
    again = mend_mailed_post(
        follower, row.post_id, content=mended.content.raw, version=mended.updates_count, put_back=[0]
    )

    first = pieces[numbers[0]].split("\n")[0]
    lines = [line for line in mended.content.raw.split("\n") if line.strip()]
    assert lines.index(first) == 1 + [line for line in text.split("\n") if line.strip()].index("Beth Tester")
    assert again.content.raw.count(first) == 1


def test_mending_keeps_what_was_typed_when_it_cannot_be_saved(follower, reply_to, seen_by):
    row = send(follower, reply_to, MAILED)
    path, browser = f"/posts/{ref('post', row.post_id)}/mend/", seen_by(follower)

    empty = browser.post(path, {"text": "", "version": "0"})
    child = browser.post(path, {"text": CHILD, "version": "0", "back": "0"})
    mend_mailed_post(follower, row.post_id, content="From another tab.", version=0)
    meanwhile = browser.post(path, {"text": "From this tab.", "version": "0"})

    assert [one.status_code for one in (empty, child, meanwhile)] == [422, 422, 422]
    assert "Jayden Marlowe" in child.content.decode()
    assert 'id_back_0" name="back" value="0" checked' in child.content.decode()
    assert "From this tab." in meanwhile.content.decode()
    assert Post.objects.get(pk=row.post_id).content.raw == "From another tab."


def test_the_link_ends_after_a_day_and_never_opens_for_a_post_written_on_the_page(follower, topic, reply_to, seen_by):
    row = send(follower, reply_to, "By mail.")
    on_the_page = make_answer(follower, topic, "On the page.")

    with pytest.raises(Refused) as late:
        mend_mailed_post(
            follower, row.post_id, content="Later.", version=0, now=timezone.now() + MENDABLE_FOR + timedelta(minutes=1)
        )
    assert late.value.reason == Reason.TOO_LATE_TO_MEND
    assert seen_by(follower).get(f"/posts/{ref('post', on_the_page.pk)}/mend/").status_code == 403


# --- Held


def test_scenario_45_a_held_post_is_settled_by_answering_with_the_text_as_it_should_read(
    topic, author, follower, reply_to
):
    row = send(follower, reply_to, CHILD)
    letter = plain_text(last_letter(follower, "held_post"))
    assert "Jayden" not in letter
    assert "_" not in letter.split("child's details: ")[1].split(".")[0]  # the kind of rule in words

    again = answers(follower, "held_post", CHILD.replace("Marlowe", "Marsh"))
    assert (again.reason, Post.objects.get(pk=row.post_id).state) == ("held_post_mended", Post.State.HELD)
    done = answers(follower, "held_post", "Has anybody a protocol for this?")

    post = Post.objects.get(pk=row.post_id)
    assert (done.reason, post.state, post.content.raw) == (
        "post_posted", Post.State.PUBLISHED, "Has anybody a protocol for this?",
    )  # fmt: skip
    assert "Jayden" not in "".join(plain_text(mail) for mail in mails_to(author.email))


@pytest.mark.parametrize(
    ("words", "state", "reason"),
    [("withdraw", Post.State.WITHDRAWN, "post_withdrawn"), ("Post.", Post.State.WAITING, "post_sent_on")],
)
def test_a_held_post_is_withdrawn_or_sent_on_by_a_word(follower, author, reply_to, words, state, reason):
    row = send(follower, reply_to, CHILD)
    assert answers(follower, "held_post", words, sender=author).reason == "unknown_address"

    done = answers(follower, "held_post", words)

    assert (done.state, done.reason, Post.objects.get(pk=row.post_id).state) == (State.ACTED, reason, state)


def test_scenario_33_a_mail_with_nothing_left_is_held_and_settled_with_the_text(follower, reply_to, topic):
    row = send(
        follower, reply_to, "\n\nOn Tue, 3 Mar 2026 at 10:12, Sam <sam@lakeside.example> wrote:\n> Who has one?\n"
    )
    assert (row.state, row.reason) == (State.HELD, "no_words")

    answers(follower, "was_this_you", "These are my words.")

    assert Post.objects.get(topic=topic, number=2).content.raw == "These are my words."


# --- Scenario 39: the topic is closed


def test_scenario_39_answering_new_starts_a_topic_that_leads_to_the_closed_one(topic, rep, follower, reply_to):
    lock_topic(rep, topic.pk)
    row = send(follower, reply_to, "Late, but we have one.")
    assert (row.state, row.reason) == (State.REFUSED, Reason.TOPIC_LOCKED)
    assert "answer this letter with one word: new" in plain_text(last_letter(follower, "mail_topic_closed"))

    begun = [answers(follower, "mail_topic_closed", words) for words in ("New\n\nThanks\nBeth", "new please")]

    new = Topic.objects.exclude(pk=topic.pk).get()
    assert [one.state for one in begun] == [State.POSTED, State.POSTED]
    assert (new.forum_id, new.poster, new.subject) == (topic.forum_id, follower, topic.subject)
    text = new.first_post.content.raw
    assert text.startswith("Late, but we have one.")
    assert text.endswith(f"/topics/{ref('topic', topic.pk)}/")


def test_new_with_other_words_posts_those_and_other_words_alone_post_nothing(topic, rep, author, follower, reply_to):
    lock_topic(rep, topic.pk)
    send(follower, reply_to, "Late.")

    wrong = answers(follower, "mail_topic_closed", "Thanks anyway.")
    assert (wrong.state, wrong.reason) == (State.REFUSED, "only_new")
    assert answers(follower, "mail_topic_closed", "new", sender=author).reason == "unknown_address"
    assert Topic.objects.count() == 1
    answers(follower, "mail_topic_closed", "new\n\nWho has a newer protocol?")

    assert Topic.objects.exclude(pk=topic.pk).get().first_post.content.raw.startswith("Who has a newer protocol?")


def test_who_may_not_read_the_closed_topic_any_more_starts_nothing(topic, rep, follower, reply_to):
    lock_topic(rep, topic.pk)
    send(follower, reply_to, "Late.")
    follower.memberships.update(ends=timezone.localdate() - timedelta(days=1))

    row = answers(follower, "mail_topic_closed", "new")

    assert (row.state, Topic.objects.count()) == (State.REFUSED, 1)
    assert topic.subject not in plain_text(mails_to(follower.email)[-1])
