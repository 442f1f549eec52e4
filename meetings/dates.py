"""Looking for a date: what speaks against one, who was asked, and what the answers come to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from accounts.models import Member
from meetings.access import visible_meetings
from meetings.holidays import in_words, known_for
from meetings.invitations import services_of
from meetings.lifecycle import State
from meetings.models import DateAnswer, DateOption, Invitation, Meeting, Suits
from meetings.people import people_to_invite
from regions.working_time import bank_holiday

MOST_OPTIONS = 8


@dataclass
class DateResult:
    """One date with whom it suits. `services`: how many would have somebody there, if need be."""

    option: DateOption
    yes: list[Member] = field(default_factory=list)
    need_be: list[Member] = field(default_factory=list)
    no: int = 0
    services: int = 0
    best: bool = False


@dataclass(frozen=True)
class DateResults:
    rows: list[DateResult]
    answered: int
    silent: int


def results_of(meeting: Meeting) -> DateResults:
    """The date that brings most services is best; of those that bring as many, the one that suits most people well."""
    options = list(meeting.date_options.all())
    answers = list(DateAnswer.objects.filter(option__meeting=meeting).select_related("member").order_by("pk"))
    service_of = services_of({answer.member_id for answer in answers})
    rows = {option.pk: DateResult(option) for option in options}
    for answer in answers:
        row = rows[answer.option_id]
        if answer.says == Suits.NO:
            row.no += 1
        else:
            (row.yes if answer.says == Suits.YES else row.need_be).append(answer.member)
    for row in rows.values():
        ids = {service_of.get(member.pk) for member in (*row.yes, *row.need_be)} - {None}
        row.services = len(ids)
    _mark_best(list(rows.values()))
    people = {answer.member_id for answer in answers}
    silent = len({member.pk for member in people_to_invite(meeting)} - people)
    return DateResults(list(rows.values()), len(people), silent)


def _mark_best(rows: Sequence[DateResult]) -> None:
    weights = [(row.services, len(row.yes), len(row.need_be)) for row in rows]
    top = max(weights, default=(0, 0, 0))
    for row, weight in zip(rows, weights, strict=True):
        row.best = weight == top and weight > (0, 0, 0)


def without_answer(meeting: Meeting) -> list[Member]:
    """Those who were asked and have not said which dates suit them."""
    said = set(DateAnswer.objects.filter(option__meeting=meeting).values_list("member_id", flat=True))
    return [member for member in people_to_invite(meeting) if member.pk not in said]


def answers_of(member: Member, meeting: Meeting) -> dict[int, str]:
    """By the number of the date."""
    rows = DateAnswer.objects.filter(option__meeting=meeting, member=member)
    return dict(rows.values_list("option__number", "says"))


# --- What speaks against a date


def warnings_for(actor: Member, meeting: Meeting, options: Iterable[DateOption]) -> list[str]:
    """A sentence for each thing that whoever asks may not have thought of."""
    people = [member.pk for member in people_to_invite(meeting)]
    options = list(options)
    known = known_for(people, [option.day for option in options])
    return [
        sentence
        for option in options
        for sentence in (*in_words(known, option.day), *_against(actor, meeting, option, people))
    ]


def _against(actor: Member, meeting: Meeting, option: DateOption, people: list[int]) -> list[str]:
    day, found = f"{option.day:%A} {option.day.day} {option.day:%B}", list[str]()
    if holiday := bank_holiday(option.day):
        found.append(f"{day} is a bank holiday in England: {holiday}.")
    elif option.day.weekday() >= 5:
        found.append(f"{day} is at a weekend.")
    asked = Invitation.objects.filter(meeting=OuterRef("pk"), member__in=people).exclude(answer="no")
    same_time = Meeting.objects.filter(state=State.FIXED, starts__lt=option.ends, ends__gt=option.starts)
    seen = set(visible_meetings(actor).order_by().values_list("pk", flat=True))
    for other in same_time.exclude(pk=meeting.pk).filter(Exists(asked)).order_by("starts", "pk"):
        number = Invitation.objects.filter(meeting=other, member__in=people).exclude(answer="no").count()
        name = f"“{other.title}”" if other.pk in seen else "another meeting"
        found.append(f"{day}: {number} of those asked {'is' if number == 1 else 'are'} invited to {name} at that time.")
    return found
