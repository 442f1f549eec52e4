"""Whether what was counted is right, after all those answers."""

from django.db.models import Count, Max

from forum.models import Post, Topic
from forum.streams import board_stream
from outbox.models import Event, Stream


def wrong_counts(topic_id: int) -> list[str]:
    """What the topic, its board and the board's stream say of themselves, against a recount."""
    topic = Topic.objects.select_related("forum").get(pk=topic_id)
    board, stream = topic.forum, board_stream(topic.forum_id)
    in_topic = Post.objects.filter(topic=topic, approved=True).aggregate(
        n=Count("pk"), last=Max("pk"), top=Max("number")
    )
    on_board = Post.objects.filter(topic__forum=board, approved=True).aggregate(n=Count("pk"), last=Max("pk"))
    said_and_found = {
        "posts of the topic": (topic.posts_count, in_topic["n"]),
        "last number of the topic": (topic.last_number, in_topic["top"]),
        "last post of the topic": (topic.last_post_id, in_topic["last"]),
        "posts of the board": (board.direct_posts_count, on_board["n"]),
        "last post of the board": (board.last_post_id, on_board["last"]),
        "topics of the board": (board.direct_topics_count, Topic.objects.filter(forum=board, approved=True).count()),
        "number of the stream": (
            Stream.objects.get(pk=stream).seq,
            Event.objects.filter(stream=stream).aggregate(last=Max("seq"))["last"],
        ),
    }
    return [f"{what}: {said} said, {found} found" for what, (said, found) in said_and_found.items() if said != found]
