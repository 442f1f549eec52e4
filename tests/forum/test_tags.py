"""Tags: who sets them, how many, and how a network's list stays tidy."""

import pytest
from django.http import Http404

from accounts.refs import ref
from audit.models import Entry
from forum.actions.move_topic import move_topic
from forum.actions.remove_tag import remove_tag
from forum.actions.rename_tag import rename_tag
from forum.actions.set_tags import set_tags
from forum.models import Tag, Topic
from regions.permissions import Reason, Refused
from regions.problems import Problem
from tests.factories import fresh, make_board, make_network, make_topic


def line(topic):
    return Topic.objects.get(pk=topic.pk).tag_line


def test_author_tags_their_topic_and_the_list_shows_it(topic, board, author, follower, seen_by):
    seen_by(author).post(f"/topics/{ref('topic', topic.pk)}/tags/", {"more": "remand beds, Out of hours"})

    assert line(topic) == "remand beds · Out of hours"
    page = seen_by(follower).get(f"/boards/{board.slug}/?tag=remand-beds").content.decode()
    assert "remand beds · Out of hours" in page
    assert topic.subject in page
    assert topic.subject not in seen_by(follower).get(f"/boards/{board.slug}/?tag=funding").content.decode()
    assert not Entry.objects.filter(verb="set_tags").exists()


def test_representative_tags_anothers_topic_and_it_is_logged(topic, rep):
    set_tags(rep, topic.pk, names=["remand"])

    assert line(topic) == "remand"
    assert Entry.objects.get(verb="set_tags").actor_id == rep.pk


def test_another_member_does_not_tag_it(topic, follower, seen_by):
    with pytest.raises(Refused) as refused:
        set_tags(follower, topic.pk, names=["remand"])

    assert refused.value.reason == Reason.NOT_THE_AUTHOR
    assert seen_by(follower).post(f"/topics/{ref('topic', topic.pk)}/tags/", {"more": "remand"}).status_code == 403
    assert line(topic) == ""


def test_the_same_word_written_otherwise_is_the_same_tag(topic, board, author):
    other = make_topic(author, board, title="Another")
    set_tags(author, topic.pk, names=["Remand beds"])
    set_tags(author, other.pk, names=["remand  bed", "REMAND BEDS"])

    assert [tag.name for tag in Tag.objects.all()] == ["Remand beds"]
    assert line(other) == "Remand beds"


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (["one", "two", "three", "four", "five", "six"], "5 is the most"),
        (["x" * 31], "30 is the most"),
        (["!!!"], "letters or digits"),
        (["NHS 999 123 4563"], "No child is ever described"),
    ],
)
def test_tags_that_cannot_be_kept_are_given_back(topic, author, seen_by, names, sentence):
    with pytest.raises(Problem, match=sentence):
        set_tags(author, topic.pk, names=names)

    response = seen_by(author).post(f"/topics/{ref('topic', topic.pk)}/tags/", {"more": ", ".join(names)})
    assert response.status_code == 422
    assert names[0] in response.content.decode()
    assert Tag.objects.count() == 0


def test_five_are_kept_and_the_next_choice_replaces_them(topic, author):
    set_tags(author, topic.pk, names=["a1", "a2", "a3", "a4", "a5", " ", "A1"])
    assert line(topic) == "a1 · a2 · a3 · a4 · a5"
    set_tags(author, topic.pk, names=[])
    assert line(topic) == ""


def test_representative_makes_one_tag_of_two(topic, board, author, rep, seen_by):
    other = make_topic(author, board, title="Another")
    set_tags(author, topic.pk, names=["remand", "bail"])
    set_tags(author, other.pk, names=["custody"])
    custody = Tag.objects.get(name="custody")

    seen_by(rep).post("/networks/north-west/tags/", {"do": "rename", "tag": custody.pk, "name": "Remand"})

    assert [line(topic), line(other)] == ["remand · bail", "remand"]
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["bail", "remand"]
    assert Entry.objects.get(verb="rename_tag").actor_id == rep.pk


def test_topic_with_both_tags_has_the_one_afterwards(topic, author, rep):
    set_tags(author, topic.pk, names=["remand", "custody"])
    rename_tag(rep, "north-west", Tag.objects.get(name="custody").pk, name="remand")

    assert line(topic) == "remand"


def test_representative_renames_and_removes(topic, author, rep):
    set_tags(author, topic.pk, names=["remnad", "x1"])
    rename_tag(rep, "north-west", Tag.objects.get(name="remnad").pk, name="remand")
    assert line(topic) == "remand · x1"
    remove_tag(rep, "north-west", Tag.objects.get(name="x1").pk)
    assert line(topic) == "remand"


def test_nobody_else_tidies_the_list(topic, author, follower, londoner, seen_by):
    set_tags(author, topic.pk, names=["remand"])
    tag = Tag.objects.get()

    assert seen_by(follower).post("/networks/north-west/tags/", {"do": "remove", "tag": tag.pk}).status_code == 403
    assert seen_by(londoner).post("/networks/north-west/tags/", {"do": "remove", "tag": tag.pk}).status_code == 404
    assert line(topic) == "remand"


def test_tag_of_another_network_is_not_there_for_a_representative(topic, author, rep, london):
    theirs = Tag.objects.create(network=london, name="remand", slug="remand")

    with pytest.raises(Http404):
        remove_tag(rep, "north-west", theirs.pk)
    assert Tag.objects.filter(pk=theirs.pk).exists()


def test_moved_topic_has_the_tags_of_its_new_network(topic, author, rep):
    everybody = make_network("Everybody", kind="national")
    there = make_board(everybody, slug="national")
    set_tags(author, topic.pk, names=["remand"])

    move_topic(fresh(rep), topic.pk, there.pk)

    moved = Topic.objects.get(pk=topic.pk)
    assert moved.tag_line == "remand"
    assert moved.tag_rows.get().tag.network_id == everybody.pk
