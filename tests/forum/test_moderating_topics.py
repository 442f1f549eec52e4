"""Locking, pinning, splitting, merging, deleting everywhere, and first posts: each leaves what it should, and no more."""

import pytest

from accounts.refs import ref
from audit.models import Entry
from forum import search
from forum.access import NotVisible, visible_posts, visible_topics
from forum.actions.hold_first_posts import hold_first_posts
from forum.actions.lock_topic import lock_topic
from forum.actions.mark_read import mark_read
from forum.actions.mend_held_post import mend_held_post
from forum.actions.merge_topics import merge_topics
from forum.actions.move_topic import move_topic
from forum.actions.pin_topic import pin_topic
from forum.actions.purge_post import purge_post
from forum.actions.release_held_post import release_held_post
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.report_post import report_post
from forum.actions.return_held_post import return_held_post
from forum.actions.split_topic import split_topic
from forum.actions.unlock_topic import unlock_topic
from forum.actions.unpin_topic import unpin_topic
from forum.content import BadContent
from forum.models import Board, Matter, Post, PostOrigin, ReadMark, Report, Topic
from forum.origin import Origin
from inbound.models import InboundMail
from notifications.models import Delivery, DevMail, Notification
from regions.permissions import Refused
from regions.problems import Problem
from tests.factories import fresh, make_answer, make_board, make_member, make_representative, make_topic
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail

SECRET = "Quibblesworth"


def letters(member, subject: str) -> list[str]:
    return [plain_text(mail) for mail in mails_to(member.email) if subject in str(mail["Subject"])]


@pytest.fixture
def long_topic(topic, author, follower):
    for number in range(2, 6):
        make_answer(follower if number % 2 else author, topic, f"Answer {number}.")
    return Topic.objects.get(pk=topic.pk)


def numbers(topic) -> list[tuple[int, str]]:
    posts = Post.objects.filter(topic=topic, approved=True).order_by("number")
    return [(post.number, post.content.raw) for post in posts]


def test_a_locked_topic_takes_no_answer_until_it_is_opened(topic, follower, rep):
    for _ in range(2):
        lock_topic(rep, topic.pk)
    with pytest.raises(Refused):
        make_answer(follower, topic)
    unlock_topic(rep, topic.pk)
    assert make_answer(follower, topic).number == 2
    assert list(Entry.objects.filter(verb__contains="lock_topic").order_by("pk").values_list("verb", flat=True)) == [
        "lock_topic", "unlock_topic",
    ]  # fmt: skip


def test_a_pinned_topic_stands_first_until_it_is_unpinned(topic, author, board, rep, seen_by):
    newer = make_topic(author, board, title="A newer one")

    def first() -> bool:
        page = seen_by(author).get("/boards/north-west/").content.decode()
        return page.index(topic.subject) < page.index(newer.subject)

    assert not first()
    pin_topic(rep, topic.pk)
    assert first()
    unpin_topic(rep, topic.pk)
    assert not first()


def test_split_answers_keep_order_links_and_read_marks_and_mail_nobody(long_topic, author, follower, rep, seen_by):
    drain_outbox()
    ReadMark.objects.filter(topic=long_topic).delete()
    mark_read(author, long_topic, 3)
    mark_read(follower, long_topic, 5)
    sent = DevMail.objects.count()
    chosen = [Post.objects.get(topic=long_topic, number=number) for number in (3, 5)]

    new = split_topic(rep, long_topic.pk, post_ids=[post.pk for post in chosen], title="Panels")
    drain_outbox()

    assert numbers(new) == [(1, "Answer 3."), (2, "Answer 5.")]
    assert numbers(long_topic) == [(1, "We need one."), (2, "Answer 2."), (4, "Answer 4.")]
    old, board = Topic.objects.get(pk=long_topic.pk), Board.objects.get(pk=long_topic.forum_id)
    assert (new.posts_count, new.last_number, new.first_post, new.last_post) == (2, 2, chosen[0], chosen[1])
    assert (old.posts_count, board.direct_posts_count, board.direct_topics_count) == (3, 5, 2)
    marks = dict(ReadMark.objects.filter(topic=new).values_list("member_id", "number"))
    assert (marks[author.pk], marks[follower.pk]) == (1, 2)
    assert DevMail.objects.count() == sent
    browser = seen_by(author)
    assert browser.get(f"/posts/{ref('post', chosen[0].pk)}/")["Location"].startswith(
        f"/topics/{ref('topic', new.pk)}/"
    )
    assert "2 answers went to" in browser.get(f"/topics/{ref('topic', old.pk)}/").content.decode()
    assert "was split from" in browser.get(f"/topics/{ref('topic', new.pk)}/").content.decode()
    assert search.find(author, "Panels", limit=5).count() == 2
    assert make_answer(follower, new, "Next.").number == 3


