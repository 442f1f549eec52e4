"""What a mail that answers a topic is to the topic's poll."""

from accounts.models import Member
from forum.access import get_topic_for
from forum.polls.ballots import Meant, Reading, read_ballot
from forum.polls.models import Poll
from regions.permissions import Reason, Refused

NOTHING = Reading(Meant.WORDS)


def meant_for_poll(member: Member, topic_id: int, text: str) -> Reading:
    """What the words are to the topic's poll, if it has one. Raises NotVisible.

    After it has closed, numbers alone are still a vote, and refused as one: posted, they would tell what was meant to
    be nobody's business.
    """
    topic = get_topic_for(member, topic_id)
    poll = Poll.objects.filter(topic=topic).first()
    if poll is None:
        return NOTHING
    names = (member.first_name, member.full_name, member.initials)
    reading = read_ballot(text, poll, names=names)
    return NOTHING if reading.meant is Meant.UNCLEAR and not poll.is_open() else reading


def refuse_vote_in_ended_poll(member: Member, told_of: int, topic_id: int, text: str) -> None:
    """A mail about a topic that was merged since, whose poll ended then: its numbers are no answer to the other topic's
    poll. Raises Refused.
    """
    poll = Poll.objects.filter(topic=told_of).first() if told_of != topic_id else None
    names = (member.first_name, member.full_name, member.initials)
    if poll is not None and read_ballot(text, poll, names=names).meant is Meant.VOTE:
        raise Refused(Reason.POLL_CLOSED)
