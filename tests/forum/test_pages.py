"""Pages: what each person sees, what a form does, and what it costs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.refs import ref
from audit.models import Entry
from forum.content import LONGEST_TEXT
from forum.models import Post, ReadMark, Topic
from forum.selectors import POSTS_A_PAGE, TOPICS_A_PAGE
from regions.actions.change_membership import change_membership
from tests.factories import make_answer, make_board, make_member, make_network, make_topic, new_key
from tests.outbound import drain_outbox


def answer(browser, topic, text="Agreed.", key="web:1"):
    return browser.post(f"/topics/{ref('topic', topic.pk)}/", {"text": text, "key": key})


# --- Seeing


def test_scenario_9_another_regions_topic_does_not_exist(topic, board, londoner, author, seen_by):
    make_answer(author, topic, "Zanzibarine")
    browser = seen_by(londoner)
    for path in (
        f"/topics/{ref('topic', topic.pk)}/",
        f"/topics/{ref('topic', topic.pk)}/newer/",
        f"/posts/{ref('post', topic.first_post_id)}/",
        f"/boards/{board.slug}/",
        f"/live/since/?topic={topic.pk}",
    ):
        response = browser.get(path)
        assert response.status_code == 404, path
        assert b"remand" not in response.content
    found = browser.get("/search/?q=Zanzibarine").content
    assert found.count(b"Zanzibarine") == browser.get("/search/?q=Qwertyuiopas").content.count(b"Qwertyuiopas")
    for path in ("/", "/boards/", "/notifications/", "/mail-settings/", "/topics/new/"):
        page = browser.get(path).content
        assert b"North West board" not in page, path
        assert topic.subject.encode() not in page, path


def test_scenario_9_the_same_things_are_there_for_a_member(topic, author, follower, seen_by):
    make_answer(author, topic, "Zanzibarine")
    drain_outbox()
    browser = seen_by(follower)
    assert browser.get(f"/topics/{ref('topic', topic.pk)}/").status_code == 200
    assert b"Zanzibarine" in browser.get("/search/?q=Zanzibarine").content
    for path in ("/", "/notifications/"):
        assert topic.subject.encode() in browser.get(path).content


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_another_regions_topic_takes_nothing_from_a_stranger(topic, londoner, seen_by, verb):
    response = getattr(seen_by(londoner), verb)(f"/topics/{ref('topic', topic.pk)}/", {"text": "Hello", "key": "web:1"})

    assert response.status_code == 404
    assert Post.objects.count() == 1


def test_scenario_11_outsider_sees_the_boards_name_region_rep_and_how_to_join(topic, board, rep):
    page = Client().get(f"/boards/{board.slug}/").content.decode()

    assert "North West" in page
    assert rep.full_name in page
    assert "/about/" in page
    assert topic.subject not in page


def test_scenario_11_outsider_finds_no_group_board(db):
    make_board(make_network("Executive", kind="executive"), slug="executive")

    assert Client().get("/boards/executive/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/boards/", "/topics/{}/", "/search/?q=x", "/notifications/", "/moderation/", "/topics/new/"]
)
def test_outsider_is_asked_to_sign_in(topic, path):
    response = Client().get(path.format(ref("topic", topic.pk)))

    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/?next=")


def test_suspended_member_reads_nothing_and_is_told_why_and_until_when(author, topic, seen_by):
    change_membership(None, author.memberships.get().pk, status="suspended", reason="Forwarded a post.", until=None)
    browser = seen_by(author)

    page = browser.get("/")
    assert page.status_code == 403
    assert "Forwarded a post." in page.content.decode()
    assert topic.subject not in page.content.decode()
    assert browser.get(f"/topics/{ref('topic', topic.pk)}/").status_code == 404


def test_lapsed_member_reads_but_sees_why_there_is_no_answer_form(author, topic, seen_by):
    change_membership(None, author.memberships.get().pk, status="lapsed")

    page = seen_by(author).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    assert "until it is renewed" in page
    assert "<textarea" not in page


def test_page_of_a_member_is_kept_by_no_cache(topic, follower, seen_by):
    assert "no-store" in seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/")["Cache-Control"]


def test_pages_allow_no_inline_script_or_style(topic, follower, seen_by):
    response = seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/")

    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert b" style=" not in response.content
    assert b"<script>" not in response.content


# --- Writing


def test_answer_is_posted_and_shown_where_it_stands(topic, follower, seen_by):
    browser = seen_by(follower)

    response = answer(browser, topic)

    post = Post.objects.get(poster=follower)
    assert response["Location"] == f"/topics/{ref('topic', topic.pk)}/?page=1#post-{post.number}"
    assert b"Agreed." in browser.get(response["Location"]).content


def test_form_posted_twice_makes_one_post(topic, follower, seen_by):
    browser = seen_by(follower)
    first, second = answer(browser, topic), answer(browser, topic)

    assert first["Location"] == second["Location"]
    assert Post.objects.filter(poster=follower).count() == 1


def test_too_long_an_answer_is_given_back_with_a_sentence(topic, follower, seen_by):
    text = "word " * (LONGEST_TEXT // 4)

    response = answer(seen_by(follower), topic, text)

    assert response.status_code == 422
    assert "is the most" in response.content.decode()
    assert text.strip()[-200:] in response.content.decode()


def test_five_megabytes_are_answered_with_a_sentence(topic, follower, seen_by):
    response = answer(seen_by(follower), topic, "x" * 5_000_000)

    assert response.status_code == 422
    assert "is the most" in response.content.decode()
    assert Post.objects.filter(poster=follower).count() == 0


@pytest.mark.parametrize("text", ["", "a \x00 b"])
def test_text_that_cannot_be_kept_is_given_back(topic, follower, seen_by, text):
    response = answer(seen_by(follower), topic, text)

    assert response.status_code == 422
    assert Post.objects.filter(poster=follower).count() == 0


def test_new_topic_opens_on_the_board(board, author, seen_by):
    response = seen_by(author).post(
        "/topics/new/", {"board": board.slug, "kind": "question", "title": "Beds", "text": "Who?", "key": "web:n"}
    )

    topic = Topic.objects.get()
    assert (topic.subject, topic.forum, topic.kind) == ("Beds", board, "question")
    assert f"/topics/{ref('topic', topic.pk)}/" in response["Location"]


def test_new_topic_on_a_board_one_cannot_see_is_refused_like_one_that_is_not(board, londoner, seen_by):
    make_board(make_network("London"), slug="london")
    pages = [
        seen_by(londoner).post(
            "/topics/new/", {"board": slug, "kind": "question", "title": "x", "text": "y", "key": "k"}
        )
        for slug in (board.slug, "no-such-board")
    ]

    assert [page.status_code for page in pages] == [422, 422]
    assert Topic.objects.count() == 0


def test_faulty_new_topic_keeps_what_was_typed(board, author, seen_by):
    response = seen_by(author).post(
        "/topics/new/", {"board": board.slug, "kind": "request", "title": "", "text": "My long text", "key": "web:n"}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Give the topic a title" in page
    assert "My long text" in page


def test_text_written_after_the_session_ended_is_back_after_signing_in(topic, follower):
    client = Client()
    response = answer(client, topic, "Not to be lost.")
    assert response["Location"].startswith("/sign-in/")

    client.session.save()
    kept = client.session["kept"]
    client.force_login(follower)
    session = client.session
    session["kept"] = kept
    session.save()
    assert b"Not to be lost." in client.get(f"/topics/{ref('topic', topic.pk)}/").content


def test_stale_page_gives_the_text_back(topic, follower):
    client = Client(enforce_csrf_checks=True)
    client.force_login(follower)

    response = answer(client, topic, "Not to be lost.")

    assert response.status_code == 403
    assert b"Not to be lost." in response.content
    assert Post.objects.filter(poster=follower).count() == 0


def test_refused_answer_is_recorded_and_the_text_given_back(topic, follower, seen_by):
    change_membership(None, follower.memberships.get().pk, status="lapsed")

    response = answer(seen_by(follower), topic, "Not to be lost.")

    assert response.status_code == 403
    assert b"Not to be lost." in response.content
    assert list(Entry.objects.filter(outcome="refused").values_list("actor_id", "verb", "reason")) == [
        (follower.pk, "reply_to_topic", "lapsed")
    ]


def test_hostile_markup_is_shown_as_text(topic, follower, author, seen_by):
    make_answer(author, topic, "<script>alert(1)</script> [x](javascript:alert(2)) ![p](https://evil.example/p.png)")

    page = seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<img" not in page.split("data-posts")[1]


# --- Reading on


def test_reading_moves_the_mark_and_only_that(topic, follower, author, seen_by):
    make_answer(author, topic)
    seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/")

    assert ReadMark.objects.get(member=follower, topic=topic).number == 2


def test_topic_opens_where_reading_stopped(topic, author, follower, seen_by):
    for turn in range(POSTS_A_PAGE + 5):
        make_answer(author, topic, f"Answer {turn}.")
    ReadMark.objects.create(member=follower, topic=topic, number=POSTS_A_PAGE)

    page = seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    assert f"Answer {POSTS_A_PAGE}." in page
    assert "Answer 1." not in page


def test_page_that_is_not_there_is_404(topic, follower, seen_by):
    assert seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/?page=99").status_code == 404
    assert seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/?page=x").status_code == 200


def test_older_topics_are_on_the_next_page(board, author, follower, seen_by):
    for turn in range(TOPICS_A_PAGE + 2):
        make_topic(author, board, title=f"Topic number {turn:02}")
    browser = seen_by(follower)

    first = browser.get(f"/boards/{board.slug}/")
    assert b"Topic number 00" not in first.content
    second = browser.get(f"/boards/{board.slug}/?{first.context['page'].older}")
    assert b"Topic number 00" in second.content
    assert b"Topic number 31" not in second.content


# --- What a page costs


@pytest.mark.parametrize("path", ["/", "/boards/", "/boards/north-west/", "/topics/{topic}/", "/search/?q=protocol",
                                  "/notifications/", "/moderation/", "/mail-settings/"])  # fmt: skip
def test_list_page_costs_the_same_with_one_row_and_with_three(topic, board, author, follower, rep, seen_by, path):
    drain_outbox()
    browser, path = seen_by(rep), path.format(topic=ref("topic", topic.pk))
    browser.get(path)
    with CaptureQueriesContext(connection) as one:
        browser.get(path)
    for turn in range(2):
        other = make_topic(make_member(board.network), board, title=f"Another protocol {turn}")
        make_answer(follower, other, "protocol")
        make_answer(follower, topic, "protocol")
    drain_outbox()
    browser.get(path)
    with CaptureQueriesContext(connection) as three:
        browser.get(path)

    assert len(one) == len(three)


def test_search_finds_words_and_the_beginning_of_the_last(topic, author, follower, seen_by):
    make_answer(author, topic, "We wrote an escalation route with the emergency duty team.")
    browser = seen_by(follower)
    for query in ("escalation", "duty emergency", "escalat", '"; drop table --', "a" * 500, "\x00"):
        assert browser.get("/search/", {"q": query}).status_code == 200
    assert b"<mark>escalation</mark> route" in browser.get("/search/?q=escalation+duty").content
    assert b"</mark> route" not in browser.get("/search/?q=escalation+cheese").content


def test_follow_buttons_change_what_is_mailed(topic, follower, seen_by):
    browser = seen_by(follower)
    browser.post(f"/topics/{ref('topic', topic.pk)}/follow/", {"wants": "mute"})
    browser.post("/boards/north-west/follow/", {"wants": "nothing"})

    assert follower.topic_follows.get().wants == "mute"
    assert follower.board_follows.get().wants == "nothing"
    assert browser.post(f"/topics/{ref('topic', topic.pk)}/follow/", {"wants": new_key()}).status_code == 404


def test_forms_work_in_a_browser_that_names_its_origin_and_not_in_one_that_hides_it(topic, follower):
    client = Client(enforce_csrf_checks=True)
    client.force_login(follower)
    page = client.get(f"/topics/{ref('topic', topic.pk)}/")
    form = {"text": "Agreed.", "key": "web:1", "csrfmiddlewaretoken": page.context["csrf_token"]}

    assert page["Referrer-Policy"] == "same-origin"
    assert client.post(f"/topics/{ref('topic', topic.pk)}/", form, headers={"origin": "null"}).status_code == 403
    assert (
        client.post(f"/topics/{ref('topic', topic.pk)}/", form, headers={"origin": "http://testserver"}).status_code
        == 302
    )


def test_a_page_is_sent_without_its_templates_indentation_and_words_keep_theirs(topic, author, follower, seen_by):
    make_answer(author, topic, "```\n    four blanks\n```")
    page = seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()

    assert [line for line in page.splitlines() if line.startswith((" ", "\t"))] == []
    assert "<code>    four blanks" in page