def test_the_first_post_and_those_of_other_topics_stay(long_topic, author, board, rep):
    first, other = Post.objects.get(topic=long_topic, number=1), Post.objects.get(topic=make_topic(author, board))
    for chosen in ([first.pk], [other.pk], []):
        with pytest.raises(BadContent):
            split_topic(rep, long_topic.pk, post_ids=chosen, title="No")
    assert Topic.objects.count() == 2


def test_merged_posts_follow_and_the_old_address_and_old_mails_lead_there(
    long_topic, author, follower, board, rep, seen_by
):
    into = make_topic(author, board, title="The better one", text="Better.")
    drain_outbox()
    old_letters = [mail for mail in mails_to(follower.email) if "remand protocol" in str(mail["Subject"])]
    reply_to = str(old_letters[0]["Reply-To"])
    mark_read(follower, into, 1)

    merge_topics(rep, long_topic.pk, into_id=into.pk)
    drain_outbox()

    assert numbers(into)[:2] == [(1, "Better."), (2, "We need one.")]
    into.refresh_from_db()
    found = Board.objects.get(pk=board.pk)
    assert (into.posts_count, into.last_number, found.direct_topics_count, found.direct_posts_count) == (6, 6, 1, 6)
    assert ReadMark.objects.get(topic=into, member=follower).number == 6
    browser = seen_by(author)
    assert browser.get(f"/topics/{ref('topic', long_topic.pk)}/")["Location"] == f"/topics/{ref('topic', into.pk)}/"
    assert "5 posts of another topic" in browser.get(f"/topics/{ref('topic', into.pk)}/").content.decode()
    row = receive(write_mail(sender=follower.email, to=reply_to, text="Late."), sender=follower.email, to=reply_to)
    assert (row.state, row.post.topic, row.post.number) == (InboundMail.State.POSTED, into, 7)


def test_a_topic_is_merged_only_where_one_moderates_and_leads_only_those_who_may_read(
    topic, londoner, london, rep, seen_by
):
    with pytest.raises(Problem):
        merge_topics(rep, topic.pk, into_id=topic.pk)
    foreign = make_topic(londoner, make_board(london))
    with pytest.raises((NotVisible, Refused)):
        merge_topics(rep, topic.pk, into_id=foreign.pk)
    Topic.objects.filter(pk=foreign.pk).update(approved=False, merged_into=topic)
    assert seen_by(londoner).get(f"/topics/{ref('topic', foreign.pk)}/").status_code == 404


def test_a_moved_topic_shows_that_it_came(topic, rep, author, seen_by):
    move_topic(rep, topic.pk, make_board(topic.forum.network).pk)
    assert "moved here from another board" in seen_by(author).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()


def test_a_purged_post_is_nowhere_and_who_was_mailed_is_asked_to_delete_it(
    topic, author, follower, north_west, rep, seen_by
):
    drain_outbox()
    reply_to = str(mails_to(follower.email)[0]["Reply-To"])
    raw = write_mail(sender=follower.email, to=reply_to, text=f"It was {SECRET}.\n\n> quoted {SECRET}")
    post = receive(raw, sender=follower.email, to=reply_to).post
    report_post(author, post.pk, why="private", words=f"It says {SECRET}.")
    late = make_member(north_west, "Lena")
    Delivery.objects.create(member=late, address=late.email, post=post, message_id="<late@ymn.example>")
    assert search.find(rep, SECRET, limit=5).exists()

    purge_post(rep, post.pk)
    drain_outbox()

    post.refresh_from_db()
    assert (post.state, post.content.raw, post._content_rendered) == (Post.State.PURGED, "", "")
    assert not visible_posts(rep).filter(pk=post.pk).exists()
    assert not PostOrigin.objects.filter(post=post).exclude(folded="", files=[]).exists()
    assert not search.find(rep, SECRET, limit=5).exists()
    everything = b"".join(bytes(row.raw) for row in (*InboundMail.objects.all(), *DevMail.objects.all()))
    assert SECRET.encode() not in everything
    assert not Report.objects.filter(words__contains=SECRET).exists()
    assert not Notification.objects.filter(post=post).exists()
    assert Delivery.objects.get(message_id="<late@ymn.example>").state == Delivery.State.SKIPPED
    assert [len(letters(member, "Please delete")) for member in (author, late)] == [1, 0]
    assert Matter.objects.get().outcome == Matter.Outcome.REMOVED
    entry = Entry.objects.get(verb="purge_post")
    assert (entry.actor_id, entry.subject) == (rep.pk, f"post {post.pk}")
    for member in (author, follower, rep):
        for page in (
            f"/topics/{ref('topic', topic.pk)}/",
            f"/held/{ref('post', post.pk)}/",
            "/moderation/",
            f"/search/?q={SECRET[:8]}",
        ):
            assert SECRET.encode() not in seen_by(member).get(page).content


