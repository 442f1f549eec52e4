"""Reports and held posts, decided by the region's own representative. Threats 18 and 84, scenarios 68 to 70 and 72."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from accounts.refs import ref
from audit.models import Entry
from forum import search
from forum.access import NotVisible, visible_posts, visible_topics
from forum.actions.claim_matter import LASTS, claim_matter
from forum.actions.keep_reported_post import keep_reported_post
from forum.actions.mend_held_post import mend_held_post
from forum.actions.put_down_matter import put_down_matter
from forum.actions.release_held_post import release_held_post
from forum.actions.remove_post import remove_post
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.report_post import report_post
from forum.actions.restore_post import restore_post
from forum.actions.return_held_post import return_held_post
from forum.actions.vouch_for_held_post import vouch_for_held_post
from forum.actions.withdraw_held_post import withdraw_held_post
from forum.content import BadContent
from forum.matters import deciders_of, open_matters_for
from forum.models import Board, Matter, Post, Report, Topic
from forum.origin import Origin
from forum.timetable import pass_on_matters
from notifications.live.rights import member_stream
from notifications.models import Notification
from outbox.record import newest_numbers
from regions.actions.name_cover import name_cover
from regions.permissions import Reason, Refused, can_decide_matter
from regions.standing import member_standing
from tests.factories import (
    fresh,
    join,
    make_answer,
    make_board,
    make_member,
    make_network,
    make_officer,
    make_representative,
    make_topic,
)
from tests.outbound import drain_outbox, everything_sent, mails_to, plain_text

DETAILS = "Can anyone take Jayden Marlowe, DOB 03/05/2011, NHS 999 123 4563, while mum moves?"
UK = ZoneInfo("Europe/London")


@pytest.fixture
def answer(topic, follower):
    return make_answer(follower, topic, "Nobody in Lakeside can run a panel.")


@pytest.fixture
def reported(answer, author, rep):
    report_post(author, answer.pk, why="unkind", words="This is about us.")
    return answer


@pytest.fixture
def vouched(topic, author, rep):
    post = reply_to_topic(author, topic.pk, content=DETAILS, origin=Origin.web(), idempotency_key="web:h")
    return vouch_for_held_post(author, post.pk)


def letter_to(member, subject: str) -> str:
    """The one mail to them with these words in its subject."""
    (found,) = [mail for mail in mails_to(member.email) if subject in str(mail["Subject"])]
    return plain_text(found)


def waiting(member) -> list[int]:
    return [matter.post_id for matter in open_matters_for(fresh(member))]


def test_a_report_waits_for_the_representative_and_the_author_never_learns_who_made_it(
    reported, author, follower, rep, seen_by
):
    drain_outbox()

    assert waiting(rep) == [reported.pk]
    letter = letter_to(rep, "A reported post waits")
    assert "This is about us." in letter
    assert "Nobody in Lakeside can run a panel." in letter
    assert author.full_name in seen_by(rep).get(f"/moderation/{ref('post', reported.pk)}/").content.decode()
    assert Notification.objects.filter(member=follower, kind__in=("to_decide", "report_done")).count() == 0
    remove_post(rep, reported.pk, reason="Not a word about colleagues.")
    drain_outbox()
    told = (
        letter_to(follower, "was removed")
        + seen_by(follower).get(f"/held/{ref('post', reported.pk)}/").content.decode()
    )
    assert "Not a word about colleagues." in told
    assert "This is about us." not in told
    assert author.full_name not in told


def test_one_open_report_for_each_member_and_post(reported, author, north_west, rep):
    other = make_member(north_west)
    again = report_post(fresh(author), reported.pk, why="place", words="")
    report_post(other, reported.pk, why="private", words="")
    drain_outbox()

    assert (again.why, Report.objects.count(), Matter.objects.count()) == ("unkind", 2, 1)
    assert len([mail for mail in mails_to(rep.email) if "reported post" in str(mail["Subject"])]) == 1


def test_nobody_reports_their_own_post_or_one_they_cannot_read(answer, follower, londoner):
    with pytest.raises(Refused) as refused:
        report_post(follower, answer.pk, why="unkind", words="")
    assert refused.value.reason == Reason.OWN_MATTER
    with pytest.raises(NotVisible):
        report_post(londoner, answer.pk, why="unkind", words="")


@pytest.mark.parametrize(("why", "words"), [("other", " "), ("no-such", "x"), ("unkind", "x" * 501)])
def test_a_report_says_what_is_wrong_within_bounds(answer, author, why, words):
    with pytest.raises(BadContent):
        report_post(author, answer.pk, why=why, words=words)
    assert not Report.objects.exists()


def test_the_report_form_keeps_what_was_typed_beside_its_error(answer, author, seen_by):
    browser = seen_by(author)
    wrong = browser.post(f"/posts/{ref('post', answer.pk)}/report/", {"words": "It names my colleague."})

    assert wrong.status_code == 422
    assert "Choose what is wrong with it." in wrong.content.decode()
    assert "It names my colleague." in wrong.content.decode()
    done = browser.post(
        f"/posts/{ref('post', answer.pk)}/report/", {"why": "private", "words": "It names."}, follow=True
    )
    assert "waits" in done.content.decode()


def test_a_kept_post_stays_and_who_reported_it_is_told(reported, author, follower, rep):
    keep_reported_post(rep, reported.pk, answer="A hard word, and a fair one.")
    drain_outbox()

    assert visible_posts(follower).filter(pk=reported.pk).exists()
    assert "A hard word, and a fair one." in letter_to(author, "What became")
    assert Notification.objects.filter(member=follower, kind="report_done").count() == 0
    assert report_post(author, reported.pk, why="place", words="").matter != Report.objects.first().matter


def test_a_removed_post_is_nowhere_and_comes_back_where_it_stood(answer, topic, author, follower, rep, seen_by):
    last = make_answer(author, topic, "And a third.")
    remove_post(rep, answer.pk, reason="Wrong place.")
    drain_outbox()

    topic.refresh_from_db()
    assert (topic.posts_count, topic.last_number, topic.last_post) == (2, 3, last)
    assert not search.find(author, "Lakeside panel", limit=5).exists()
    browser = seen_by(author)
    for page in (
        f"/topics/{ref('topic', topic.pk)}/",
        "/search/?q=Lakeside",
        "/",
        f"/topics/{ref('topic', topic.pk)}/newer/?after=0",
    ):
        assert b"Nobody in Lakeside" not in browser.get(page).content
    assert browser.get(f"/posts/{ref('post', answer.pk)}/").status_code == 404

    restore_post(fresh(rep), answer.pk)
    topic.refresh_from_db()
    board = Board.objects.get(pk=topic.forum_id)
    assert (topic.posts_count, board.direct_posts_count, board.direct_topics_count) == (3, 3, 1)
    assert list(Post.objects.filter(topic=topic).order_by("pk").values_list("number", flat=True)) == [1, 2, 3]
    assert b"Nobody in Lakeside" in browser.get(f"/topics/{ref('topic', topic.pk)}/").content


def test_a_removed_opening_takes_its_topic_along_and_nothing_brings_it_back_by_the_way(topic, author, rep, answer):
    held = reply_to_topic(author, topic.pk, content=DETAILS, origin=Origin.web(), idempotency_key="web:x")
    opening = Post.objects.get(topic=topic, number=1)
    vouch_for_held_post(author, held.pk)
    remove_post(rep, opening.pk, reason="Not here.")

    assert not visible_topics(author).filter(pk=topic.pk).exists()
    assert Board.objects.get(pk=topic.forum_id).direct_topics_count == 0
    for act in (lambda: release_held_post(fresh(rep), held.pk), lambda: mend_held_post(author, held.pk, content="x")):
        with pytest.raises(Refused):
            act()
    assert not Topic.objects.get(pk=topic.pk).approved
    restore_post(fresh(rep), opening.pk)
    assert visible_topics(author).filter(pk=topic.pk).exists()


def test_threat_84_the_second_of_two_is_told_by_whom(vouched, rep, north_west, seen_by):
    second = make_representative(north_west, "Nadia")
    return_held_post(rep, vouched.pk, reason="The date of birth stands there.")

    answer = seen_by(second).post(f"/moderation/{ref('post', vouched.pk)}/", {"do": "approve"})

    assert answer.status_code == 403
    assert f"{rep.full_name} returned this on" in answer.content.decode()
    assert Post.objects.get(pk=vouched.pk).state == Post.State.RETURNED
    done = Entry.objects.filter(Q(verb="return_held_post") | Q(verb="decide_held_post"))
    assert list(done.order_by("pk").values_list("outcome", "actor_id")) == [("done", rep.pk), ("refused", second.pk)]
    assert f"Returned by {rep.full_name}" in seen_by(second).get("/moderation/").content.decode()


def test_a_claim_is_shown_keeps_others_out_and_ends_by_itself(vouched, rep, north_west, seen_by):
    second = make_representative(north_west, "Nadia")
    now = claim_matter(rep, vouched.pk).claimed_until - LASTS

    assert f"{rep.full_name} has it" in seen_by(second).get("/moderation/queue/").content.decode()
    with pytest.raises(Refused) as refused:
        release_held_post(second, vouched.pk)
    assert refused.value.reason == Reason.IN_OTHER_HANDS
    assert rep.full_name in refused.value.sentence
    with pytest.raises(Refused):
        claim_matter(second, vouched.pk, now=now + LASTS - timedelta(seconds=1))
    assert claim_matter(second, vouched.pk, now=now + LASTS).claimed_by == second
    put_down_matter(second, vouched.pk)
    release_held_post(rep, vouched.pk)


def test_a_claim_and_a_decision_move_the_open_queue_of_who_else_may_decide(vouched, rep, author, north_west):
    second = make_representative(north_west, "Nadia")
    drain_outbox()
    streams = [member_stream(one.pk) for one in (second, author)]
    theirs, authors = (newest_numbers(streams)[stream] for stream in streams)

    claim_matter(rep, vouched.pk)
    drain_outbox()
    assert newest_numbers(streams) == {streams[0]: theirs + 1, streams[1]: authors}
    release_held_post(rep, vouched.pk)
    drain_outbox()
    assert newest_numbers(streams)[streams[0]] > theirs + 1


def test_scenario_68_who_wrote_in_the_topic_cannot_decide_and_it_is_with_another(topic, author, rep, seen_by):
    cover = make_representative(make_network("East Midlands"), "Carol")
    name_cover(make_officer("chair"), topic.forum.network, cover.representations.get().network)
    answer = make_answer(rep, topic, "Let us all calm down.")
    other = make_answer(author, topic, "I am calm.")
    drain_outbox()
    report_post(make_member(topic.forum.network), other.pk, why="unkind", words="")
    drain_outbox()

    matter = Matter.objects.get()
    assert (matter.passed_for, waiting(rep), waiting(cover)) == ("own", [], [other.pk])
    page = seen_by(rep).get(f"/moderation/{ref('post', other.pk)}/")
    assert page.status_code == 403
    assert cover.full_name in page.content.decode()
    with pytest.raises(Refused):
        remove_post(rep, other.pk, reason="Mine to say.")
    assert letter_to(cover, "reported post waits")
    remove_post(fresh(cover), other.pk, reason="Unkind.")
    assert Post.objects.get(pk=answer.pk).approved


def test_scenario_70_it_passes_to_cover_after_24_working_hours_and_the_member_sees_that(
    vouched, author, rep, seen_by, topic
):
    cover = make_representative(make_network("East Midlands"), "Carol")
    name_cover(make_officer("chair"), topic.forum.network, cover.representations.get().network)
    drain_outbox()
    friday = datetime(2026, 11, 27, 15, tzinfo=UK)
    Matter.objects.update(opened=friday, due=datetime(2026, 11, 30, 15, tzinfo=UK))

    assert pass_on_matters(now=datetime(2026, 11, 30, 14, 59, tzinfo=UK)) == 0
    assert waiting(cover) == []
    assert pass_on_matters(now=datetime(2026, 11, 30, 15, tzinfo=UK)) == 1
    assert pass_on_matters(now=datetime(2026, 11, 30, 16, tzinfo=UK)) == 0
    drain_outbox()

    assert waiting(cover) == waiting(rep) == [vouched.pk]
    assert letter_to(cover, "held post waits")
    assert "passed on to East Midlands and the officers" in letter_to(author, "passed on")
    assert "passed on" in seen_by(author).get(f"/held/{ref('post', vouched.pk)}/").content.decode()
    release_held_post(fresh(cover), vouched.pk)


def test_scenario_72_a_held_post_is_nowhere_before_it_is_approved(vouched, author, follower, rep, londoner, seen_by):
    drain_outbox()

    for member in (follower, londoner):
        browser = seen_by(member)
        for page in (
            "/", "/boards/", "/boards/north-west/", f"/topics/{ref('topic', vouched.topic_id)}/", "/search/?q=Jayden",
            f"/topics/{ref('topic', vouched.topic_id)}/newer/?after=0", "/notifications/", f"/members/{ref('member', author.pk)}/", "/reports/",
            f"/live/since/?topic={vouched.topic_id}&after=0",
        ):  # fmt: skip
            assert b"Marlowe" not in browser.get(page).content
        assert browser.get(f"/posts/{ref('post', vouched.pk)}/").status_code == 404
        assert browser.get(f"/posts/{ref('post', vouched.pk)}/report/").status_code == 404
        assert browser.get(f"/moderation/{ref('post', vouched.pk)}/").status_code == 404
    assert b"Marlowe" not in everything_sent()
    assert b"999 123 4563" not in everything_sent()
    assert not search.find(author, "Marlowe", limit=5).exists()


def test_an_author_who_takes_it_back_leaves_nothing_to_decide(vouched, author, rep):
    withdraw_held_post(author, vouched.pk)

    assert waiting(rep) == []
    with pytest.raises(Refused) as refused:
        release_held_post(rep, vouched.pk)
    assert "Its author has settled this" in refused.value.sentence


VERBS = {
    "claim": lambda who, post: claim_matter(who, post.pk),
    "put down": lambda who, post: put_down_matter(who, post.pk),
    "approve": lambda who, post: release_held_post(who, post.pk),
    "return": lambda who, post: return_held_post(who, post.pk, reason="No."),
    "keep": lambda who, post: keep_reported_post(who, post.pk),
    "remove": lambda who, post: remove_post(who, post.pk, reason="No."),
    "restore": lambda who, post: restore_post(who, post.pk),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("kind", ["region", "group", "national", "executive"])
def test_threat_18_another_regions_representative_gets_nothing_by_any_verb_on_any_board(verb, kind, author, follower):
    network = make_network(f"Other {kind}", kind=kind)
    writer = make_officer("chair") if kind == "executive" else author
    if kind == "group":
        join(author, network)
    topic = make_topic(writer, make_board(network)) if kind != "region" else None
    if topic is None:
        writer = make_member(network)
        topic = make_topic(writer, make_board(network))
    post = Post.objects.get(topic=topic)
    stranger = make_representative(make_network("Strangers")) if kind in ("region", "group") else follower
    before = Entry.objects.filter(outcome="done").count()

    with pytest.raises(NotVisible):
        VERBS[verb](stranger, post)
    assert Entry.objects.filter(outcome="done").count() == before
    post.refresh_from_db()
    assert (post.state, post.approved) == (Post.State.PUBLISHED, True)


def test_the_list_agrees_with_the_rule_about_one_matter(reported, vouched, rep, author, follower, londoner):
    cover = make_representative(make_network("East Midlands"), "Carol")
    people = [rep, author, follower, londoner, cover, make_officer("chair"), make_officer("secretariat")]
    for passed in (False, True):
        if passed:
            pass_on_matters(now=Matter.objects.latest("due").due)
        for matter in Matter.objects.all():
            allowed = [
                who.pk for who in people
                if can_decide_matter(
                    member_standing(fresh(who)), matter.network, passed=passed,
                    took_part=who.pk not in deciders_of(matter),
                )
            ]  # fmt: skip
            assert [who.pk for who in people if matter.post_id in waiting(who)] == allowed


def test_the_queue_costs_the_same_for_one_and_for_three(reported, topic, author, rep, seen_by):
    browser = seen_by(rep)
    browser.get("/moderation/")
    with CaptureQueriesContext(connection) as one:
        browser.get("/moderation/")
    for text in ("One more.", "Two more."):
        report_post(author, make_answer(make_member(topic.forum.network), topic, text).pk, why="place", words="")
    with CaptureQueriesContext(connection) as three:
        browser.get("/moderation/")
    assert len(one) == len(three) <= 16
