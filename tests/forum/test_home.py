"""Home: what needs me, from every room; then what is new, by network."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from accounts.refs import ref
from forum.actions.vouch_for_held_post import vouch_for_held_post
from forum.home_needs import NEED, needs_of
from forum.models import Post
from inbound.models import InboundMail
from notifications.models import Notification
from tests.factories import fresh, make_answer, make_board, make_member, make_network, make_officer, make_topic

DETAILS = "It is about NHS 999 123 4563."


def named(member):
    return [(need.name, need.words) for need in needs_of(fresh(member))]


@pytest.fixture
def held(author, topic):
    return make_answer(author, topic, DETAILS)


def test_every_source_gives_the_same_columns_and_has_its_words(rep, topic):
    secretariat = make_officer("secretariat")
    for path in settings.HOME_NEEDS:
        rows = import_string(path)(secretariat if path.endswith("mail_for_secretariat") else rep)
        assert rows is not None, path
        assert list(rows) == [] or len(rows[0]) == len(NEED)
        import_string("django.template.loader.get_template")(f"needs/{path.rpartition('.')[2]}.html")


def test_unanswered_question_of_my_region_needs_me_and_not_its_author(topic, author, follower, londoner):
    assert named(follower) == [("unanswered", topic.subject)]
    assert named(author) == []
    assert named(londoner) == []
    make_answer(author, topic)
    assert named(follower) == []


def test_held_post_needs_its_author_alone_until_it_waits_for_the_representative(topic, held, author, follower, rep):
    assert named(author) == [("held_post", topic.subject)]
    assert ("to_decide", topic.forum.name) not in named(rep)
    vouch_for_held_post(author, held.pk)
    assert Post.objects.get(pk=held.pk).state == Post.State.WAITING
    assert named(rep)[0] == ("to_decide", topic.forum.name)
    assert ("to_decide", topic.forum.name) not in named(follower)


def test_held_mail_needs_the_member_whose_name_it_would_bear(follower, author, board):
    InboundMail.objects.create(
        raw=b"x", sha256="0" * 64, envelope_from="a@b.example", sender="a@b.example", envelope_to="x@ymn.example",
        state=InboundMail.State.HELD, reason="sender_unproven", member=follower, board_id=board.pk,
    )  # fmt: skip

    assert named(follower) == [("held_mail", "a@b.example")]
    assert named(author) == []


def test_mention_needs_the_mentioned_until_they_have_read_it(topic, author, follower, seen_by):
    post = make_answer(author, topic, "Beth will know.")
    Notification.objects.create(member=follower, event_id=1, kind="mention", topic=topic, post=post, seq=1)

    assert named(follower) == [("mention", topic.subject)]
    assert f"{author.full_name} mentions you" in seen_by(follower).get("/").content.decode()
    seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/")
    assert named(follower) == []


def test_needs_are_asked_in_one_query_and_come_in_the_order_of_the_sources(topic, held, author, rep, board):
    make_topic(author, board, title="Second")
    make_answer(rep, topic, DETAILS)
    member = fresh(rep)
    with CaptureQueriesContext(connection) as queries:
        needs = needs_of(member)

    assert [need.name for need in needs] == ["held_post", "unanswered", "unanswered"]
    assert sum("need_thing" in query["sql"] for query in queries) == 1


def test_five_of_each_are_shown_and_no_number_is_said(author, board, follower, seen_by):
    for turn in range(7):
        make_topic(author, board, title=f"Question {turn}")

    assert [words for _, words in named(follower)] == [f"Question {turn}" for turn in range(5)]
    assert "These need you" in seen_by(follower).get("/").content.decode()


def test_new_topics_stand_under_their_network_with_what_is_unread(topic, board, author, follower, seen_by):
    national = make_board(make_network("Everybody", kind="national"), slug="everybody")
    make_topic(make_member(make_network("London")), national, title="From London")

    page = seen_by(follower).get("/").content.decode().partition("<main")[2]
    first, second = page.index('id="news-'), page.rindex('id="news-')
    assert topic.subject in page[first:second]
    assert "From London" in page[second:]
    assert page.count("1 unread") == 2
