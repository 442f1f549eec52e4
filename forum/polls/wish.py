"""What somebody wants to ask, before it is a poll: bounds on it, each with its sentence."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from forum.content import BadContent
from forum.models import Topic
from forum.polls.models import Poll
from screening import rules_found, screen
from screening.rules import Rule

LONGEST_QUESTION, LONGEST_OPTION, MOST_OPTIONS = 200, 120, 12
LONGEST_OPEN = timedelta(days=366)


class BadPoll(BadContent):
    """The poll cannot be made as it is; `field` is where the form says why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class PollWish:
    question: str
    options: tuple[str, ...]
    closes: datetime
    kind: str = Poll.Kind.SINGLE
    hidden: bool = False


def checked_wish(wish: PollWish, *, now: datetime | None = None) -> PollWish:
    """The wish with its words on one line each. Raises BadPoll."""
    now = now or timezone.now()
    question = _one_line(wish.question)
    options = tuple(filter(None, map(_one_line, wish.options)))
    if not question or len(question) > LONGEST_QUESTION:
        raise BadPoll("question", f"Write the poll’s question, in at most {LONGEST_QUESTION} characters.")
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise BadPoll("options", f"Give 2 to {MOST_OPTIONS} options, each on a line of its own.")
    if any(len(option) > LONGEST_OPTION for option in options):
        raise BadPoll("options", f"An option has {LONGEST_OPTION} characters at most: put the rest into the text.")
    if len({option.casefold() for option in options}) < len(options):
        raise BadPoll("options", "Two options say the same.")
    if not now < wish.closes <= now + LONGEST_OPEN:
        raise BadPoll("closes_on", "Choose a day and a time to close that are still to come, within a year.")
    rules = rules_found(screen("\n\n".join((question, *options))))
    if rules:
        what = " and ".join(Rule(rule).label for rule in rules)
        raise BadPoll("options", f"Something in the poll looks like {what}. Put it so that no child is described.")
    return replace(wish, question=question, options=options, kind=Poll.Kind(wish.kind))


def make_poll(topic: Topic, wish: PollWish, *, asked: int) -> Poll:
    """The poll of a checked wish, in a topic that the caller has locked or made."""
    return Poll.objects.create(
        topic=topic, kind=wish.kind, question=wish.question, options=list(wish.options), closes=wish.closes,
        hidden=wish.hidden, asked=asked,
    )  # fmt: skip


def _one_line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())
