"""Calling somebody by name, and answering with a quotation."""

import pytest

from accounts.models import Member
from accounts.refs import ref
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.take_back_post import take_back_post
from forum.markup import render
from forum.mentions import names_called
from forum.origin import Origin
from forum.quoting import quoted
from notifications.models import Notification
from regions.models import Profile
from tests.factories import make_answer, make_member
from tests.outbound import drain_outbox


def mentions():
    return list(Notification.objects.filter(kind="mention").values_list("member__first_name", flat=True).order_by("pk"))


def answer(member, topic, text):
    make_answer(member, topic, text)
    drain_outbox()


def test_called_member_gets_one_notification_of_that_kind(topic, author, follower):
    drain_outbox()
    Notification.objects.all().delete()
    answer(author, topic, "What does @Beth Tester think?")

    assert mentions() == ["Beth"]
    assert Notification.objects.filter(member=follower).count() == 1


def test_threat_13_nobody_is_called_to_what_they_may_not_read(topic, author, londoner):
    answer(author, topic, "What does @Imran Tester think?")

    assert mentions() == []
    assert not Notification.objects.filter(member=londoner).exists()


def test_author_is_not_called_by_themselves_nor_anybody_by_a_quotation(topic, author, follower):
    answer(author, topic, "I, @Sam Tester, think so.\n\n> @Beth Tester said it first")

    assert mentions() == []


def test_held_post_calls_nobody(topic, author, follower):
    text = "@Beth Tester: Jayden Marlowe, DOB 03/05/2011, NHS 999 123 4563"
    reply_to_topic(author, topic.pk, content=text, origin=Origin.web(), idempotency_key="web:h")
    drain_outbox()

    assert mentions() == []


@pytest.mark.parametrize(
    "text",
    ["@beth tester?", "(@Beth Tester)", "@Beth Tester’s view", "@Beth Tester, @Beth Tester!", "Hi @Beth Tester."],
)
def test_name_is_known_as_people_type_it(topic, author, follower, text):
    answer(author, topic, text)

    assert mentions() == ["Beth"]


def test_addresses_call_nobody():
    assert names_called("write to beth@millbrook.example please, or @one") == set()


def test_names_offered_are_of_those_who_read_the_board_and_are_listed(board, author, follower, rep, londoner, seen_by):
    hidden = make_member(board.network, "Bethany")
    Profile.objects.update_or_create(member=hidden, defaults={"listed": False})
    browser = seen_by(author)

    def offered(words):
        return [one["name"] for one in browser.get(f"/boards/{board.slug}/people/", {"q": words}).json()["people"]]

    assert offered("Be") == ["Beth Tester"]
    assert offered("beth te") == ["Beth Tester"]
    assert offered("Imran") == []
    assert offered("") == []
    assert offered("Sam") == []
    assert seen_by(londoner).get(f"/boards/{board.slug}/people/", {"q": "Be"}).status_code == 404


def test_offering_names_costs_the_same_for_one_and_for_many(
    board, author, follower, seen_by, django_assert_num_queries
):
    browser, path = seen_by(author), f"/boards/{board.slug}/people/?q=B"
    browser.get(path)
    with django_assert_num_queries(6):
        browser.get(path)
    for name in ("Bo", "Bea"):
        make_member(board.network, name)
    with django_assert_num_queries(6):
        browser.get(path)


def test_quotation_names_and_links_the_post_and_leaves_out_what_it_quoted(topic, follower, author, seen_by, settings):
    post = make_answer(author, topic, "> older\n\nFirst line\nsecond line")
    page = seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/?quote={post.number}")

    text = page.context["form"].initial["text"]
    assert (
        text
        == f"[Sam Tester wrote]({settings.SITE_URL}/posts/{ref('post', post.pk)}/):\n\n> First line\n> second line\n\n"
    )
    assert f'href="{settings.SITE_URL}/posts/{ref("post", post.pk)}/"' in render(text)


def test_threat_12_only_a_readable_post_of_the_topic_itself_is_quoted(topic, author, follower, seen_by):
    mine = make_answer(author, topic, "On second thoughts, no.")
    assert [started(follower, topic, number, seen_by) for number in (0, mine.number + 1, "x", "²", "9" * 40)] == [
        None
    ] * 5
    assert "On second thoughts" in started(follower, topic, mine.number, seen_by)

    take_back_post(author, mine.pk)

    assert started(follower, topic, mine.number, seen_by) is None


def started(member, topic, number, seen_by):
    page = seen_by(member).get(f"/topics/{ref('topic', topic.pk)}/?quote={number}")
    return page.context["form"].initial.get("text")


def test_name_in_a_quotation_cannot_break_its_link(topic, author):
    Member.objects.filter(pk=author.pk).update(last_name="](http://evil.example) x")
    post = make_answer(Member.objects.get(pk=author.pk), topic, "Words")

    assert "evil.example) x" not in quoted(post)
    assert render(quoted(post)).count("<a ") == 1