def test_purging_asks_for_a_second_factor_and_shows_nothing_to_others(topic, author, follower, rep, seen_by):
    post = make_answer(follower, topic)
    assert "/second-factor/" in seen_by(rep).post(f"/posts/{ref('post', post.pk)}/purge/")["Location"]
    assert Post.objects.get(pk=post.pk).approved
    assert seen_by(author).get(f"/posts/{ref('post', post.pk)}/purge/").status_code == 404
    assert "posts deleted" not in seen_by(rep, sure=True).get(f"/posts/{ref('post', post.pk)}/purge/").content.decode()
    assert seen_by(rep, sure=True).post(f"/posts/{ref('post', post.pk)}/purge/")["Location"] == "/moderation/"
    assert Post.objects.get(pk=post.pk).state == Post.State.PURGED


def test_a_purged_opening_takes_the_title_along(author, follower, board, rep):
    topic = make_topic(author, board, title=f"About {SECRET}", text="Words.")
    make_answer(follower, topic, "An answer.")

    purge_post(rep, Post.objects.get(topic=topic, number=1).pk)

    assert not visible_topics(rep).filter(pk=topic.pk).exists()
    assert not Topic.objects.filter(subject__contains=SECRET).exists()
    assert not Topic.objects.filter(slug__icontains=SECRET).exists()
    assert not Post.objects.filter(subject__contains=SECRET).exists()


def test_a_newcomers_first_post_waits_where_the_network_chose_so(topic, north_west, rep, follower, seen_by):
    newcomer = make_member(north_west, "Nia")
    hold_first_posts(rep, north_west, holds=True)
    drain_outbox()

    first = reply_to_topic(newcomer, topic.pk, content="Hello.", origin=Origin.web(), idempotency_key="web:1")
    drain_outbox()

    assert (first.state, visible_posts(follower).filter(pk=first.pk).exists()) == (Post.State.WAITING, False)
    assert letters(newcomer, "Your first post waits for a representative")
    assert "> Hello." in letters(rep, "first post waits for you")[0]
    assert "holds a newcomer’s first post" in seen_by(newcomer).get(f"/held/{ref('post', first.pk)}/").content.decode()
    return_held_post(rep, first.pk, reason="Say who you are.")
    again = mend_held_post(fresh(newcomer), first.pk, content="Hello, I run Stokeby.")
    assert again.state == Post.State.WAITING
    release_held_post(fresh(rep), first.pk)
    assert make_answer(newcomer, topic, "A second.").state == Post.State.PUBLISHED
    assert make_answer(make_representative(north_west, "Rep"), topic, "Mine.").state == Post.State.PUBLISHED


def test_without_that_choice_everybody_posts_at_once(topic, north_west, author):
    assert make_answer(make_member(north_west), topic).state == Post.State.PUBLISHED
    with pytest.raises(Refused):
        hold_first_posts(author, north_west, holds=True)


VERBS = {
    "lock": lambda who, topic: lock_topic(who, topic.pk),
    "unlock": lambda who, topic: unlock_topic(who, topic.pk),
    "pin": lambda who, topic: pin_topic(who, topic.pk),
    "unpin": lambda who, topic: unpin_topic(who, topic.pk),
    "split": lambda who, topic: split_topic(
        who, topic.pk, post_ids=[Post.objects.get(topic=topic, number=2).pk], title="Theirs"
    ),
    "merge": lambda who, topic: merge_topics(who, topic.pk, into_id=make_topic(topic.poster, topic.forum).pk),
    "purge": lambda who, topic: purge_post(who, Post.objects.get(topic=topic, number=2).pk),
}


@pytest.mark.parametrize("verb", VERBS)
def test_threat_18_no_verb_is_another_regions_representatives_or_a_members(verb, topic, follower, author, london):
    make_answer(follower, topic)
    for stranger in (make_representative(london, "Lonny"), author):
        with pytest.raises((NotVisible, Refused)):
            VERBS[verb](stranger, topic)
    assert Topic.objects.get(pk=topic.pk).posts_count == 2
    assert not Entry.objects.filter(outcome="done", verb__in=("lock_topic", "pin_topic", "purge_post")).exists()


def test_the_pages_of_a_topics_moderator_do_what_they_say(long_topic, author, board, rep, seen_by):
    browser, other = seen_by(rep), make_topic(author, board, title="Into this")
    at = f"/topics/{ref('topic', long_topic.pk)}"
    assert browser.post(f"{at}/moderate/", {"do": "lock"}).status_code == 302
    assert Topic.objects.get(pk=long_topic.pk).is_locked
    wrong = browser.post(f"{at}/split/", {"title": "Kept title"})
    assert (wrong.status_code, "Kept title" in wrong.content.decode()) == (422, True)
    assert "Choose at least one answer." in wrong.content.decode()
    assert "That is not the address of a topic." in browser.post(f"{at}/merge/", {"into": "no topic"}).content.decode()
    assert browser.post(f"{at}/merge/", {"into": f"/topics/{ref('topic', 999_999)}/"}).status_code == 422
    done = browser.post(f"{at}/merge/", {"into": f"http://testserver/topics/{ref('topic', other.pk)}/?page=1"})
    assert done["Location"] == f"/topics/{ref('topic', other.pk)}/"
    assert seen_by(author).get(f"/topics/{ref('topic', other.pk)}/split/").status_code == 403
