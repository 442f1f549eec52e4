"""What a meeting can be, what may be done with it then, and what it is afterwards. Every action asks this table."""

from enum import StrEnum

from django.db import models

from regions.permissions import Reason, refuse


class State(models.TextChoices):
    PROPOSED = "proposed", "proposed"
    POLLING = "polling", "looking for a date"
    FIXED = "fixed", "fixed"
    HELD = "held", "held"
    MINUTED = "minuted", "held, with minutes"
    CANCELLED = "cancelled", "cancelled"


class Act(StrEnum):
    CHANGE = "change"
    ASK_DATES = "ask_dates"
    SAY_WHICH_DATES = "say_which_dates"
    FIX = "fix"
    ANSWER = "answer"
    CANCEL = "cancel"
    HOLD = "hold"
    NOTE_ATTENDANCE = "note_attendance"
    WRITE_MINUTES = "write_minutes"
    PUBLISH_MINUTES = "publish_minutes"


AFTER: dict[State, dict[Act, State]] = {
    State.PROPOSED: {
        Act.CHANGE: State.PROPOSED,
        Act.ASK_DATES: State.POLLING,
        Act.FIX: State.FIXED,
        Act.CANCEL: State.CANCELLED,
    },
    State.POLLING: {
        Act.CHANGE: State.POLLING,
        Act.SAY_WHICH_DATES: State.POLLING,
        Act.FIX: State.FIXED,
        Act.CANCEL: State.CANCELLED,
    },
    State.FIXED: {
        Act.CHANGE: State.FIXED,
        Act.ANSWER: State.FIXED,
        Act.CANCEL: State.CANCELLED,
        Act.HOLD: State.HELD,
        Act.NOTE_ATTENDANCE: State.FIXED,
        Act.WRITE_MINUTES: State.FIXED,
    },
    State.HELD: {
        Act.NOTE_ATTENDANCE: State.HELD,
        Act.WRITE_MINUTES: State.HELD,
        Act.PUBLISH_MINUTES: State.MINUTED,
    },
    State.MINUTED: {Act.WRITE_MINUTES: State.MINUTED, Act.PUBLISH_MINUTES: State.MINUTED},
    State.CANCELLED: {},
}
WHY_NOT = {
    State.PROPOSED: Reason.NO_DATE_YET,
    State.POLLING: Reason.STILL_LOOKING_FOR_A_DATE,
    State.FIXED: Reason.DATE_IS_FIXED,
    State.HELD: Reason.MEETING_OVER,
    State.MINUTED: Reason.MEETING_OVER,
    State.CANCELLED: Reason.MEETING_CANCELLED,
}


def may(state: str, act: Act) -> bool:
    return act in AFTER[State(state)]


def after(state: str, act: Act) -> State:
    """What a meeting in this state is once the act is done. Raises Refused with the reason if it cannot be done."""
    found = AFTER[State(state)].get(act)
    if found is None:
        refuse(WHY_NOT[State(state)])
    return found
