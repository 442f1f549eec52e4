"""Counting a topic and its board afresh, when posts go or come back."""

from forum.models import Board, Post, Topic


def recount_topic(topic_id: int) -> None:
    """The caller holds the topic's lock. Posts keep their numbers."""
    posts = Post.objects.filter(topic=topic_id, approved=True)
    last = posts.order_by("-number").first()
    facts = {"last_post": last, "last_post_on": last.published} if last else {}
    people = posts.exclude(poster=None).order_by().values("poster").distinct().count()
    Topic.objects.filter(pk=topic_id).update(posts_count=posts.count(), people_count=people, **facts)


def recount_boards(*board_ids: int) -> None:
    """Under the boards' locks: whoever posts meanwhile adds to it afterwards."""
    pks = sorted(set(board_ids))
    list(Board.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk", flat=True))
    for pk in pks:
        topics = Topic.objects.filter(forum=pk, approved=True)
        newest = topics.order_by("-last_post_on", "-pk").first()
        Board.objects.filter(pk=pk).update(
            direct_topics_count=topics.count(),
            direct_posts_count=Post.objects.filter(topic__in=topics, approved=True).count(),
            last_post=newest.last_post_id if newest else None,
            last_post_on=newest.last_post_on if newest else None,
        )
