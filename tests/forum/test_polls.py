"""Polls: made with a topic or later, answered once by each, closed by the clock, anonymous towards others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.refs import ref
from forum.access import NotVisible
from forum.actions.add_poll import add_poll
from forum.actions.cast_vote import cast_vote
from forum.actions.start_topic import start_topic
from forum.content import BadContent
from forum.models import Ballot, Poll, Topic
from forum.origin import Origin
from forum.polls.closing import close_due_polls
from forum.polls.results import results_of
from forum.polls.voters import ballots_of
from forum.polls.wish import BadPoll, PollWish
from notifications.models import Letter
from outbox.models import Event
from regions.actions.change_membership import change_membership
from regions.actions.erase_member import erase_member
from regions.permissions import Reason, Refused
from tests.factories import fresh, make_board, make_member, make_network, make_officer
from tests.outbound import drain_outbox, mails_to, plain_text

OPTIONS = ("Training", "Bulletin", "Conference")


def wish(kind="single", *, hidden=False, days=3, options=OPTIONS) -> PollWish:
    return PollWish("What do you need most?", options, timezone.now() + timedelta(days=days), kind, hidden)


@pytest.fixture
def poll(author, topic):
    return add_poll(author, topic.pk, wish=wish())


def outcome(poll, **later):
    poll = Poll.objects.select_related("topic__forum__network").get(pk=poll.pk)
    return results_of(poll, ballots_of(poll), **later)


def closed(poll):
    Poll.objects.filter(pk=poll.pk).update(closes=timezone.now() - timedelta(minutes=1))


def crowd(region, poll, picks, number):
    for _ in range(number):
        cast_vote(make_member(region), poll.topic_id, picks=picks)


def test_a_topic_starts_with_its_poll(author, board):
    post = start_topic(
        author, board.slug, title="Needs", content="Please say.", origin=Origin.web(), idempotency_key="a", poll=wish()
    )
    assert Poll.objects.get(topic=post.topic_id).options == list(OPTIONS)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (wish(options=("One",)), "options"),
        (wish(options=("One", "one")), "options"),
        (wish(options=tuple(str(n) for n in range(13)))  , "options"),
        (wish(days=-1), "closes_on"),
        (wish(days=500), "closes_on"),
        (PollWish("", OPTIONS, timezone.now() + timedelta(days=1)), "question"),
        (wish(options=("Kyle Smith, born 03/04/2011", "Nobody")), "options"),
    ],
)  # fmt: skip
def test_a_poll_that_cannot_be_made_says_where_and_the_topic_is_not_there_either(author, board, wrong, field):
    with pytest.raises(BadPoll) as problem:
        start_topic(
            author, board.slug, title="T", content="C", origin=Origin.web(), idempotency_key="a", poll=wrong
        )  # fmt: skip
    assert problem.value.field == field
    assert Topic.objects.count() == 0


def test_only_the_author_and_the_representative_add_one_and_only_one(author, follower, rep, topic, poll):
    with pytest.raises(Refused) as twice:
        add_poll(author, topic.pk, wish=wish())
    assert twice.value.reason == Reason.POLL_THERE
    Poll.objects.all().delete()
    with pytest.raises(Refused) as other:
        add_poll(follower, topic.pk, wish=wish())
    assert other.value.reason == Reason.NOT_THE_AUTHOR
    assert add_poll(rep, topic.pk, wish=wish())


def test_a_member_answers_once_and_may_change_it(follower, poll):
    cast_vote(follower, poll.topic_id, picks=[1])
    cast_vote(follower, poll.topic_id, picks=[3])
    assert [ballot.picks for ballot in Ballot.objects.all()] == [[3]]


def test_threat_86_an_answer_after_the_close_is_refused_with_a_sentence(follower, poll):
    cast_vote(follower, poll.topic_id, picks=[1])
    closed(poll)
    with pytest.raises(Refused) as late:
        cast_vote(follower, poll.topic_id, picks=[2])
    assert late.value.reason == Reason.POLL_CLOSED
    assert Ballot.objects.get().picks == [1]


@pytest.mark.parametrize(("kind", "picks"), [("single", [1, 2]), ("single", []), ("multiple", [1, 1]), ("ranked", [4])])
def test_an_answer_that_is_none_is_not_taken(author, follower, topic, kind, picks):
    add_poll(author, topic.pk, wish=wish(kind))
    with pytest.raises(BadContent):
        cast_vote(follower, topic.pk, picks=picks)
    assert not Ballot.objects.exists()


def test_who_cannot_read_or_answer_does_not_vote(londoner, follower, poll):
    with pytest.raises(NotVisible):
        cast_vote(londoner, poll.topic_id, picks=[1])
    change_membership(None, follower.memberships.get().pk, status="lapsed")
    with pytest.raises(Refused):
        cast_vote(fresh(follower), poll.topic_id, picks=[1])


def test_the_event_tells_neither_who_nor_what(follower, poll):
    cast_vote(follower, poll.topic_id, picks=[2])
    payload = Event.objects.filter(name="VoteCast").latest("pk").payload
    assert set(payload) == {"poll_id", "topic_id", "board_id"}


def test_turnout_always_shows_and_answers_only_from_five_on(north_west, poll, author):
    crowd(north_west, poll, [1], 4)
    before = outcome(poll)
    assert (before.answered, before.asked, before.options) == (4, 5, ())
    crowd(north_west, poll, [2], 1)
    after = outcome(poll)
    assert [(row.words, row.votes, row.percent) for row in after.options] == [
        ("Training", 4, 80), ("Bulletin", 1, 20), ("Conference", 0, 0),
    ]  # fmt: skip


def test_scenario_95_a_hidden_result_shows_nowhere_before_the_close(north_west, author, topic, page_of):
    poll = add_poll(author, topic.pk, wish=wish(hidden=True))
    crowd(north_west, poll, [1], 6)
    assert (outcome(poll).options, outcome(poll).answered) == ((), 6)
    for address in (
        f"/topics/{ref('topic', topic.pk)}/",
        f"/topics/{ref('topic', topic.pk)}/poll/",
        f"/topics/{ref('topic', topic.pk)}/poll/results.csv",
    ):
        page = page_of(author, address)
        assert "100 %" not in page, address
        assert ",6" not in page.replace("answered,,,6", ""), address
        assert "shown when the poll has closed" in page
    closed(poll)
    assert outcome(poll).options[0].votes == 6
    assert "100 %" in page_of(author, f"/topics/{ref('topic', topic.pk)}/")


@pytest.fixture
def page_of(seen_by):
    def read(member, address):
        answer = seen_by(member).get(address)
        assert answer.status_code == 200, address
        return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()

    return read


def test_scenario_94_by_region_only_after_the_close_and_the_same_on_page_in_mail_and_in_the_file(author, page_of):
    names = ("North West", "London", "Eastern", "South East", "Wessex")
    regions = {name: make_network(name) for name in names}
    writer = make_officer("chair", region=regions["London"])
    board = make_board(make_network("Everyone", kind="national"), slug="national")
    topic_id = start_topic(
        writer, board.slug, title="Needs", content="Say.", origin=Origin.web(), idempotency_key="a", poll=wish()
    ).topic_id
    poll = Poll.objects.get(topic=topic_id)
    for name, number in zip(names, (6, 2, 7, 8, 5), strict=True):
        crowd(regions[name], poll, [1] if name != "London" else [3], number)
    assert outcome(poll).regions == ()
    closed(poll)

    rows = outcome(poll).regions
    assert [(row.names, row.answered) for row in rows] == [
        (("North West", "London", "Eastern"), 15), (("South East",), 8), (("Wessex and no region",), 5),
    ]  # fmt: skip
    close_due_polls()
    drain_outbox()
    voter = Ballot.objects.filter(poll=poll).first().member
    mail = " ".join(plain_text(mails_to(voter.email)[-1]).split())
    page = " ".join(page_of(voter, f"/topics/{ref('topic', topic_id)}/").split())
    file = page_of(voter, f"/topics/{ref('topic', topic_id)}/poll/results.csv")
    assert "North West, London, Eastern together: 15 answered; Training 13; Bulletin 0; Conference 2." in mail
    assert '<th scope="row">North West, London, Eastern together</th><td class="num">15</td>' in page
    assert '"North West, London, Eastern",Training,13' in file
    for told in (mail, page, file):
        assert "London: 2" not in told
        assert "London,Conference" not in told


def test_a_ranked_poll_shows_its_rounds(north_west, author, topic, page_of):
    poll = add_poll(author, topic.pk, wish=wish("ranked"))
    crowd(north_west, poll, [1, 2, 3], 3)
    crowd(north_west, poll, [2, 3, 1], 2)
    crowd(north_west, poll, [3, 2], 2)
    found = outcome(poll)
    assert [row.out for row in found.rounds] == [("Bulletin",), ()]  # level with Conference: by lot
    assert (found.rounds[0].by_lot, found.first) == (True, ("Conference",))
    assert "by instant run-off" in page_of(author, f"/topics/{ref('topic', topic.pk)}/")


def test_the_close_is_told_once_and_who_answered_hears_of_it(author, follower, poll):
    cast_vote(follower, poll.topic_id, picks=[1])
    assert close_due_polls() == 0
    closed(poll)
    assert (close_due_polls(), close_due_polls()) == (1, 0)
    drain_outbox()
    assert Letter.objects.filter(template="poll_closed", member=follower).count() == 1


def test_scenario_98_who_is_erased_stays_counted_without_a_name(follower, poll):
    cast_vote(follower, poll.topic_id, picks=[1])
    erase_member(follower, follower.pk)
    assert [(ballot.member_id, ballot.picks) for ballot in Ballot.objects.all()] == [(None, [1])]


def test_the_new_topic_page_makes_a_poll_without_script(seen_by, author, board):
    client = seen_by(author)
    fields = {"board": board.slug, "kind": "question", "title": "Needs", "text": "Please say.", "key": "web:1"}
    poll_fields = {
        "poll-question": "What first?",
        "poll-kind": "ranked",
        "poll-hidden": "on",
        "poll-closes_at": "17:00",
    }
    wrong = client.post("/topics/new/", fields | poll_fields | {"poll-options": "One", "poll-closes_on": "2026-01-01"})
    assert wrong.status_code == 422
    assert "Give 2 to 12 options" in wrong.content.decode()
    assert "What first?" in wrong.content.decode()

    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    right = client.post("/topics/new/", fields | poll_fields | {"poll-options": "One\nTwo", "poll-closes_on": day})
    made = Poll.objects.get()
    assert (right.status_code, made.kind, made.hidden, made.options) == (302, "ranked", True, ["One", "Two"])
    assert timezone.localtime(made.closes).strftime("%Y-%m-%d %H:%M") == f"{day} 17:00"


def test_answering_on_the_page(seen_by, follower, poll):
    client = seen_by(follower)
    empty = client.post(f"/topics/{ref('topic', poll.topic_id)}/poll/", {})
    assert (empty.status_code, "Choose one of the options." in empty.content.decode()) == (422, True)
    assert client.post(f"/topics/{ref('topic', poll.topic_id)}/poll/", {"pick": "2"}).status_code == 302
    assert "You answered: Bulletin." in client.get(f"/topics/{ref('topic', poll.topic_id)}/").content.decode()


def test_an_added_poll_is_mailed_with_the_way_to_answer_it(follower, author, topic):
    drain_outbox()
    add_poll(author, topic.pk, wish=wish("ranked"))
    drain_outbox()
    letter = mails_to(follower.email)[-1]
    assert "1. Training\n2. Bulletin\n3. Conference" in plain_text(letter)
    assert "nothing else: 2, 1, 3" in plain_text(letter)
    assert str(letter["Reply-To"]).startswith("reply+")
