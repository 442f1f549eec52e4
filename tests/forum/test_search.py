"""Finding posts: by words, by the words of their files, and within limits; never what one may not read (threats 2, 97)."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.actions.attach_files import attach_files
from forum.actions.reply_to_topic import reply_to_topic
from forum.files.receiving import Incoming
from forum.models import Post
from forum.origin import Origin
from forum.search import Wanted, find
from tests.factories import make_answer, make_board, make_member, make_topic

pytestmark = pytest.mark.django_db


def found(member, words="", **filters) -> list[str]:
    return [post.content.raw for post in find(member, Wanted(words=words, filters=filters), limit=20)]


def page(browser, **query):
    return browser.get("/search/", query).content.decode()


def test_all_the_words_and_the_beginning_of_the_last(topic, follower):
    make_answer(follower, topic, "A protocol for hospital beds.")
    make_answer(follower, topic, "A protocol for courts.")

    assert found(follower, "protocols hospital") == ["A protocol for hospital beds."]
    assert found(follower, "protocol hosp") == ["A protocol for hospital beds."]
    assert found(follower, "hospital nowhere") == []


@pytest.mark.parametrize(
    "odd", ['"', "a:b & | ! <->", "'; DROP TABLE x; --", "*", "NEAR(", "the", "( ) %", "\x00remand", "remand:*"]
)
def test_no_character_is_an_operator(topic, follower, odd, seen_by):
    assert seen_by(follower).get("/search/", {"q": odd}).status_code == 200


def test_limits_narrow_it_down(author, follower, board, topic, londoner, london):
    other = make_topic(londoner, make_board(london), title="London beds", text="Beds in London.")
    announcement = make_topic(author, board, title="Beds", text="Beds open.")
    type(announcement).objects.filter(pk=announcement.pk).update(kind="announcement")
    make_answer(follower, announcement, "Beds are good.")
    Post.objects.filter(topic=announcement, number=1).update(published=datetime(2025, 6, 1, 12, tzinfo=UTC))

    assert found(follower, "beds") == ["Beds are good.", "Beds open."]
    assert found(follower, "beds", by="beth") == ["Beds are good."]
    assert found(follower, "beds", kind="announcement", until="2025-06-01") == ["Beds open."]
    assert found(follower, "beds", since="2025-06-02") == ["Beds are good."]
    assert found(follower, "beds", answered="no") == []
    assert found(follower, network="north-west", by="sam") == ["Beds open.", "We need one."]
    assert found(follower, service=follower.memberships.get().service.name) == ["Beds are good."]
    assert found(follower, "beds", network="london") == []
    assert found(londoner, "beds", network="london") == ["Beds in London."]
    assert found(londoner, board=other.forum.slug) == ["Beds in London."]


def test_the_words_are_marked_and_everything_else_is_escaped(topic, follower, seen_by):
    make_answer(follower, topic, 'A <b>protocol</b> & "beds" for <script>alert(1)</script> remand protocols.')

    text = page(seen_by(follower), q="protocol")

    assert "<mark>protocol</mark>" in text
    assert "<mark>protocols</mark>" in text
    assert "<script>alert" not in text
    assert "<b>protocol" not in text


def test_a_hit_inside_a_file_shows_the_file_and_the_piece(topic, author, follower, seen_by):
    said = "Word. " * 400 + "The quaggamire <i>report</i> says so. " + "More. " * 400
    attach_files(author, key="web:s", files=[Incoming("report.txt", said.encode())])
    reply_to_topic(author, topic.pk, content="See the paper.", origin=Origin.web(), idempotency_key="web:s")

    text = page(seen_by(follower), q="quaggamire")

    assert "report.txt" in text
    assert "<mark>quaggamire</mark> &lt;i&gt;report&lt;/i&gt;" in text


def test_threats_2_and_97_nothing_tells_of_what_one_may_not_read(topic, author, londoner, seen_by):
    attach_files(author, key="web:s", files=[Incoming("report.txt", b"The quaggamire report")])
    reply_to_topic(author, topic.pk, content="See.", origin=Origin.web(), idempotency_key="web:s")
    browser = seen_by(londoner)

    there = page(browser, q="quaggamire", network="north-west", by="Sam")
    nowhere = page(browser, q="quaggamirf", network="north-wesu", by="Sam")

    there, nowhere = (re.sub(r'csrfmiddlewaretoken" value="\w+', "", text) for text in (there, nowhere))
    assert there.replace("quaggamire", "quaggamirf").replace("north-west", "north-wesu") == nowhere


def test_pages_by_key_show_each_post_once(topic, follower, seen_by):
    for number in range(65):
        make_answer(follower, topic, f"Bedtime {number}.")
    browser, seen, query = seen_by(follower), [], "?q=bedtime"
    while query:
        answer = browser.get(f"/search/{query}")
        seen += [post.pk for post in answer.context["posts"]]
        query = f"?{answer.context['older']}" if answer.context["older"] else ""

    assert seen == sorted(Post.objects.exclude(number=1).values_list("pk", flat=True), reverse=True)


def test_finding_takes_one_query_and_one_more_for_files(topic, author, follower):
    for number in range(3):
        attach_files(author, key=f"web:{number}", files=[Incoming("r.txt", f"quaggamire {number}".encode())])
        reply_to_topic(author, topic.pk, content="See.", origin=Origin.web(), idempotency_key=f"web:{number}")
    member = type(follower).objects.get(pk=follower.pk)
    list(find(member, "quaggamire", limit=5))  # who is asking is known from now on

    with CaptureQueriesContext(connection) as queries:
        assert len(list(find(member, "quaggamire", limit=5))) == 3
    assert len(queries) == 1


def test_another_regions_member_is_not_found_by_name(topic, londoner, north_west, seen_by):
    make_answer(make_member(north_west, "Zebedee"), topic, "Hello.")

    assert found(londoner, by="Zebedee") == []
