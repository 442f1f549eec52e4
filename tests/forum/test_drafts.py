"""What is begun is kept: by two tabs, a signed-out browser and a crash alike; and only its author reads it."""

import pytest

from accounts.refs import ref
from forum.access import NotVisible
from forum.actions.edit_post import edit_post
from forum.actions.save_draft import DraftMoved, save_draft
from forum.actions.undo_post import undo_post
from forum.drafts import NEW, Words, topic_place
from forum.models import Draft, Post
from tests.factories import make_answer, make_topic

JSON = {"accept": "application/json"}


def keep(browser, topic, text, version=0, **more):
    form = {"place": f"topic:{topic.pk}", "text": text, "draft_version": version} | more
    return browser.post("/drafts/keep/", form, headers=JSON)


def test_draft_is_in_the_answer_box_of_any_browser_and_gone_once_posted(topic, follower, seen_by):
    assert keep(seen_by(follower), topic, "Half a thought").json() == {"version": 1, "rules": []}
    other = seen_by(follower)
    page = other.get(f"/topics/{ref('topic', topic.pk)}/")
    assert "Half a thought</textarea>" in page.content.decode()

    form = page.context["form"]
    other.post(
        f"/topics/{ref('topic', topic.pk)}/",
        {"text": "A whole thought", "key": form["key"].value(), "draft_version": form["draft_version"].value()},
    )

    assert not Draft.objects.exists()
    assert "Half a thought" not in other.get(f"/topics/{ref('topic', topic.pk)}/").content.decode()


def test_second_tab_does_not_write_over_the_first(topic, follower, seen_by):
    browser = seen_by(follower)
    keep(browser, topic, "From the first tab")
    second = keep(browser, topic, "From the second tab")

    assert second.status_code == 409
    assert second.json() == {"version": 1, "text": "From the first tab", "title": ""}
    assert Draft.objects.get().text == "From the first tab"
    assert keep(browser, topic, "From the second tab", version=1).json()["version"] == 2


def test_posting_from_one_tab_leaves_what_the_other_kept(topic, follower, seen_by):
    browser = seen_by(follower)
    keep(browser, topic, "One")
    keep(browser, topic, "Two, of the other tab", version=1)
    browser.post(f"/topics/{ref('topic', topic.pk)}/", {"text": "One, posted", "key": "web:1", "draft_version": 1})

    assert Draft.objects.get().text == "Two, of the other tab"


def test_draft_that_was_posted_meanwhile_is_kept_anew(topic, follower, seen_by):
    browser = seen_by(follower)
    keep(browser, topic, "One")
    browser.post(f"/topics/{ref('topic', topic.pk)}/", {"text": "One", "key": "web:1", "draft_version": 1})

    assert keep(browser, topic, "And another thing", version=1).json()["version"] == 1


def test_emptied_draft_goes(topic, follower, seen_by):
    browser = seen_by(follower)
    keep(browser, topic, "Never mind")

    assert keep(browser, topic, " ", version=1).json()["version"] == 0
    assert not Draft.objects.exists()


def test_same_words_kept_twice_are_one_version_however_their_lines_end(topic, follower):
    save_draft(follower, topic_place(topic.pk), words=Words("One\r\ntwo"), version=0)

    assert save_draft(follower, topic_place(topic.pk), words=Words("One\ntwo"), version=0).version == 1


def test_without_script_keep_as_draft_leads_to_the_list_and_back(topic, follower, seen_by):
    browser = seen_by(follower)
    answered = browser.post(
        "/drafts/keep/", {"place": f"topic:{topic.pk}", "text": "Half a thought", "do": "draft"}, follow=True
    )

    page = answered.content.decode()
    assert "Half a thought" in page
    assert f'href="/topics/{ref("topic", topic.pk)}/#answer"' in page
    browser.post("/drafts/keep/", {"place": f"topic:{topic.pk}", "draft_version": 1, "do": "discard"})
    assert not Draft.objects.exists()


def test_without_script_two_tabs_see_both_texts(topic, follower, seen_by):
    browser = seen_by(follower)
    keep(browser, topic, "From the first tab")
    second = browser.post("/drafts/keep/", {"place": f"topic:{topic.pk}", "text": "From the second tab", "do": "draft"})

    page = second.content.decode()
    assert second.status_code == 409
    assert "From the first tab</textarea>" in page
    assert "From the second tab</textarea>" in page


def test_signed_out_script_is_told_and_nothing_is_kept_for_anybody(topic, client):
    assert keep(client, topic, "Mine").status_code == 401
    assert not Draft.objects.exists()


def test_scenario_6_draft_button_pressed_when_signed_out_gives_the_text_back_after_signing_in(topic, follower, client):
    client.post("/drafts/keep/", {"place": f"topic:{topic.pk}", "text": "Half a thought", "do": "draft"})
    session = client.session
    kept = session["kept"]
    client.force_login(follower)
    session = client.session
    session["kept"] = kept
    session.save()

    assert "Half a thought</textarea>" in client.get("/drafts/keep/").content.decode()


def test_nobody_else_finds_a_draft(topic, follower, author, seen_by):
    keep(seen_by(follower), topic, "For my eyes")

    for path in ("/drafts/", f"/topics/{ref('topic', topic.pk)}/"):
        assert "For my eyes" not in seen_by(author).get(path).content.decode()


