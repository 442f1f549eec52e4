"""Who wants what by mail: one rule, asked from both ends; and off means off."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from forum.access import NotVisible
from forum.actions.follow_board import follow_board
from forum.actions.follow_network import follow_network
from forum.actions.follow_topic import follow_topic
from forum.actions.set_mail_habits import set_mail_habits
from forum.actions.stop_digests import stop_digests
from forum.mail_wishes import Because, OwnWishes, Rhythm, Wish, decide, wishes_about
from forum.models import BoardFollow, MailHabits, NetworkFollow, TopicFollow
from notifications.digests import send_digests
from regions.models import Network
from tests.factories import fresh, make_answer, make_board, make_network, make_topic
from tests.outbound import drain_outbox, mails_to, plain_text

RHYTHMS = st.sampled_from(["", *Rhythm.values])
HABITS = {"weekday": 3, "at": time(7, 30), "quiet_from": None, "quiet_until": None, "mentions": True}


@given(
    topic=st.sampled_from(["", "follow", "daily", "weekly", "mute"]), board=RHYTHMS, network=RHYTHMS, habit=RHYTHMS,
    own=st.booleans(), national=st.booleans(),
)  # fmt: skip
def test_the_nearest_choice_counts_and_off_means_off(topic, board, network, habit, own, national):
    wish = decide(topic=topic, board=board, network=network, habit=habit, own=own, national=national)

    nearest = next(word for word in (topic, board, network, "default") if word)
    if nearest in ("mute", "nothing"):
        assert wish.rhythm == Rhythm.NOTHING
    elif nearest != "default":
        assert wish.rhythm == {"follow": "everything"}.get(nearest, nearest)
    elif national:
        assert wish == Wish(Rhythm.WEEKLY, Because.NATIONAL)
    elif not own:
        assert wish.rhythm == Rhythm.NOTHING
    else:
        assert wish.rhythm == (habit or Rhythm.EVERYTHING)


@given(board=RHYTHMS, network=RHYTHMS, habit=RHYTHMS, own=st.booleans(), national=st.booleans())
def test_who_wrote_in_a_topic_has_its_answers_unless_they_said_no(board, network, habit, own, national):
    wish = decide(topic="wrote", board=board, network=network, habit=habit, own=own, national=national)

    said = board or network or (habit if own and not national else "")
    assert wish == Wish(Rhythm.NOTHING if said == "nothing" else Rhythm.EVERYTHING, Because.TOPIC)


@pytest.mark.parametrize("topic_wants", ["", "follow", "wrote", "daily", "weekly", "mute"])
@pytest.mark.parametrize("board_wants", ["", "everything", "nothing"])
@pytest.mark.parametrize("network_wants", ["", "weekly"])
def test_both_ends_agree(topic, follower, londoner, board, topic_wants, board_wants, network_wants):
    for member in (follower, londoner):
        if topic_wants:
            TopicFollow.objects.create(member=member, topic=topic, wants=topic_wants)
        if board_wants:
            BoardFollow.objects.create(member=member, board=board, wants=board_wants)
        if network_wants:
            NetworkFollow.objects.create(member=member, network=board.network, wants=network_wants)

    about = wishes_about(topic)
    for member in (follower, londoner):
        own = OwnWishes(fresh(member)).about_topic(topic)
        assert about.get(member.pk, Wish(Rhythm.NOTHING, Because.NOBODY)) == own


def test_scenario_53_everything_off_means_no_mail_of_any_post(topic, author, follower, board, north_west):
    national = make_board(make_network("National", kind=Network.Kind.NATIONAL), slug="national")
    drain_outbox()
    before = len(mails_to(follower.email))
    set_mail_habits(follower, rhythm="nothing", **HABITS)
    stop_digests(follower)
    follow_network(follower, "national", wants="nothing")

    make_answer(author, topic)
    make_topic(author, board, title="Another one")
    make_topic(author, national, title="One for all")
    for day in range(8):
        send_digests(now=timezone.now() + timedelta(days=day))
    drain_outbox()

    assert len(mails_to(follower.email)) == before


def test_a_choice_for_the_network_holds_for_its_boards_until_a_board_says_otherwise(topic, follower, board, author):
    follow_network(follower, board.network.slug, wants="nothing")
    drain_outbox()
    assert mails_to(follower.email) == []

    follow_board(follower, board.slug, wants="everything")
    make_answer(author, topic)
    drain_outbox()
    assert len(mails_to(follower.email)) == 1

    follow_board(follower, board.slug, wants="")
    make_answer(author, topic)
    drain_outbox()
    assert len(mails_to(follower.email)) == 1


def test_a_network_that_one_may_not_read_cannot_be_chosen_for(topic, londoner, board):
    with pytest.raises(NotVisible):
        follow_network(londoner, board.network.slug, wants="everything")
    assert not NetworkFollow.objects.exists()


def test_who_has_a_board_daily_is_still_told_on_the_site(topic, follower, board):
    follow_board(follower, board.slug, wants="daily")
    drain_outbox()

    assert mails_to(follower.email) == []
    assert follower.notifications.count() == 1


def test_quiet_hours_need_both_ends(follower):
    with pytest.raises(ValueError, match="beginning and an end"):
        set_mail_habits(follower, rhythm="", **HABITS | {"quiet_from": time(20)})
    assert not MailHabits.objects.exists()


@pytest.mark.parametrize(
    ("choose", "sentence"),
    [
        (lambda who, topic: None, "because North West is a network of yours"),
        (lambda who, topic: follow_topic(who, topic.pk, wants="follow"), "because you follow this topic"),
        (
            lambda who, topic: follow_board(who, topic.forum.slug, wants="everything"),
            "because you chose an email for each post of the North West board",
        ),
        (
            lambda who, topic: follow_network(who, topic.forum.network.slug, wants="everything"),
            "because you chose an email for each post of North West",
        ),
        (
            lambda who, topic: set_mail_habits(who, rhythm="everything", **HABITS),
            "because you chose an email for each post of your networks",
        ),
    ],
)
def test_each_mail_says_why_it_came(topic, follower, choose, sentence):
    choose(follower, topic)
    drain_outbox()

    (mail,) = mails_to(follower.email)
    for part in ("plain", "html"):
        assert sentence in mail.get_body((part,)).get_content().replace("=\n", "")


def test_scenario_27_who_has_no_mail_is_still_mailed_when_called_by_name_unless_that_is_off(topic, author, follower):
    drain_outbox()
    before = len(mails_to(follower.email))
    set_mail_habits(follower, rhythm="nothing", **HABITS)

    make_answer(author, topic, "Nobody in particular.")
    make_answer(author, topic, "What do you do, @Beth Tester?")
    drain_outbox()

    (mail,) = mails_to(follower.email)[before:]
    assert "What do you do" in plain_text(mail)
    assert "Nobody in particular" not in plain_text(mail)
    assert "because you are named in it" in plain_text(mail)

    set_mail_habits(follower, rhythm="nothing", **HABITS | {"mentions": False})
    make_answer(author, topic, "And now, @Beth Tester?")
    drain_outbox()
    assert len(mails_to(follower.email)) == before + 1


@pytest.mark.parametrize(("mentions", "mails"), [(True, 1), (False, 0)])
def test_scenario_27_a_muted_topic_sends_a_mention_only_where_that_was_left_on(
    topic, author, follower, mentions, mails
):
    drain_outbox()
    before = len(mails_to(follower.email))
    told = follower.notifications.count()
    follow_topic(follower, topic.pk, wants="mute", mentions=mentions)

    make_answer(author, topic, "Quiet words.")
    make_answer(author, topic, "And @Beth Tester?")
    drain_outbox()

    assert len(mails_to(follower.email)) - before == mails
    assert follower.notifications.count() - told == mails


def test_who_is_called_and_may_not_read_gets_no_mail(topic, author, londoner):
    make_answer(author, topic, "What about @Imran Tester?")
    drain_outbox()

    assert mails_to(londoner.email) == []
