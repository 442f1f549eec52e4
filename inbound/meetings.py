"""Answers to an invitation to a meeting: a word, or the buttons of a calendar (iTIP's REPLY and COUNTER)."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.addresses import domain_of
from accounts.models import Member
from accounts.selectors import member_for_address
from forum.access import NotVisible
from forum.content import BadContent
from forum.farewell import without_farewell
from inbound.authenticate import sender_is_proven
from inbound.endings import Ending, nothing_there, stranger_to
from inbound.models import InboundMail
from inbound.reading import Outcome, ReadMail
from inbound.refusals import RefusalReason, answer_member
from meetings.access import get_meeting_for
from meetings.actions.answer_invitation import answer_invitation
from meetings.actions.leave_note import leave_note
from meetings.actions.say_which_dates import say_which_dates
from meetings.invitations import Given
from meetings.lifecycle import State
from meetings.models import Answer, DateOption, Door
from meetings.reading_dates import read_dates
from notifications.letters import write_letter
from notifications.message_ids import header_form
from notifications.tokens import Purpose, unseal
from regions.denials import record_denial
from regions.permissions import Refused
from regions.selectors import current_membership

SAID = {"ACCEPTED": Answer.YES, "TENTATIVE": Answer.MAYBE, "DECLINED": Answer.NO}
YES = {
    "yes",
    "yes please",
    "accept",
    "accepted",
    "coming",
    "i am coming",
    "i’m coming",
    "i'm coming",
    "going",
    "i will come",
}
ONLINE = {"online", "yes online", "yes, online", "i will join online", "join online"}
MAYBE = {"maybe", "perhaps", "tentative", "not sure", "not sure yet"}
NO = {
    "no",
    "no thank you",
    "no thanks",
    "decline",
    "declined",
    "not coming",
    "i cannot come",
    "i can’t come",
    "i can't come",
    "apologies",
}
WORDS = {
    **dict.fromkeys(YES, (Answer.YES, False)), **dict.fromkeys(ONLINE, (Answer.YES, True)),
    **dict.fromkeys(MAYBE, (Answer.MAYBE, False)), **dict.fromkeys(NO, (Answer.NO, False)),
}  # fmt: skip
HOW = (
    "The address that you answered to takes one word: yes, online, maybe or no. Your mail says more, or something "
    "else, so nothing was counted. To talk about the meeting, write in its topic."
)
HOW_DATES = (
    "The address that you answered to takes the numbers of the dates that suit you, like “1 and 3”, or “1, 2 if need "
    "be”, or “none”. Your mail says more, or something else, so nothing was counted."
)
GONE = "The meeting that you answered is not there for you, so nothing was counted."
OTHERS_COPY = (
    "The invitation that you answered was somebody else’s copy, so nothing was counted. If you are invited yourself, "
    "answer your own copy, or on the meeting’s page."
)
Ended = InboundMail.State
LATE_AT_MOST = timedelta(days=2)  # how long before it came a mail may say that it was written


def meeting_by_mail(row: InboundMail, mail: ReadMail, text: str) -> Ending:
    """The address names a meeting and nobody. Who answers is whose own proven address the mail comes from."""
    token, sender = unseal(Purpose.MEETING, text), member_for_address(mail.sender)
    member = sender or _whose_assistant(mail)
    if token is None or member is None:
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, sender)
    if not sender_is_proven(mail):
        day = timezone.localdate().isoformat()  # once a day: somebody else may be writing in their name
        write_letter("meeting_not_proven", member=member, key=f"meeting-unproven:{member.pk}:{day}", context={})
        return Ending(Ended.REFUSED, "sender_not_proven", member)
    try:
        polling = get_meeting_for(member, token.thing_id).state == State.POLLING
        by_text = _by_numbers if polling else _by_word
        act = _by_calendar if mail.answers_invitation else by_text
        return act(member, row, mail, token.thing_id)
    except NotVisible:
        return nothing_there(member, row, mail, GONE)
    except Refused as refused:
        record_denial(member, verb="answer_invitation", refused=refused, what=f"mail {row.pk}")
        return _refused(member, row, mail, RefusalReason.NOT_ALLOWED, refused.sentence)
    except BadContent as problem:
        return _refused(member, row, mail, RefusalReason.NOT_POSTABLE, str(problem))


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


def _by_word(member: Member, row: InboundMail, mail: ReadMail, meeting_id: int) -> Ending:
    names = {name.casefold() for name in (member.first_name, member.full_name, member.initials)}
    wanted = WORDS.get(without_farewell(mail.reply or "", names).strip(" .,!*_"))
    if wanted is None:
        return _refused(member, row, mail, RefusalReason.NO_DECISION, HOW)
    given = Given(Door.MAIL, at=_written(row, mail), key=f"mail:{row.pk}")
    answer_invitation(member, meeting_id, answer=wanted[0], online=wanted[1], given=given)
    return Ending(Ended.ACTED, f"answered_{wanted[0]}", member)


def _by_numbers(member: Member, row: InboundMail, mail: ReadMail, meeting_id: int) -> Ending:
    """Which dates suit: counted where the mail says nothing else, and told back."""
    numbers = set(DateOption.objects.filter(meeting=meeting_id).values_list("number", flat=True))
    says = read_dates(mail.reply or "", numbers, names=(member.first_name, member.full_name, member.initials))
    if says is None:
        return _refused(member, row, mail, RefusalReason.NO_DECISION, HOW_DATES)
    say_which_dates(member, meeting_id, says=says)
    write_letter(
        "meeting_dates_counted", member=member, address=mail.sender, key=f"meeting-dates-counted:{row.pk}",
        context={"meeting_id": meeting_id}, in_reply_to=header_form(mail.message_id),
    )  # fmt: skip
    return Ending(Ended.ACTED, "dates_counted", member)


def _by_calendar(member: Member, row: InboundMail, mail: ReadMail, meeting_id: int) -> Ending:
    calendar = mail.calendar
    answer = SAID.get(calendar.partstat) if calendar is not None else None
    if calendar is None or member_for_address(calendar.attendee) != member:
        return _refused(member, row, mail, RefusalReason.NOT_YOUR_ADDRESS, OTHERS_COPY)
    countered = mail.outcome is Outcome.CALENDAR_COUNTER
    words = (mail.reply or "").strip() or calendar.comment.strip()
    if answer is None and not countered:
        return Ending(Ended.AUTOMATIC, "calendar_without_an_answer", member)
    if answer is not None and not countered:
        given = Given(Door.CALENDAR, at=_written(row, mail), key=f"mail:{row.pk}", sequence=calendar.sequence)
        answer_invitation(member, meeting_id, answer=answer, given=given)
    if words or countered:
        starts, ends = (calendar.starts, calendar.ends) if countered else (None, None)
        leave_note(member, meeting_id, words=words, key=f"mail:{row.pk}", starts=starts, ends=ends)
    return Ending(Ended.ACTED, "note_to_arranger" if countered else f"answered_{answer}", member)


def _written(row: InboundMail, mail: ReadMail) -> datetime:
    """When the mail says that it was written, as far as that can be: mails overtake each other on their way."""
    said = mail.date
    if said is None or said.tzinfo is None or not row.received - LATE_AT_MOST <= said <= row.received:
        return row.received
    return said
