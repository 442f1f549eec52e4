"""A mail to a meeting's own address: who answers, and whether that is proven."""

from django.utils import timezone

from accounts.addresses import domain_of
from accounts.models import Member
from accounts.selectors import member_for_address
from forum.access import NotVisible
from forum.content import BadContent
from inbound.authenticate import sender_is_proven
from inbound.endings import Ending, nothing_there, stranger_to
from inbound.meeting_answers import NotCounted, count_answer
from inbound.models import InboundMail
from inbound.posting import hold_for
from inbound.reading import ReadMail
from inbound.refusals import RefusalReason, answer_member
from notifications.letters import write_letter
from notifications.tokens import Purpose, unseal
from regions.denials import record_denial
from regions.permissions import Refused
from regions.selectors import current_membership

GONE = "The meeting that you answered is not there for you, so nothing was counted."
Ended = InboundMail.State


def meeting_by_mail(row: InboundMail, mail: ReadMail, text: str) -> Ending:
    """The address names a meeting and nobody. Who answers is whose own proven address the mail comes from."""
    token, sender = unseal(Purpose.MEETING, text), member_for_address(mail.sender)
    member = sender or _whose_assistant(mail)
    if token is None or member is None:
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, sender)
    if not sender_is_proven(mail):
        return _unproven(member, row, mail, theirs=sender is not None)
    try:
        return count_answer(member, row, mail, token.thing_id)
    except NotVisible:
        return nothing_there(member, row, mail, GONE)
    except Refused as refused:
        record_denial(member, verb="answer_invitation", refused=refused, what=f"mail {row.pk}")
        return _refused(member, row, mail, RefusalReason.NOT_ALLOWED, refused.sentence)
    except NotCounted as problem:
        return _refused(member, row, mail, problem.reason, str(problem))
    except BadContent as problem:
        return _refused(member, row, mail, RefusalReason.NOT_POSTABLE, str(problem))


def _unproven(member: Member, row: InboundMail, mail: ReadMail, *, theirs: bool) -> Ending:
    """From an address of theirs it is held, and they are asked «was this you?». An assistant's they are told of, once
    a day: somebody else may be writing in their name.
    """
    if theirs:
        return hold_for(member, row, mail, stranger=False)
    day = timezone.localdate().isoformat()
    write_letter("meeting_not_proven", member=member, key=f"meeting-unproven:{member.pk}:{day}", context={})
    return Ending(Ended.REFUSED, "sender_not_proven", member)


def _refused(member: Member, row: InboundMail, mail: ReadMail, reason: RefusalReason, sentence: str) -> Ending:
    answer_member(member, row, mail, reason, sentence)
    return Ending(Ended.REFUSED, reason, member)


def _whose_assistant(mail: ReadMail) -> Member | None:
    """The member for whom an assistant answers: one of the same organisation, which writes to no other service."""
    calendar = mail.calendar
    if calendar is None or calendar.sent_by != mail.sender or domain_of(calendar.attendee) != domain_of(mail.sender):
        return None
    member = member_for_address(calendar.attendee)
    place = current_membership(member) if member is not None else None
    return member if place is not None and not _elsewhere_too(domain_of(mail.sender), place.service_id) else None


def _elsewhere_too(domain: str, service_id: int) -> bool:
    """Does a member of another service write from this domain? Then it vouches for nobody's assistant."""
    there = Member.objects.filter(emailaddress__email__iendswith=f"@{domain}", memberships__status="current")
    return there.exclude(memberships__service=service_id).exists()
