"""What follows when a question is answered or closed, and when somebody is called by name."""

from accounts.models import Member
from forum.events import AnswerAccepted, PostPublished, TopicClosed, TopicReopened
from forum.mentions import members_called
from forum.models import AcceptedAnswer, Closing, Matter, Post, Topic, TopicFollow
from forum.selectors import deaf_to_mentions, follower_ids
from forum.streams import board_stream
from forum.told import Told
from notifications.handlers import tell
from notifications.letters import write_letter
from notifications.live import push
from notifications.models import Notification
from notifications.reading import readers_among
from outbox.record import newest_numbers

Kind = Notification.Kind


def notify_called(event: PostPublished, event_id: int) -> None:
    """Whoever is called by name in a post, and may read it. Runs before the followers are told: one notification for
    one post.
    """
    post = _post(event.post_id)
    if post is None or post.state != Post.State.PUBLISHED:
        return
    called = set(members_called(post.content.raw)) - {post.poster_id}
    called -= deaf_to_mentions(post.topic) if called else set()
    tell(readers_among(sorted(called), post.topic), event_id, Kind.MENTION, post)


def notify_of_appearing(event: PostPublished, event_id: int) -> None:
    """The author of a post that waited for somebody's decision: it has appeared."""
    post = _post(event.post_id)
    waited = Matter.objects.filter(post=event.post_id, outcome=Matter.Outcome.POSTED).exclude(kind=Matter.Kind.REPORT)
    if post is not None and post.state == Post.State.PUBLISHED and waited.exists():
        tell(readers_among([post.poster_id], post.topic), event_id, Kind.APPROVED, post)


def notify_accepted(event: AnswerAccepted, event_id: int) -> None:
    """The author of the answer that helped, if they may read it still."""
    post = _post(event.post_id)
    if post is None or not AcceptedAnswer.objects.filter(post=post).exists():
        return
    before = Notification.objects.filter(kind=Kind.ACCEPTED, post=post).exclude(event_id=event_id)
    if post.poster_id != post.topic.poster_id and not before.exists():
        tell(readers_among([post.poster_id], post.topic), event_id, Kind.ACCEPTED, post)


def tell_answerers(event: TopicClosed, event_id: int) -> None:
    """Each who answered and may read the topic, once however often it is closed; by mail too, unless they want none."""
    topic = Topic.objects.select_related("forum__network", "first_post").filter(pk=event.topic_id).first()
    closing = Closing.objects.filter(topic_id=event.topic_id, reopened=None).first()
    if topic is None or closing is None or topic.first_post is None:
        return
    posts = Post.objects.filter(topic=topic, approved=True, state=Post.State.PUBLISHED).exclude(
        poster__in=[closing.member_id, topic.poster_id]
    )
    told = Notification.objects.filter(kind=Kind.CLOSED, topic=topic).exclude(event_id=event_id)
    muted = TopicFollow.objects.filter(topic=topic, wants=TopicFollow.Wants.MUTE)
    people = set(posts.values_list("poster_id", flat=True))
    people -= set(told.values_list("member_id", flat=True)) | set(muted.values_list("member_id", flat=True))
    readers = readers_among(sorted(people), topic)
    tell(readers, event_id, Kind.CLOSED, topic.first_post)
    wanted = follower_ids(topic, by_mail=True, told=Told.OUTCOME)
    for member in Member.objects.filter(pk__in=[pk for pk in readers if pk in wanted]):
        write_letter(
            "topic_closed", member=member, key=f"topic-closed:{topic.pk}:{member.pk}",
            context={"board": topic.forum.name, "topic_id": topic.pk},
        )  # fmt: skip


def push_topic_changed(event: AnswerAccepted | TopicClosed | TopicReopened, event_id: int) -> None:
    """Tell open pages to ask; nothing is new, so the board's number stays."""
    stream = board_stream(event.board_id)
    post_id = getattr(event, "post_id", 0)
    push.board_changed(stream, newest_numbers([stream])[stream], topic_id=event.topic_id, post_id=post_id)


def _post(post_id: int) -> Post | None:
    return Post.objects.select_related("topic__forum__network").filter(pk=post_id).first()
