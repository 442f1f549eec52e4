"""What is held about me: told, handed out, and nothing of anybody else's in it."""

import io
import json
import re
import zipfile
from datetime import date

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from accounts.models import Member
from accounts.personal import everything_held
from audit.models import Entry
from forum.actions.follow_board import follow_board
from forum.models import Post
from inbound.models import InboundMail
from regions.actions.change_membership import change_membership
from regions.actions.take_own_data import take_own_data
from regions.models import Application, Interest, Payment, Profile, Subscription
from tests.factories import fresh, make_answer, make_member, make_topic
from tests.outbound import drain_outbox, receive, write_mail

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.doors")]


def parts_of(file) -> dict[str, object]:
    with zipfile.ZipFile(io.BytesIO(file.read())) as packed:
        return {
            name: packed.read(name).decode() if name.endswith(".txt") else json.loads(packed.read(name))
            for name in packed.namelist()
        }


@pytest.fixture
def busy(author, follower, board, north_west, seen_by):
    """The author has something in every drawer, and so has somebody else, with a canary in every word."""
    topic = make_topic(author, board, title="My own title", text="My own question.")
    other = make_topic(follower, board, title="canary-title", text="canary-text")
    make_answer(author, other, "My own answer.")
    make_answer(follower, topic, "canary-answer")
    make_answer(author, topic, "My held words about NHS 999 123 4563.")
    make_answer(follower, topic, "canary-held about NHS 999 123 4563.")
    drain_outbox()
    reply = write_mail(
        sender="sam@lakeside.example", to="north-west@ymn.example", subject="By mail",
        text="My words by mail.\n\nOn Mon, 16 Nov 2026 at 09:12, Beth Tester <beth@millbrook.example> wrote:\n> canary-quoted\n",
    )  # fmt: skip
    receive(reply, sender="sam@lakeside.example", to="north-west@ymn.example")
    forged = write_mail(
        sender="stranger@elsewhere.example", to="north-west@ymn.example", subject="canary-subject", text="canary-forged"
    )
    InboundMail.objects.create(
        raw=forged, sha256="x", envelope_to="reply+x@ymn.example", sender="stranger@elsewhere.example",
        state=InboundMail.State.HELD, member=author, reason="not_their_address",
    )  # fmt: skip
    for person, word in ((author, "mine"), (follower, "canary-profile")):
        Profile.objects.create(member=person, about=f"About {word}", phone="01234 567890")
        Interest.objects.create(member=person, words=f"interest {word}")
        Application.objects.create(
            address=f"{word}@x.example",
            first_name="A",
            last_name="B",
            job_title="C",
            words=f"words {word}",
            member=person,
        )
        year = Subscription.objects.create(member=person, starts=date(2026, 4, 1), ends=date(2027, 3, 31))
        Payment.objects.create(
            subscription=year, paid_by="self", order_number=f"PO {word}", amount_pence=5000, paid_on=date(2026, 4, 2),
            idempotency_key=word,
        )  # fmt: skip
    follow_board(author, board.slug, wants="nothing")
    return fresh(author)


def test_the_page_says_in_words_what_is_held_and_for_how_long(busy, seen_by):
    page = seen_by(busy).get("/my-data/").content.decode()

    for held in everything_held():
        assert held.until in page
    assert "Download my data" in page


