"""Pages of meetings: those of the demo, by who comes and by who arranges them."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.arriving import MEMBER, OTHER, REP, Shown, after, at, by_link, empty_form

WINTER, LOOKING = "North West winter meeting", "A morning on girls in custody"
Way = Callable[[Page], object]


def meeting(title: str = WINTER) -> Way:
    return by_link("/meetings/", title)


PAGES_OF_MEETINGS = [
    Shown("meetings", MEMBER, at("/meetings/")),
    Shown("meetings of a network", REP, at("/networks/north-west/meetings/")),
    Shown("a meeting", OTHER, meeting()),
    Shown("a meeting, for who arranges it", REP, meeting()),
    Shown("who comes", REP, after(meeting(), "See the list", "Who is coming")),
    Shown("attendance", REP, after(meeting(), "Attendance list", "Attendance")),
    Shown("a meeting that looks for a date", MEMBER, meeting(LOOKING)),
    Shown("its dates, for who arranges it", REP, meeting(LOOKING)),
    Shown("a meeting arranged elsewhere", MEMBER, meeting("Regional prevention forum")),
    Shown("proposing a meeting", REP, at("/networks/north-west/meetings/propose/")),
    Shown("proposing a meeting wrongly", REP, empty_form("/networks/north-west/meetings/propose/", "Propose it")),
    Shown("noting a meeting", REP, at("/networks/north-west/meetings/record/")),
    Shown("changing a meeting", REP, after(meeting(), "Change it", "Change the meeting")),
    Shown("calling a meeting off", REP, after(meeting(), "Call it off")),
    Shown("setting a date", REP, after(meeting(LOOKING), "Set another date", "Set the date")),
    Shown("a calendar address", MEMBER, at("/calendar/")),
]
