"""The asker says which answer helped."""

from django.db import transaction

from accounts.models import Member
from forum.access import get_post_for
from forum.events import AnswerAccepted
from forum.models import AcceptedAnswer, Post, Topic
from forum.outcomes import settle_state
from forum.rewriting import count_change
from outbox.record import record
from regions.permissions import Reason, can_accept_answer, require, why_not_write
from regions.standing import member_standing


@transaction.atomic
def accept_answer(actor: Member, post_id: int, *, helped: bool = True) -> Post:
    """Mark the answer, in place of another if there is one; `helped` false takes the mark away. Twice is once.

    Raises NotVisible, Refused.
    """
    post = get_post_for(actor, post_id, lock=True)
    topic, network, standing = post.topic, post.topic.forum.network, member_standing(actor)
    is_asker, closed = topic.poster_id == actor.pk, topic.forum.closed is not None
    require(is_asker, Reason.NOT_THE_ASKER)
    require(
        can_accept_answer(standing, network, is_asker=is_asker, closed=closed),
        why_not_write(standing, network, closed=closed),
    )
    require(post.pk != topic.first_post_id and not post.is_taken_back, Reason.NOT_AN_ANSWER)
    marked = AcceptedAnswer.objects.filter(topic=topic, post=post).exists()
    if marked == helped:
        return post
    AcceptedAnswer.objects.filter(topic=topic).delete()
    if helped:
        AcceptedAnswer.objects.create(topic=topic, post=post)
    settle_state(topic, closed=topic.state == Topic.State.CLOSED)
    count_change(topic)
    record(AnswerAccepted(post_id=post.pk, topic_id=topic.pk, board_id=topic.forum_id))
    return post
