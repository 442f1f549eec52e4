"""One question to several regions: their representatives take it on, and each reader has it once."""

import pytest

from accounts.refs import ref
from forum.access import NotVisible, visible_posts, visible_topics
from forum.actions.ask_regions import ask_regions
from forum.actions.decide_asking import decide_asking
from forum.actions.end_asking import end_asking
from forum.actions.follow_board import follow_board
from forum.actions.merge_networks import merge_networks
from forum.actions.merge_topics import merge_topics
from forum.actions.move_topic import move_topic
from forum.actions.split_topic import split_topic
from forum.actions.write_aside import write_aside
from forum.asking import board_of_region
from forum.content import BadContent
from forum.mail_wishes import wishes_about, wishes_of
from forum.models import AskedRegion, Board, Topic
from notifications.models import Notification
from notifications.sender import drain_deliveries
from outbox.dispatch import drain_events
from regions.actions.admit_member import admit_member
from regions.models import Network
from regions.permissions import Reason, Refused
from regions.problems import Problem
from tests.factories import (
    fresh,
    make_answer,
    make_board,
    make_member,
    make_network,
    make_representative,
    make_service,
    make_topic,
)
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def london_board(london):
    return make_board(london, slug="london")


@pytest.fixture
def london_rep(london):
    return make_representative(london, "Lotte")


@pytest.fixture
def east():
    region = make_network("East")
    make_board(region, slug="east")
    return region


@pytest.fixture
def east_rep(east):
    return make_representative(east, "Edith")


def now_of(topic: Topic) -> Topic:
    return Topic.objects.select_related("forum__network").get(pk=topic.pk)


def taken_on(topic, rep, region) -> AskedRegion:
    """The topic's author asks, and the region's representative says yes."""
    (row,) = ask_regions(fresh(topic.poster), topic.pk, region_ids=[region.pk])
    return decide_asking(fresh(rep), row.pk, accept=True)


def test_scenario_23_who_belongs_to_two_of_the_regions_asked_gets_one_mail_and_sees_one_topic(
    topic, author, london, london_board, london_rep, east, east_rep, seen_by
):
    both = make_member(london, "Bo", address="bo@both.example")
    admit_member(
        None, both, make_service(east), tier="full", job_title="Head of service",
        starts=both.memberships.first().starts,
    )  # fmt: skip
    taken_on(topic, london_rep, london)
    taken_on(topic, east_rep, east)
    drain_outbox()
    make_answer(author, now_of(topic), "Nobody here has one.")
    drain_outbox()

    about = [str(mail["Subject"]) for mail in mails_to(both.email) if topic.subject in str(mail["Subject"])]
    assert about == [f"[North West] {topic.subject}", f"Re: [North West] {topic.subject}"]
    told = Notification.objects.filter(member=both, topic=topic).order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["new_topic", "answer"]
    assert list(visible_topics(fresh(both)).filter(pk=topic.pk)) == [topic]
    assert "your region took on a question of North West" in plain_text(mails_to(both.email)[-1])
    assert "Read by members of North West" in plain_text(mails_to(both.email)[-1])
    browser = seen_by(both)
    for address in ("london", "east"):
        page = browser.get(f"/boards/{address}/").content.decode()
        assert page.count(f">{topic.subject}</a>") == 1
        assert "North West asks" in page
    found = browser.get("/search/?q=remand").content.decode()
    assert found.count(f'href="/posts/{ref("post", topic.first_post_id)}/"') == 1


def test_nobody_of_the_region_sees_a_word_until_its_representative_takes_it_on(
    topic, author, londoner, london, london_board, london_rep, seen_by
):
    (row,) = ask_regions(author, topic.pk, region_ids=[london.pk])
    drain_outbox()

    browser = seen_by(londoner)
    assert browser.get(f"/topics/{ref('topic', topic.pk)}/").status_code == 404
    assert browser.get(f"/asked/{ref('asking', row.pk)}/").status_code == 404
    assert topic.subject not in browser.get("/boards/london/").content.decode()
    assert mails_to(londoner.email) == []
    letter = plain_text(mails_to(london_rep.email)[-1])
    assert "asks whether London takes this question on" in letter
    assert "We need one." in letter

    page = seen_by(london_rep).get(f"/asked/{ref('asking', row.pk)}/").content.decode()
    assert "We need one." in page
    seen_by(london_rep).post(f"/asked/{ref('asking', row.pk)}/", {"do": "accept"})
    drain_outbox()

    assert browser.get(f"/topics/{ref('topic', topic.pk)}/").status_code == 200
    assert topic.subject in browser.get("/boards/london/").content.decode()
    assert topic.subject in str(mails_to(londoner.email)[-1]["Subject"])
    assert "London has taken on the question of North West" in plain_text(mails_to(author.email)[-1])


