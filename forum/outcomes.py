"""The state of a topic as it follows from what was accepted and whether it is closed."""

from forum.models import AcceptedAnswer, Post, Topic


def settle_state(topic: Topic, *, closed: bool) -> None:
    """Set the topic's state; the caller holds its lock."""
    answered = AcceptedAnswer.objects.filter(topic=topic).exists()
    state = Topic.State.CLOSED if closed else Topic.State.ANSWERED if answered else Topic.State.OPEN
    Topic.objects.filter(pk=topic.pk).update(state=state)
    topic.state = state


def forget_acceptance(post: Post) -> None:
    """The post is gone, so it answers nothing any more."""
    if AcceptedAnswer.objects.filter(post=post).delete()[0] and post.topic.state != Topic.State.CLOSED:
        settle_state(post.topic, closed=False)
