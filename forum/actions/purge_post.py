"""A representative deletes a post everywhere: its words are kept nowhere."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.events import PostPurged
from forum.matter_steps import close_matter
from forum.models import Matter, Post
from forum.purging import forget_words
from forum.removal import get_post_to_moderate, hide
from forum.streams import board_stream
from outbox.record import record

PURGEABLE = (Post.State.PUBLISHED, Post.State.REMOVED, Post.State.TAKEN_BACK)


@transaction.atomic
def purge_post(actor: Member, post_id: int) -> Post:
    """Text, earlier versions, file names, search text, what a mail had folded, words of reports; then, by the event,
    what is queued, was told and came by mail. Whoever was mailed it is asked to delete it. It cannot be undone. A
    topic's first post takes the topic and its title with it. Raises NotVisible, Refused.
    """
    post = get_post_to_moderate(actor, post_id, states=PURGEABLE)
    if post.approved:
        hide(post, by=actor)
    forget_words(post)
    for matter in Matter.objects.select_for_update().filter(post=post, outcome=""):
        close_matter(matter, Matter.Outcome.REMOVED, by=actor)
    record(
        PostPurged(post_id=post.pk, topic_id=post.topic_id, board_id=post.topic.forum_id),
        stream=board_stream(post.topic.forum_id),
    )
    write_entry(
        "purge_post", actor_id=actor.pk, subject=f"post {post.pk}", member_id=post.poster_id,
        network_id=post.topic.forum.network_id,
    )  # fmt: skip
    return post