def test_the_zip_holds_what_is_mine(busy, seen_by):
    answer = seen_by(busy, sure=True).post("/my-data/")

    parts = parts_of(io.BytesIO(b"".join(answer.streaming_content)))
    texts = [post["text"] for post in parts["posts.json"]]
    assert texts[:3] == ["My own question.", "My own answer.", "My held words about NHS 999 123 4563."]
    assert "My own title" in str(parts["posts.json"])
    assert parts["account.json"]["main address"] == "sam@lakeside.example"
    assert parts["profile.json"]["about"] == "About mine"
    assert parts["payments.json"][0]["order_number"] == "PO mine"
    assert parts["applications.json"][0]["words"] == "words mine"
    assert parts["interests.json"] == ["interest mine"]
    assert parts["boards-followed.json"] == [{"board__name": "North West board", "wants": "nothing"}]
    assert [row["state"] for row in parts["mails-from-you.json"]][-1] == "held"
    assert parts["memberships.json"][0]["job_title"] == "Head of service"
    assert parts["notifications.json"]
    assert parts["mails-sent-to-you.json"]
    assert {"admit_member"} <= {row["what"] for row in parts["audit-log.json"]}
    assert answer["Content-Disposition"].startswith('attachment; filename="my-data-')


def test_threat_24_nothing_that_others_wrote_is_in_the_zip(busy, follower):
    change_membership(None, busy.memberships.get().pk, status="ended")
    parts = parts_of(take_own_data(fresh(busy)))

    said = json.dumps(parts)
    assert "My own answer." in said
    assert [said[m.start() - 150 : m.end() + 60] for m in re.finditer("canary", said)] == []
    assert "beth" not in said.lower()
    assert "stranger@elsewhere.example" not in said
    # And there was something to leak:
    assert "canary" in json.dumps(parts_of(take_own_data(follower)))


def test_a_title_of_anothers_is_told_while_i_may_read_it_and_not_after(busy, board):
    before = parts_of(take_own_data(busy))["posts.json"]
    change_membership(None, busy.memberships.get().pk, status="ended")
    after = parts_of(take_own_data(fresh(busy)))["posts.json"]

    titles = [[post["title"] for post in posts if post["text"] == "My own answer."] for posts in (before, after)]
    assert titles == [["canary-title"], [""]]


def test_a_copy_asks_for_a_fresh_code_and_looking_takes_nothing(busy, seen_by):
    browser, before = seen_by(busy), Entry.objects.count()

    assert browser.get("/my-data/").status_code == 200
    assert browser.post("/my-data/").url.startswith("/confirm/?next=%2Fmy-data%2F")
    assert Entry.objects.count() == before


def test_taking_a_copy_is_noted(busy):
    take_own_data(busy)

    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.actor_id, entry.member_id, entry.details) == ("take_own_data", busy.pk, busy.pk, {})


def test_a_stranger_is_asked_to_sign_in(client, db):
    assert client.get("/my-data/").status_code == 302
    assert client.post("/my-data/erase/", {"word": "erase"}).status_code == 302


def test_a_suspended_member_and_one_whose_membership_ended_have_their_copy(busy, seen_by):
    for status in ("suspended", "ended"):
        change_membership(None, busy.memberships.get().pk, status=status)
        assert seen_by(fresh(busy), sure=True).post("/my-data/").status_code == 200


def test_five_thousand_posts_are_handed_out_in_few_queries(author, board, django_assert_max_num_queries):
    topic = make_topic(author, board)
    Post.objects.bulk_create(
        Post(
            topic=topic, poster=author, subject="Re", content=f"Words {n} " * 60, approved=True, number=n + 10,
            state=Post.State.PUBLISHED, published=timezone.now(),
        )
        for n in range(5000)
    )  # fmt: skip

    with django_assert_max_num_queries(75):  # one for each kind of thing that is held, however much of it
        parts = parts_of(take_own_data(author))

    assert len(parts["posts.json"]) == 5001


def test_every_table_that_points_at_a_member_or_holds_an_address_is_told_to_members():
    """A new table about people belongs into a room's `personal_data.HELD`, and with it into what is erased."""
    told = {name for held in everything_held() for name in held.models}
    silent = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if (field.is_relation and field.related_model is Member) or isinstance(field, models.EmailField)
    } - told

    assert silent - {"accounts.Member_groups", "accounts.Member_user_permissions"} == set()


def test_somebody_without_anything_has_a_small_copy(north_west):
    assert "account.json" in parts_of(take_own_data(make_member(north_west)))
