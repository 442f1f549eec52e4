"""Putting a post in its place: number, counts and search text change with it, in one transaction, or none do."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case, Exists, F, Value, When
from django.utils import timezone

from accounts.models import Member
from forum import search
from forum.asking import answering_region, boards_beside
from forum.events import FirstPostHeld, PostHeld, PostPublished, QuestionMoved
from forum.files.adopting import adopt_files
from forum.markup import render
from forum.matter_steps import open_matter, pass_on_if_own
from forum.models import Board, HeldFinding, Matter, Post, PostOrigin, Topic, TopicFollow
from forum.origin import Origin
from forum.read_marks import mark_own_post
from forum.streams import board_stream
from outbox.record import record
from regions.models import Network
from regions.permissions import Reason, can_moderate, require
from regions.selectors import current_membership
from regions.standing import member_standing
from screening import Finding, rules_found, screen


def author_line(member: Member) -> str:
    """The author's part and service as they are today: old posts show the service of their day."""
    place = current_membership(member)
    return ", ".join(part for part in (place.job_title, place.service.name) if part) if place else ""


def findings_in(title: str, content: str, origin: Origin) -> tuple[Finding, ...]:
    """What the author says to others is screened: title, text and file names. What a mail quoted is not theirs: where
    it looks like a child's details it is shown to nobody (`PostOrigin.folded_private`), and the post is not held."""
    return screen("\n\n".join((title, content, *origin.files)))


def write_post(
    topic: Topic,
    author: Member,
    *,
    title: str,
    content: str,
    origin: Origin,
    idempotency_key: str,
    now: datetime | None = None,
    line: str | None = None,
    has_files: bool = True,
) -> Post:
    """Insert the post into a topic that the caller has locked or made, published, or held if the screen finds cause.

    `topic.last_number` is what it was under the lock. `line`: the author's line, if the caller knows it. `has_files`
    is false where the caller has looked, and no file waits for this post.
    """
    findings = findings_in(title, content, origin)
    post = Post(
        topic=topic, poster=author, subject=title, content=content, approved=False, state=Post.State.HELD,
        published=None, idempotency_key=idempotency_key,
        author_line=author_line(author) if line is None else line,
        region_id=answering_region(author, topic) if topic.asked_ids else None,
    )  # fmt: skip
    set_text(post, content)
    if not findings and not has_files and not _waits_as_first(author, topic.forum.network):
        _place(post, topic, now)
    Post.objects.bulk_create([post])  # sends no signals: machina's would render and recount
    if origin.kind == "email":
        PostOrigin.objects.create(
            post=post,
            kind=origin.kind,
            message_id=origin.message_id,
            folded=origin.folded,
            cut_at=list(origin.cut_at),
            folded_private=bool(screen(origin.folded)),
            files=list(origin.files),
        )
    rules = [*rules_found(findings), *(adopt_files(post) if has_files else ())]
    if rules:
        hold(post, dict.fromkeys(map(str, rules)))
    elif post.approved:
        _publish_placed(post, shown_all=origin.kind == "web", has_files=False)
    else:
        publish_or_wait(post, now=now, shown_all=origin.kind == "web")
    return post


def set_text(post: Post, content: str) -> None:
    """Set the text and what is shown of it."""
    post.content = content
    post._content_rendered = render(content)


def hold(post: Post, rules: Iterable[str]) -> None:
    """Keep the post back, noting by which kinds of rule."""
    HeldFinding.objects.filter(post=post).delete()
    HeldFinding.objects.bulk_create(HeldFinding(post=post, rule=str(rule)) for rule in rules)
    Post.objects.filter(pk=post.pk).update(state=Post.State.HELD)
    post.state = Post.State.HELD
    record(PostHeld(post_id=post.pk, topic_id=post.topic_id, board_id=post.topic.forum_id))


def publish_or_wait(post: Post, *, now: datetime | None = None, shown_all: bool = False) -> None:
    """A newcomer's first post waits where the network chose so. The caller holds the topic's lock."""
    if not _waits_as_first(post.poster, post.topic.forum.network):
        publish(post, now=now, shown_all=shown_all)
        return
    Post.objects.filter(pk=post.pk).update(state=Post.State.WAITING)
    post.state = Post.State.WAITING
    pass_on_if_own(open_matter(post, Matter.Kind.FIRST, now=now))
    record(FirstPostHeld(post_id=post.pk, topic_id=post.topic_id, board_id=post.topic.forum_id))


def _waits_as_first(author: Member, network: Network) -> bool:
    if not network.holds_first_posts or can_moderate(member_standing(author), network):
        return False
    return not Post.objects.filter(poster=author, approved=True, topic__forum__network=network).exists()


def require_topic_stands(topic: Topic) -> None:
    """Raises Refused for a topic that was removed or merged away: publishing in it would bring it back."""
    require(topic.approved or topic.last_number == 0, Reason.TOPIC_REMOVED)


def publish(post: Post, *, now: datetime | None = None, shown_all: bool = False) -> None:
    """Give the post the topic's next number and tell everybody. The caller holds the topic's lock.

    Named columns by UPDATE, never a whole row: somebody else's lock or rename stays.
    """
    topic = post.topic
    topic.last_number = Topic.objects.values_list("last_number", flat=True).get(pk=topic.pk)
    _place(post, topic, now)
    Post.objects.filter(pk=post.pk).update(
        number=post.number, approved=True, state=Post.State.PUBLISHED, published=post.published
    )
    _publish_placed(post, shown_all=shown_all)


def _place(post: Post, topic: Topic, now: datetime | None) -> None:
    """Give the post the next number of its topic, as it was read under the lock; nothing is written yet."""
    post.number, post.approved = topic.last_number + 1, True
    post.state, post.published = Post.State.PUBLISHED, now or timezone.now()
    topic.last_number = post.number


def _publish_placed(post: Post, *, shown_all: bool, has_files: bool = True) -> None:
    """What changes with a post that has its number: topic, board, its author's follow and mark, search, the event."""
    topic, number, now, opening = post.topic, post.number or 0, post.published or timezone.now(), post.number == 1
    Topic.objects.filter(pk=topic.pk).update(
        approved=True, last_number=number, posts_count=F("posts_count") + 1, last_post=post, last_post_on=now,
        people_count=F("people_count") + _one_if_new(post), **({"first_post": post} if opening else {}),
    )  # fmt: skip
    Board.objects.filter(pk=topic.forum_id).update(
        direct_posts_count=F("direct_posts_count") + 1, last_post=post, last_post_on=now,
        **({"direct_topics_count": F("direct_topics_count") + 1} if opening else {}),
    )  # fmt: skip
    author = post.poster
    TopicFollow.objects.bulk_create(
        [TopicFollow(member=author, topic=topic, wants=TopicFollow.Wants.WROTE)], ignore_conflicts=True
    )
    mark_own_post(post, shown_all=shown_all, now=now)
    search.index(post, has_files=has_files)
    record(
        PostPublished(post_id=post.pk, topic_id=topic.pk, board_id=topic.forum_id), stream=board_stream(topic.forum_id)
    )
    for board_id in boards_beside(topic) if topic.asked_ids else ():
        record(QuestionMoved(post_id=post.pk, topic_id=topic.pk, board_id=board_id), stream=board_stream(board_id))


def _one_if_new(post: Post) -> Case:
    """One more person takes part, if the author has no other post in the topic."""
    others = Post.objects.filter(topic=post.topic_id, poster=post.poster_id, approved=True).exclude(pk=post.pk)
    return Case(When(Exists(others), then=Value(0)), default=Value(1))
