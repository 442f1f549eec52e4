"""An answer to a topic's mail that is a vote in its poll: counted where it says nothing else, and never guessed."""

from accounts.models import Member
from forum.actions.cast_vote import cast_vote
from forum.polls.ballots import Reading
from forum.polls.models import Poll
from inbound.endings import Ending
from inbound.models import InboundMail
from inbound.reading import ReadMail
from notifications.letters import write_letter
from notifications.message_ids import header_form

VOTED = "voted"


def vote_by_mail(member: Member, row: InboundMail, mail: ReadMail, topic_id: int, reading: Reading) -> Ending:
    """Count it, and tell the member what was counted. Raises NotVisible, Refused."""
    ballot = cast_vote(member, topic_id, picks=reading.picks)
    write_letter(
        "poll_voted", member=member, address=mail.sender, key=f"poll-voted:{row.pk}",
        context={"poll_id": ballot.poll_id}, in_reply_to=header_form(mail.message_id),
    )  # fmt: skip
    return Ending(InboundMail.State.ACTED, VOTED, member, topic_id=topic_id)


def hint_at_poll(member: Member, row: InboundMail, mail: ReadMail, topic_id: int) -> None:
    """To the author only: it may have been meant as a vote, and was posted."""
    poll = Poll.objects.get(topic=topic_id)
    write_letter(
        "poll_hint", member=member, address=mail.sender, key=f"poll-hint:{row.pk}",
        context={"poll_id": poll.pk}, in_reply_to=header_form(mail.message_id),
    )  # fmt: skip
