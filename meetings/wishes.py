"""What somebody wants a meeting to be, and what is wrong with it: a sentence beside the field."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from meetings.models import Meeting
from meetings.wall_time import NoSuchTime, moment
from regions.careful_words import NotTaken, careful
from regions.problems import Problem

LONGEST = {"title": 120, "place": 200, "directions": 4_000, "agenda": 10_000, "joining_link": 600}
MOST_PLACES = 2_000
FURTHEST = timedelta(days=800)
CHILD_FREE = ("title", "place", "directions", "agenda")


@dataclass(frozen=True)
class Wish:
    """`day` and its times are given together, or not at all."""

    title: str
    way: str = Meeting.Way.IN_PERSON
    place: str = ""
    directions: str = ""
    joining_link: str = ""
    agenda: str = ""
    capacity: int | None = None
    who_may_come: str = Meeting.WhoMayCome.MEMBERS
    day: date | None = None
    from_time: time | None = None
    to_time: time | None = None
    closes: date | None = None


def checked(wish: Wish, *, now: datetime | None = None, past: bool = False) -> dict[str, Any]:
    """The fields of the row. `past`: a day that is over is as good as any. Raises Problem."""
    now = now or timezone.now()
    texts = {field: _text(field, getattr(wish, field)) for field in CHILD_FREE}
    texts["title"], texts["place"] = (" ".join(texts[field].split()) for field in ("title", "place"))
    if not texts["title"]:
        raise Problem("title", "Give the meeting a name, like “Winter meeting”.")
    if wish.way not in Meeting.Way.values or wish.who_may_come not in Meeting.WhoMayCome.values:
        raise Problem("way", "Choose one of the list.")
    return texts | {
        "way": wish.way, "who_may_come": wish.who_may_come, "joining_link": _link(wish), "capacity": _capacity(wish),
    } | checked_date(wish, now=now, past=past) | {"closes": _closes(wish)}  # fmt: skip


def checked_date(wish: Any, *, now: datetime, past: bool = False) -> dict[str, Any]:
    """Day and times with the moments that follow from them; all empty where no day is set. Raises Problem."""
    given = (wish.day, wish.from_time, wish.to_time)
    if given == (None, None, None):
        return dict.fromkeys(("day", "from_time", "to_time", "starts", "ends"))
    missing = {"day": "Choose the day.", "from_time": "Say when it begins.", "to_time": "Say when it ends."}
    for field, sentence in missing.items():
        if getattr(wish, field) is None:
            raise Problem(field, sentence)
    try:
        starts, ends = moment(wish.day, wish.from_time), moment(wish.day, wish.to_time)
    except (NoSuchTime, OverflowError) as problem:
        raise Problem("from_time", "On that night the clocks go forward, and this hour is left out.") from problem
    if wish.to_time <= wish.from_time:
        raise Problem("to_time", "It has to end after it begins, on the same day.")
    if starts <= now and not past:
        raise Problem("day", "This is in the past. Choose a day that is still to come.")
    if starts > now + FURTHEST:
        raise Problem("day", "This is more than two years away. Look at the year.")
    return {
        "day": wish.day, "from_time": wish.from_time, "to_time": wish.to_time, "starts": starts, "ends": ends,
    }  # fmt: skip


def _text(field: str, words: str) -> str:
    try:
        return careful(words, most=LONGEST[field])
    except NotTaken as problem:
        raise Problem(field, str(problem)) from problem


def _link(wish: Wish) -> str:
    link = wish.joining_link.strip()
    if not link:
        return ""
    if wish.way == Meeting.Way.IN_PERSON:
        raise Problem("joining_link", "This meeting is in person only. Choose “in person and online”, or leave it out.")
    parts = urlsplit(link)
    if len(link) > LONGEST["joining_link"] or parts.scheme != "https" or not parts.netloc or len(link.split()) > 1:
        raise Problem("joining_link", "Write the whole link, from “https://” on.")
    return link


def _capacity(wish: Wish) -> int | None:
    if wish.capacity is not None and not 1 <= wish.capacity <= MOST_PLACES:
        raise Problem("capacity", f"Write a number from 1 to {MOST_PLACES:,}, or leave it empty.")
    return wish.capacity


def _closes(wish: Wish) -> date | None:
    if wish.closes is not None and wish.day is not None and wish.closes > wish.day:
        raise Problem("closes", "Answers cannot be taken after the day of the meeting.")
    return wish.closes
