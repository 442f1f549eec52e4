"""What follows when a poll is added, answered or closed. Letters read it, and the right to it, when they leave."""

from typing import Any

from accounts.models import Member
from forum.events import PollAdded, PollClosed, VoteCast
from forum.models import Topic
from forum.polls.models import Ballot, Poll
from forum.polls.results import results_of
from forum.polls.voters import ballots_of
from forum.selectors import follower_ids
from forum.streams import board_stream
from notifications.addresses import reply_address
from notifications.fresh import NothingToSend
from notifications.letters import write_letter
from notifications.live import push
from notifications.models import Letter
from notifications.reading import readers_among
from notifications.tokens import Purpose, seal


def push_poll_moved(event: PollAdded | VoteCast | PollClosed, event_id: int) -> None:
    """Tell open pages of the board that there is something to ask for: ids, and neither who nor what."""
    push.board_changed(board_stream(event.board_id), 0, topic_id=event.topic_id, post_id=0)


def write_of_added_poll(event: PollAdded, event_id: int) -> None:
    poll = _poll(event.poll_id)
    if poll is not None:
        _write_to("poll_added", _followers(poll.topic), poll)


def write_of_closed_poll(event: PollClosed, event_id: int) -> None:
    """To who follows the topic, and to who answered."""
    poll = _poll(event.poll_id)
    if poll is not None:
        voted = Ballot.objects.filter(poll=poll).exclude(member=None).values_list("member_id", flat=True)
        _write_to("poll_closed", _followers(poll.topic) | set(voted), poll)


def _poll(poll_id: int) -> Poll | None:
    polls = Poll.objects.select_related("topic__forum__network", "topic__poster")
    return polls.filter(pk=poll_id, topic__approved=True).first()


def _followers(topic: Topic) -> set[int]:
    return follower_ids(topic, by_mail=True)


def _write_to(template: str, member_ids: set[int], poll: Poll) -> None:
    for member in Member.objects.filter(pk__in=readers_among(sorted(member_ids), poll.topic)).order_by("pk"):
        key, context = f"{template}:{poll.pk}:{member.pk}", {"poll_id": poll.pk}
        write_letter(template, member=member, key=key, context=context)


def poll_facts(letter: Letter) -> dict[str, Any]:
    """The poll as it is now, with its result if there is one to show. Raises NothingToSend."""
    poll = _poll(letter.context["poll_id"])
    member = letter.member
    if poll is None or member is None or not readers_among([member.pk], poll.topic):
        raise NothingToSend
    if letter.template == "poll_added" and not poll.is_open():
        raise NothingToSend
    token = seal(
        Purpose.REPLY, member_id=member.pk, thing_id=poll.topic_id, generation=member.token_generation
    )  # fmt: skip
    facts: dict[str, Any] = {"poll": poll, "topic": poll.topic, "reply_to": reply_address(token)}
    return facts | ({"results": results_of(poll, ballots_of(poll))} if letter.template == "poll_closed" else {})


def own_answer_facts(letter: Letter) -> dict[str, Any]:
    """What the person answered, as it is counted now."""
    facts = poll_facts(letter)
    ballot = Ballot.objects.filter(poll=facts["poll"], member=letter.member).first()
    if ballot is None:
        raise NothingToSend
    return facts | {"own": facts["poll"].words(ballot.picks)}
