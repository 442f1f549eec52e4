"""Answers to the mail of draft minutes, and to the reminder of an action point. The address names the thing and nobody:
who answers is whose own proven address the mail comes from.
"""

from collections.abc import Callable

from django.utils import timezone

from accounts.models import Member
from accounts.selectors import member_for_address
from forum.access import NotVisible
from forum.farewell import without_farewell
from inbound.authenticate import sender_is_proven
from inbound.endings import Ending, nothing_there, stranger_to
from inbound.models import InboundMail
from inbound.reading import ReadMail
from inbound.refusals import RefusalReason, answer_member
from meetings.actions.check_minutes import check_minutes
from meetings.actions.correct_minutes import correct_minutes
from meetings.actions.end_action import end_action
from meetings.minutes.access import get_minutes_for
from meetings.minutes.reading_corrections import read_corrections, says_right
from notifications.letters import write_letter
from notifications.tokens import Purpose, unseal
from regions.denials import record_denial
from regions.permissions import Refused
from regions.problems import Problem

DONE = {"done", "it is done", "it's done", "it’s done", "this is done", "completed", "complete", "finished", "all done"}
HOW_ACTION = (
    "The address that you answered to takes one word: done. Your mail says more, or something else, so nothing was "
    "changed. To talk about the action point, write to who arranges the meeting."
)
NO_WORDS = "Your mail has no words of its own in it, so nothing was noted."
GONE = "What you answered is not there for you, so nothing was noted."
Ended = InboundMail.State
Act = Callable[[Member, InboundMail, ReadMail, int], Ending]


def minutes_by_mail(row: InboundMail, mail: ReadMail, text: str) -> Ending:
    return _by_mail(row, mail, text, Purpose.MINUTES, "correct_minutes", _corrects)


def action_by_mail(row: InboundMail, mail: ReadMail, text: str) -> Ending:
    return _by_mail(row, mail, text, Purpose.ACTION, "end_action", _ends)


def _by_mail(row: InboundMail, mail: ReadMail, text: str, purpose: Purpose, verb: str, act: Act) -> Ending:
    token, member = unseal(purpose, text), member_for_address(mail.sender)
    if token is None or member is None:
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, member)
    if not sender_is_proven(mail):
        day = timezone.localdate().isoformat()  # once a day: somebody else may be writing in their name
        write_letter("meeting_not_proven", member=member, key=f"meeting-unproven:{member.pk}:{day}", context={})
        return Ending(Ended.REFUSED, "sender_not_proven", member)
    try:
        return act(member, row, mail, token.thing_id)
    except NotVisible:
        return nothing_there(member, row, mail, GONE)
    except Refused as refused:
        record_denial(member, verb=verb, refused=refused, what=f"mail {row.pk}")
        return _refused(member, row, mail, RefusalReason.NOT_ALLOWED, refused.sentence)
    except Problem as problem:
        return _refused(member, row, mail, RefusalReason.NOT_POSTABLE, problem.sentence)


def _corrects(member: Member, row: InboundMail, mail: ReadMail, meeting_id: int) -> Ending:
    """One word that they are right; or corrections, each by the number of its item."""
    reply = mail.reply or ""
    if says_right(without_farewell(reply, _names(member))):
        check_minutes(member, meeting_id)
        return Ending(Ended.ACTED, "minutes_right", member)
    numbers = set(get_minutes_for(member, meeting_id).items.values_list("number", flat=True))
    says = read_corrections(reply, numbers)
    if not says:
        return _refused(member, row, mail, RefusalReason.NO_DECISION, NO_WORDS)
    correct_minutes(member, meeting_id, says=says, idempotency_key=f"mail:{row.pk}")
    return Ending(Ended.ACTED, "minutes_corrected", member)


def _ends(member: Member, row: InboundMail, mail: ReadMail, action_id: int) -> Ending:
    if without_farewell(mail.reply or "", _names(member)).strip(" .,!*_") not in DONE:
        return _refused(member, row, mail, RefusalReason.NO_DECISION, HOW_ACTION)
    end_action(member, action_id)
    return Ending(Ended.ACTED, "action_done", member)


def _names(member: Member) -> set[str]:
    return {name.casefold() for name in (member.first_name, member.full_name, member.initials)}


def _refused(member: Member, row: InboundMail, mail: ReadMail, reason: RefusalReason, sentence: str) -> Ending:
    answer_member(member, row, mail, reason, sentence)
    return Ending(Ended.REFUSED, reason, member)