@pytest.mark.parametrize("place", ["topic:{topic}", "topic:999999", "edit:{post}", "topic:x", "", "edit:999999"])
def test_threat_22_no_draft_in_a_place_that_one_does_not_see(topic, londoner, place):
    post = Post.objects.get(topic=topic)
    with pytest.raises(NotVisible):
        save_draft(londoner, place.format(topic=topic.pk, post=post.pk), words=Words("Mine"), version=0)
    assert not Draft.objects.exists()


def test_no_draft_of_a_change_to_anothers_post(topic, follower):
    with pytest.raises(NotVisible):
        save_draft(follower, f"edit:{Post.objects.get(topic=topic).pk}", words=Words("Mine"), version=0)


def test_draft_outlives_the_right_to_read_its_topic_and_shows_no_title(topic, author, follower, londoner, seen_by):
    Draft.objects.create(member=londoner, place=f"topic:{topic.pk}", topic=topic, text="My own words")

    page = seen_by(londoner).get("/drafts/").content.decode()
    assert "My own words" in page
    assert topic.subject not in page


def test_draft_of_a_topic_brings_back_board_kind_and_title(board, follower, seen_by):
    browser = seen_by(follower)
    form = {"place": "new", "text": "Words", "title": "A title", "kind": "request", "board": board.slug, "do": "draft"}
    browser.post("/drafts/keep/", form)

    page = browser.get("/topics/new/")
    shown = page.context["form"].initial
    assert [shown[name] for name in ("text", "title", "kind", "board", "draft_version")] == [
        "Words",
        "A title",
        "request",
        board.slug,
        1,
    ]


def test_draft_of_a_change_comes_back_and_goes_when_it_is_saved(topic, author, seen_by):
    answer = make_answer(author, topic, "As it was.")
    browser = seen_by(author)
    browser.post("/drafts/keep/", {"place": f"edit:{answer.pk}", "text": "Half changed", "do": "draft"})
    assert "Half changed</textarea>" in browser.get(f"/posts/{ref('post', answer.pk)}/edit/").content.decode()

    browser.post(f"/posts/{ref('post', answer.pk)}/edit/", {"text": "Changed", "version": 0, "draft_version": 1})
    assert not Draft.objects.exists()


def test_scenario_44_undone_text_is_a_draft_again(board, topic, author, settings, seen_by):
    settings.UNDO_SECONDS = 300
    answer = make_answer(author, topic, "Too soon.")
    browser = seen_by(author)
    landed = browser.post(f"/posts/{ref('post', answer.pk)}/undo/", follow=True)
    assert "Too soon.</textarea>" in landed.content.decode()

    wrong = make_topic(author, board, title="On the wrong board", text="Oh dear.")
    landed = browser.post(f"/posts/{ref('post', Post.objects.get(topic=wrong).pk)}/undo/", follow=True)
    assert "Oh dear.</textarea>" in landed.content.decode()
    assert Draft.objects.get(place=NEW).board == board


def test_undo_writes_over_no_draft(topic, author, settings):
    settings.UNDO_SECONDS = 300
    answer = make_answer(author, topic, "Too soon.")
    save_draft(author, topic_place(topic.pk), words=Words("Something else"), version=0)
    undo_post(author, answer.pk)

    assert Draft.objects.get().text == "Something else"


def test_draft_that_another_tab_emptied_moves_nothing_silently(topic, follower):
    place = topic_place(topic.pk)
    save_draft(follower, place, words=Words("One"), version=0)
    save_draft(follower, place, words=Words("Two"), version=1)

    with pytest.raises(DraftMoved):
        save_draft(follower, place, words=Words(""), version=1)
    assert Draft.objects.get().text == "Two"


DETAILS = "Can anyone take Jayden Marlowe, DOB 03/05/2011, NHS 999 123 4563?"


def test_writer_is_told_before_posting_what_would_be_held(topic, follower, seen_by):
    browser = seen_by(follower)
    assert "an NHS number" in keep(browser, topic, DETAILS).json()["rules"]

    page = browser.post(f"/topics/{ref('topic', topic.pk)}/", {"text": DETAILS, "key": "web:1", "do": "preview"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "It would be held" in text
    assert "an NHS number" in text
    assert f"{DETAILS}</textarea>" in text
    assert not Post.objects.filter(poster=follower).exists()


RICH = "# Title\n\n**bold** <script>alert(1)</script> [x](javascript:alert(1)) https://example.org\n\n> quote"


def test_preview_is_exactly_what_is_shown(topic, author, follower, seen_by):
    browser = seen_by(follower)
    preview = browser.post("/preview/", {"text": RICH}).content.decode()
    answer = make_answer(follower, topic, RICH)

    assert answer._content_rendered in preview
    assert answer._content_rendered in browser.get(f"/topics/{ref('topic', topic.pk)}/?page=1").content.decode()
    assert "<script>" not in preview


def test_preview_of_a_new_topic_and_of_a_change_keeps_what_was_typed(board, topic, author, seen_by):
    browser = seen_by(author)
    form = {
        "board": board.slug,
        "kind": "question",
        "title": "A title",
        "text": "**Words**",
        "key": "web:1",
        "do": "preview",
    }
    page = browser.post("/topics/new/", form).content.decode()
    assert "<strong>Words</strong>" in page
    assert 'value="A title"' in page

    post = Post.objects.get(topic=topic)
    page = browser.post(
        f"/posts/{ref('post', post.pk)}/edit/", {"text": "**Words**", "version": 0, "do": "preview"}
    ).content.decode()
    assert "<strong>Words</strong>" in page
    assert edit_post(author, post.pk, content="Other.", version=0).updates_count == 1
