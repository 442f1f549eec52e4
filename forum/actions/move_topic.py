"""Who looks after two networks moves a topic from a board of the one to a board of the other."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.access import get_board_by_id, get_topic_for
from forum.asking_steps import end_askings_at_home
from forum.counting import recount_boards
from forum.events import TopicMoved
from forum.models import Board, Topic, TopicFollow, TopicTrace
from forum.streams import board_stream
from forum.tags import take_tags_along
from forum.traces import leave_trace
from outbox.record import record
from regions.permissions import Reason, can_move_topic, can_read, require
from regions.problems import Problem
from regions.standing import standing_of, standings_of


@transaction.atomic
def move_topic(actor: Member, topic_id: int, board_id: int) -> Topic:
    """From now on it is read by whoever reads the new board, and by nobody else: pages, search, sockets, mail that is
    waiting and answers by old mails all ask for that. Who lost sight of it no longer follows it.

    Raises NotVisible, Refused, Problem.
    """
    topic = get_topic_for(actor, topic_id, lock=True)
    here, there = topic.forum, get_board_by_id(actor, board_id)
    allowed = can_move_topic(standing_of(actor), here.network, there.network)
    require(allowed, Reason.NETWORK_CLOSED if there.network.closed else Reason.NOT_THE_REPRESENTATIVE)
    require(there.closed is None, Reason.BOARD_CLOSED)
    if here.pk == there.pk:
        raise Problem("board", "The topic stands on this board already.")
    Topic.objects.filter(pk=topic.pk).update(forum=there)
    topic.forum = there
    recount_boards(here.pk, there.pk)
    end_askings_at_home([topic.pk])
    topic.asked_ids = Topic.objects.values_list("asked_ids", flat=True).get(pk=topic.pk)
    _forget_follows(topic, there)
    leave_trace(topic, TopicTrace.Kind.MOVED, number=topic.last_number, by=actor)
    if here.network_id != there.network_id:
        take_tags_along(topic, there.network)
    moved = TopicMoved(topic_id=topic.pk, from_board_id=here.pk, board_id=there.pk, actor_id=actor.pk)
    record(moved, stream=board_stream(there.pk))
    write_entry(
        "move_topic", actor_id=actor.pk, subject=f"topic {topic.pk}", network_id=here.network_id,
        details={"from": here.pk, "to": there.pk, "to_network": there.network_id},
    )  # fmt: skip
    return topic


def _forget_follows(topic: Topic, board: Board) -> None:
    """Also for a topic that comes back later: a right that ended is not taken up again unasked."""
    ids = list(TopicFollow.objects.filter(topic=topic).values_list("member_id", flat=True))
    blind = [pk for pk, who in standings_of(ids).items() if not can_read(who, topic.around, shared=board.shared)]
    TopicFollow.objects.filter(topic=topic, member__in=blind).delete()
