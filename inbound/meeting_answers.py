"""What an answer to an invitation to a meeting says, and counting it: a word, the numbers of dates, or the buttons of a
calendar (iTIP's REPLY and COUNTER).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from accounts.models import Member
from accounts.selectors import member_for_address
from forum.content import BadContent
from forum.farewell import without_farewell
from inbound.endings import Ending
from inbound.models import InboundMail
from inbound.reading import Outcome, ReadMail
from inbound.refusals import RefusalReason
from meetings.access import get_meeting_for
from meetings.actions.answer_invitation import answer_invitation
from meetings.actions.leave_note import leave_note
from meetings.actions.say_which_dates import say_which_dates
from meetings.calendar import uid_of
from meetings.invitations import Given
from meetings.lifecycle import State
from meetings.models import Answer, DateOption, Door
from meetings.reading_dates import read_dates
from notifications.addresses import MEETING, split
from notifications.letters import write_letter
from notifications.message_ids import header_form
from notifications.tokens import Purpose, unseal

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
OTHERS_COPY = (
    "The invitation that you answered was somebody else’s copy, so nothing was counted. If you are invited yourself, "
    "answer your own copy, or on the meeting’s page."
)
OTHER_ENTRY = (
    "The entry of your calendar that you answered is of another meeting than the address that it was sent to, so "
    "nothing was counted. Answer the invitation itself, or on the meeting’s page."
)
Ended = InboundMail.State
LATE_AT_MOST = timedelta(days=2)  # how long before it came a mail may say that it was written


def meeting_answered(row: InboundMail) -> int | None:
    """The meeting that a mail answers, by the address that it came to."""
    kind, text = split(row.envelope_to)
    token = unseal(Purpose.MEETING, text) if kind == MEETING and text else None
    return token.thing_id if token is not None else None


class NotCounted(BadContent):
    """It does not say plainly what it answers; the sentence says why, and what to do."""

    def __init__(self, sentence: str, reason: RefusalReason) -> None:
        super().__init__(sentence)
        self.reason = reason


def count_answer(member: Member, row: InboundMail, mail: ReadMail, meeting_id: int) -> Ending:
    """Raises NotVisible, Refused, BadContent."""
    polling = get_meeting_for(member, meeting_id).state == State.POLLING
    by_text = _by_numbers if polling else _by_word
    act = _by_calendar if mail.answers_invitation else by_text
    return act(member, row, mail, meeting_id)


def count_held(member: Member, row: InboundMail, mail: ReadMail, meeting_id: int, *, instead: str) -> str:
    """An answer of which they say that it is theirs, or the words that they give instead; returns what was counted.

    Raises NotVisible, Refused, BadContent.
    """
    said = replace(mail, outcome=Outcome.MESSAGE, calendar=None, reply=instead) if instead else mail
    return count_answer(member, row, said, meeting_id).reason


def says_in_words(mail: ReadMail) -> str:
    """What it answers, to read: a calendar's button by its name."""
    if not mail.answers_invitation or mail.calendar is None:
        return mail.reply or ""
    button = "Another time is proposed" if mail.outcome is Outcome.CALENDAR_COUNTER else mail.calendar.partstat
    return f"{button.capitalize()} {(mail.reply or '').strip() or mail.calendar.comment}".strip()


def _by_word(member: Member, row: InboundMail, mail: ReadMail, meeting_id: int) -> Ending:
    names = {name.casefold() for name in (member.first_name, member.full_name, member.initials)}
    wanted = WORDS.get(without_farewell(mail.reply or "", names).strip(" .,!*_"))
    if wanted is None:
        raise NotCounted(HOW, RefusalReason.NO_DECISION)
    given = Given(Door.MAIL, at=_written(row, mail), key=f"mail:{row.pk}")
    answer_invitation(member, meeting_id, answer=wanted[0], online=wanted[1], given=given)
    return Ending(Ended.ACTED, f"answered_{wanted[0]}", member)


def _by_numbers(member: Member, row: InboundMail, mail: ReadMail, meeting_id: int) -> Ending:
    """Which dates suit: counted where the mail says nothing else, and told back."""
    numbers = set(DateOption.objects.filter(meeting=meeting_id).values_list("number", flat=True))
    says = read_dates(mail.reply or "", numbers, names=(member.first_name, member.full_name, member.initials))
    if says is None:
        raise NotCounted(HOW_DATES, RefusalReason.NO_DECISION)
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
        raise NotCounted(OTHERS_COPY, RefusalReason.NOT_YOUR_ADDRESS)
    if calendar.uid and calendar.uid != uid_of(meeting_id):
        raise NotCounted(OTHER_ENTRY, RefusalReason.NOT_POSTABLE)
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
