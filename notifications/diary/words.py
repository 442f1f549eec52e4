"""What became of a mail, in a word and a sentence."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import Trouble
from notifications.models import GIVEN_UP, Delivery
from notifications.people.words import day

State, Withheld = Delivery.State, Delivery.Withheld
_ANSWER = re.compile(r"^[245]\d\d[ -]")  # what a mail server said, and no fault of ours
CAME_BACK = {
    Trouble.HARD: "the mail system there says that there is no such mailbox",
    Trouble.SOFT: "the mail system there could not deliver it for now",
    Trouble.FULL: "the mailbox is full",
    Trouble.POLICY: "the mail system there refuses mail from us",
}
WITHHELD = {
    Withheld.NO_RIGHT: "When it was to leave, {they} might not read it any more.",
    Withheld.UNWANTED: "When it was to leave, {they} did not want it by mail any more.",
    Withheld.GONE: "When it was to leave, what it was about had been taken back, removed or not posted.",
    Withheld.OVER: "When it was to leave, what it said was over, or there was nothing to say.",
    "": "When it was to leave, it was not wanted or not allowed any more.",
}


@dataclass(frozen=True)
class Became:
    word: str
    tone: str  # the tag's colour: done, open or none
    sentence: str


def became(row: Delivery, *, own: bool) -> Became:
    they = "you" if own else "the member"
    if row.state == State.WAITING:
        return _waiting(row)
    if row.state == State.SKIPPED:
        return Became("not sent", "", WITHHELD[row.withheld].format(they=they))
    if row.state == State.PAUSED:
        return Became("not sent", "open", f"Mail to {row.address} pauses, because it came back.")
    if row.state == State.REFUSED:
        how = "We gave up after five days" if row.last_error.startswith(GIVEN_UP) else "The relay refused it for good"
        return Became("came back", "open", f"{how}{_said(row)}.")
    if row.came_back is not None:
        why = CAME_BACK[Trouble(row.came_back_as)] if row.came_back_as else "it came back"
        return Became("came back", "open", f"Sent {_when(row.sent)}; {_when(row.came_back)}: {why}.")
    first = f", first {_when(row.first_sent)}" if row.first_sent else ""
    return Became("sent", "done", f"The relay took it {_when(row.sent)}{first}.")


def _waiting(row: Delivery) -> Became:
    if row.attempts and row.last_error:
        return Became("put off", "open", f"Tried {_times(row.attempts)}{_said(row)}. Next try {_when(row.next_try)}.")
    return Became("to leave", "", f"It leaves {_when(row.next_try)}{' once more' if row.again else ''}.")


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _said(row: Delivery) -> str:
    """The server's answer; a fault of ours is said in no detail."""
    said = row.last_error.removeprefix(GIVEN_UP).strip()
    answer = said.splitlines()[0][:160] if _ANSWER.match(said) else ""
    return f": “{answer}”" if answer else ""


def _when(at: datetime | None) -> str:
    """«on 28 November 2026 at 10:14», by UK time."""
    if at is None:
        return "at an hour that is not known"
    local = timezone.localtime(at)
    return f"on {day(local.date())} at {local:%H:%M}"
