"""What a membership is today, in one word; and the same word as a condition for lists."""

from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Q

from regions.facts import suspended_on
from regions.models import Membership

Status = Membership.Status


class Word(StrEnum):
    CURRENT = "current"
    DUE = "due"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    AHEAD = "ahead"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Word.CURRENT: "current",
    Word.DUE: "to be renewed",
    Word.LAPSED: "lapsed",
    Word.SUSPENDED: "suspended",
    Word.AHEAD: "begins later",
    Word.ENDED: "ended",
}


def word_of(place: Membership, today: date) -> Word:
    """`due`: the last day that is paid for is over, or near, and the grace is not."""
    if place.status == Status.ENDED or (place.ends is not None and place.ends < today):
        return Word.ENDED
    if place.starts > today:
        return Word.AHEAD
    until = place.suspended_until
    if place.status == Status.SUSPENDED and (until is None or until >= today):
        return Word.SUSPENDED
    if place.status == Status.LAPSED or (place.lapses is not None and place.lapses <= today):
        return Word.LAPSED
    return Word.DUE if place.paid_to is not None and place.paid_to <= soon(today) else Word.CURRENT


def with_word(word: Word, today: date) -> Q:
    """The twin of `word_of` for lists; a test holds the two together."""
    over = Q(status=Status.ENDED) | Q(ends__lt=today, ends__isnull=False)
    ahead = Q(starts__gt=today)
    lapsed = Q(status=Status.LAPSED) | Q(lapses__lte=today, lapses__isnull=False)
    due = Q(paid_to__lte=soon(today), paid_to__isnull=False)
    here = ~over & ~ahead & ~suspended_on(today)
    return {
        Word.ENDED: over,
        Word.AHEAD: ~over & ahead,
        Word.SUSPENDED: ~over & ~ahead & suspended_on(today),
        Word.LAPSED: here & lapsed,
        Word.DUE: here & ~lapsed & due,
        Word.CURRENT: here & ~lapsed & ~due,
    }[word]


def soon(today: date) -> date:
    """As far ahead as the first reminder goes."""
    return today + timedelta(days=max(settings.REMINDER_DAYS, default=0))
