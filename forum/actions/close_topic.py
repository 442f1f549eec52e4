"""The asker, or who looks after the board, closes a topic with what was asked, heard and done."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.access import get_topic_for
from forum.content import BadContent
from forum.events import TopicClosed
from forum.models import Closing, Topic
from forum.origin import Origin
from forum.outcomes import settle_state
from forum.publishing import findings_in
from forum.rewriting import WouldBeHeld, count_change
from outbox.record import record
from regions.permissions import Reason, can_close_topic, require, why_not_write
from regions.standing import member_standing
from screening import rules_found

LONGEST_PART = 4000


@transaction.atomic
def close_topic(actor: Member, topic_id: int, *, asked: str, heard: str, did: str = "") -> Topic:
    """It takes no more answers, and shows the summary on top; those who answered are told once. The same summary again
    changes nothing.

    Raises NotVisible, Refused, BadContent, WouldBeHeld.
    """
    topic = get_topic_for(actor, topic_id, lock=True)
    standing, network = member_standing(actor), topic.forum.network
    is_asker, closed = topic.poster_id == actor.pk, topic.forum.closed is not None
    require(
        can_close_topic(standing, network, is_asker=is_asker, closed=closed),
        why_not_write(standing, network, closed=closed) if is_asker else Reason.NOT_THE_ASKER,
    )
    words = {"asked": _part(asked), "heard": _part(heard), "did": _part(did)}
    if Closing.objects.filter(topic=topic, reopened=None, **words).exists():
        return topic
    require(not topic.is_locked, Reason.TOPIC_LOCKED)
    _check(words)
    Closing.objects.update_or_create(topic=topic, defaults=words | {"member": actor, "reopened": None})
    Topic.objects.filter(pk=topic.pk).update(status=Topic.TOPIC_LOCKED)
    settle_state(topic, closed=True)
    count_change(topic)
    record(TopicClosed(topic_id=topic.pk, board_id=topic.forum_id))
    if not is_asker:
        write_entry("close_topic", actor_id=actor.pk, subject=f"topic {topic.pk}", network_id=topic.forum.network_id)
    return topic


def _part(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def _check(words: dict[str, str]) -> None:
    if not words["asked"] or not words["heard"]:
        raise BadContent("Say in a line or two what you asked and what you heard.")
    if max(map(len, words.values())) > LONGEST_PART:
        raise BadContent(f"Each part of a summary has {LONGEST_PART:,} characters at the most.")
    findings = findings_in("", "\n\n".join(words.values()), Origin.web())
    if findings:
        raise WouldBeHeld(tuple(str(rule) for rule in rules_found(findings)))