def test_answer_by_mail_from_a_region_that_was_asked_stands_in_the_topic_with_its_letters(
    topic, author, londoner, london, london_board, london_rep, seen_by
):
    taken_on(topic, london_rep, london)
    drain_outbox()
    to = str(mails_to(londoner.email)[-1]["Reply-To"])
    row = receive(write_mail(sender=londoner.email, to=to, text="We have one in London."), sender=londoner.email, to=to)

    assert row.state == "posted", row.reason
    post = visible_posts(fresh(author)).get(topic=topic, number=2)
    assert (post.poster_id, post.region_id) == (londoner.pk, london.pk)
    page = seen_by(author).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    assert f'title="{london.name}"' in page
    assert make_answer(fresh(author), now_of(topic), "Thank you.").region_id == topic.forum.network_id
    mine = seen_by(londoner)
    assert mine.get(f"/posts/{ref('post', post.pk)}/edit/").status_code == 200
    other = make_topic(author, topic.forum, title="Not yours?")
    assert mine.get(f"/topics/{ref('topic', other.pk)}/").status_code == 404
    assert mine.get(f"/boards/{topic.forum.slug}/").status_code == 404
    assert f'href="/boards/{topic.forum.slug}/"' not in mine.get(f"/topics/{ref('topic', topic.pk)}/").content.decode()


def test_who_wrote_in_it_is_told_that_more_people_read(
    topic, author, follower, londoner, london, london_board, london_rep
):
    make_answer(follower, topic, "Written for North West.")
    drain_outbox()
    taken_on(topic, london_rep, london)
    drain_outbox()

    letter = plain_text(mails_to(follower.email)[-1])
    assert "its members read the topic, with all that was written in it so far" in letter
    assert "know who reads" in letter


def test_when_it_ends_everything_ends_at_once(topic, author, londoner, london, london_board, london_rep, seen_by):
    row = taken_on(topic, london_rep, london)
    drain_outbox()
    mine = make_answer(fresh(londoner), now_of(topic), "From London.")
    drain_outbox()
    before = len(mails_to(londoner.email))
    make_answer(fresh(author), now_of(topic), "Waiting to be mailed.")
    drain_events()
    end_asking(fresh(london_rep), row.pk)
    drain_deliveries()

    browser = seen_by(londoner)
    for path in (
        f"/topics/{ref('topic', topic.pk)}/",
        f"/posts/{ref('post', mine.pk)}/",
        f"/topics/{ref('topic', topic.pk)}/newer/?after=0",
        f"/topics/{ref('topic', topic.pk)}/ask/",
    ):
        assert browser.get(path).status_code == 404, path
    assert len(mails_to(londoner.email)) == before
    assert topic.subject not in browser.get("/boards/london/").content.decode()
    assert topic.subject not in browser.get("/notifications/").content.decode()
    assert "From London." in seen_by(author).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()


def test_one_that_declined_says_why_and_can_be_asked_again(topic, author, london, london_board, london_rep):
    (row,) = ask_regions(author, topic.pk, region_ids=[london.pk])
    with pytest.raises(BadContent):
        decide_asking(london_rep, row.pk, accept=False, reason=" ")
    decide_asking(london_rep, row.pk, accept=False, reason="We answered this last month.")
    drain_outbox()
    assert "We answered this last month." in plain_text(mails_to(author.email)[-1])
    with pytest.raises(Refused) as second:
        decide_asking(fresh(london_rep), row.pk, accept=True)

    assert second.value.reason == Reason.ALREADY_DECIDED
    (again,) = ask_regions(fresh(author), topic.pk, region_ids=[london.pk])
    assert (again.pk, again.state, again.reason) == (row.pk, "asked", "")


