"""What a word by mail has changed, as it reads when the letter leaves."""

from typing import Any

from accounts.models import Member
from forum.access import visible_topics
from forum.mail_wishes import habits_of
from forum.models import Board, TopicFollow
from notifications.addresses import board_address, undo_address
from notifications.fresh import NothingToSend, there
from notifications.models import Letter
from notifications.tokens import Purpose, seal


def command_facts(letter: Letter) -> dict[str, Any]:
    """The topic's and the board's names, if their reader may still know them, and the address that takes «undo»."""
    member, said = letter.member, letter.context
    if member is None or not member.is_active:
        raise NothingToSend
    board = there(Board, said["board_id"])
    topic = visible_topics(member).filter(pk=said["topic_id"]).first() if said["topic_id"] else None
    if said["topic_id"] and topic is None:
        raise NothingToSend
    habits, token = habits_of(member), seal(
        Purpose.UNDO, member_id=member.pk, thing_id=said["mail_id"], generation=member.token_generation
    )  # fmt: skip
    return {
        "topic": topic if said["word"] != "stop" else None, "board": board, "habits": habits,
        "board_address": board_address(board.slug), "reply_to": undo_address(token),
        "kept": _other_topics(member, board, said["topic_id"]) if said["word"] == "stop" else 0,
    }  # fmt: skip


def help_facts(letter: Letter) -> dict[str, Any]:
    """Which words there are, for a topic's address and for the board's."""
    board = there(Board, letter.context["board_id"])
    return {"board": board, "board_address": board_address(board.slug)}


def _other_topics(member: Member, board: Board, topic_id: int | None) -> int:
    """How many topics of the board still send mail, because the member chose so for each of them."""
    chosen = TopicFollow.objects.filter(
        member=member, topic__forum=board, topic__in=visible_topics(member).values("pk"),
        wants__in=(TopicFollow.Wants.FOLLOW, TopicFollow.Wants.DAILY, TopicFollow.Wants.WEEKLY),
    )  # fmt: skip
    return chosen.exclude(topic=topic_id).count()