def test_who_may_ask_and_who_may_answer(
    topic, author, follower, rep, londoner, london, london_board, london_rep, east_rep
):
    with pytest.raises(Refused) as refused:
        ask_regions(follower, topic.pk, region_ids=[london.pk])
    assert refused.value.reason == Reason.NOT_THE_ASKER
    with pytest.raises(Problem):
        ask_regions(author, topic.pk, region_ids=[topic.forum.network_id])
    (row,) = ask_regions(rep, topic.pk, region_ids=[london.pk])
    for nobody in (author, rep, east_rep):
        with pytest.raises(Refused):
            decide_asking(fresh(nobody), row.pk, accept=True)
    with pytest.raises(NotVisible):
        decide_asking(londoner, row.pk, accept=True)
    assert decide_asking(london_rep, row.pk, accept=True).state == "accepted"


def test_what_one_chose_for_the_board_of_ones_own_holds_for_what_stands_on_it(
    topic, author, londoner, london, london_board, london_rep
):
    taken_on(topic, london_rep, london)
    assert wishes_about(now_of(topic))[londoner.pk].rhythm == "everything"
    follow_board(fresh(londoner), "london", wants="daily")

    found = wishes_about(now_of(topic))[londoner.pk]
    assert found == wishes_of(fresh(londoner), [now_of(topic)])[topic.pk]
    assert found.rhythm == "daily"


def test_button_that_stops_and_answers_to_the_author_alone_work_for_who_was_asked(
    topic, author, londoner, london, london_board, london_rep, client
):
    taken_on(topic, london_rep, london)
    drain_outbox()
    letter = mails_to(londoner.email)[-1]
    stop = str(letter["List-Unsubscribe"]).strip("<>").split("/stop/")[1]
    write_aside(fresh(londoner), topic.first_post_id, words="Ring me, please.", idempotency_key="aside-1")
    drain_outbox()
    assert "Ring me, please." in plain_text(mails_to(author.email)[-1])
    client.post(f"/stop/{stop}")
    before = len(mails_to(londoner.email))
    make_answer(fresh(author), now_of(topic), "Not for London's inboxes.")
    drain_outbox()

    assert wishes_about(now_of(topic))[londoner.pk].rhythm == "nothing"
    about = [mail for mail in mails_to(londoner.email)[before:] if topic.subject in str(mail["Subject"])]
    assert about == []


def test_moving_splitting_and_merging_keep_no_reader_that_nobody_let_in(
    topic, author, follower, rep, londoner, london, london_board, london_rep, board
):
    taken_on(topic, london_rep, london)
    answer = make_answer(fresh(follower), now_of(topic), "This is another matter.")
    new = split_topic(fresh(rep), topic.pk, post_ids=[answer.pk], title="Another matter")
    assert visible_topics(fresh(londoner)).filter(pk=new.pk).exists()

    other = make_topic(author, board, title="Only ours")
    merge_topics(fresh(rep), new.pk, into_id=other.pk)
    assert not visible_topics(fresh(londoner)).filter(pk__in=[new.pk, other.pk]).exists()
    assert not visible_posts(fresh(londoner)).filter(pk=answer.pk).exists()

    inner = make_board(topic.forum.network, slug="north-west-inner")
    move_topic(fresh(rep), topic.pk, inner.pk)
    assert visible_topics(fresh(londoner)).filter(pk=topic.pk).exists()


def test_region_that_merges_takes_its_questions_along(topic, author, londoner, london, london_board, london_rep, east):
    taken_on(topic, london_rep, london)
    merge_networks(None, london.pk, east.pk, version=Network.objects.get(pk=london.pk).version)

    assert now_of(topic).asked == {east.pk}
    assert visible_topics(fresh(londoner)).filter(pk=topic.pk).exists()


def test_open_board_of_the_region_hears_of_an_answer(
    topic, author, londoner, london, london_board, london_rep, seen_by
):
    taken_on(topic, london_rep, london)
    browser = seen_by(londoner)
    seq = browser.get(f"/live/since/?board={london_board.pk}&seq=0").json()["seq"]
    make_answer(fresh(author), now_of(topic), "News.")

    told = browser.get(f"/live/since/?board={london_board.pk}&seq={seq}").json()
    assert (told["topics"], told["seq"]) == (1, seq + 1)


def test_question_stands_on_the_board_of_the_regions_own_people_where_another_is_read_by_all(topic):
    region = make_network("West")
    shared = make_board(region, slug="west-practice", readers=Board.Readers.MEMBERS)
    rep = make_representative(region, "Wanda")
    assert board_of_region(region) == shared
    own = make_board(region, slug="west")

    assert taken_on(topic, rep, region).board == own
