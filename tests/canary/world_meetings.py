"""Meetings of every network, each word of them a canary."""

from datetime import time, timedelta

from django.utils import timezone

from meetings.actions.add_action import add_action
from meetings.actions.add_school_holiday import add_school_holiday
from meetings.actions.answer_invitation import answer_invitation
from meetings.actions.ask_dates import ask_dates
from meetings.actions.cancel_meeting import cancel_meeting
from meetings.actions.circulate_minutes import circulate_minutes
from meetings.actions.correct_minutes import correct_minutes
from meetings.actions.fix_date import Date
from meetings.actions.leave_note import leave_note
from meetings.actions.note_attendance import note_attendance
from meetings.actions.open_minutes import open_minutes
from meetings.actions.propose_meeting import propose_meeting
from meetings.actions.publish_minutes import publish_minutes
from meetings.actions.say_which_dates import say_which_dates
from meetings.actions.write_minute_item import write_minute_item
from meetings.lifecycle import State
from meetings.models import ActionPoint, Meeting, MeetingNetwork
from meetings.wishes import Wish
from tests.canary.words import EXECUTIVE, NOBODY, OWNERS, REPRESENTATIVES, World, member_of

ARRANGER = {
    "home": "home_rep", "away": "away_rep", "executive": "officer", "representatives": "away_rep", "national": "officer",
}  # fmt: skip
ARRANGERS = {
    "home": frozenset({"home_rep"}), "away": frozenset({"away_rep"}), "executive": EXECUTIVE, "group": NOBODY,
    "representatives": REPRESENTATIVES, "national": EXECUTIVE,
}  # fmt: skip


def add_meetings(world: World) -> None:
    for key in ARRANGERS:
        readers = OWNERS[key]
        meeting = _meeting(world, key)
        dated = "title=Changed&way=online&who_may_come=members&version=0&day=2030-01-08&from_time=10:00&to_time=12:00"
        for route, data in (
            ("meeting", ""),
            ("answer_invitation", "answer=yes"),
            ("send_deputy", "deputy=1"),
            ("attendance", "here=1"),
            ("meeting_people", ""),
            ("change_meeting", dated),
            ("fix_date", dated),
            ("cancel_meeting", "reason=x"),
        ):
            world.target(route, meeting.pk, exists_for=readers, owner=key, data=data)
        slug = world.networks[key].slug
        for route, data in (("network_meetings", ""), ("propose_meeting", dated), ("record_meeting", dated)):
            world.target(route, slug, exists_for=readers, owner=key, data=f"{data}&key=m{key}" if data else "")
    _feeds(world)
    _holidays(world)
    _looking_for_a_date(world)
    _asked(world)
    _called_off(world)
    _told(world)
    _minuted(world)


def _meeting(world: World, key: str) -> Meeting:
    readers, day = OWNERS[key], timezone.localdate() + timedelta(days=20)
    words = {
        name: f"{name} {world.canary(f'{name} of a meeting of {key}', readers)}"
        for name in ("title", "place", "directions", "agenda")
    }
    link = f"https://meet.example/{world.canary(f'link to join a meeting of {key}', ARRANGERS[key])}"
    wish = Wish(way="both", joining_link=link, day=day, from_time=time(10), to_time=time(12), **words)
    if key in ARRANGER:
        arranger = member_of(world, ARRANGER[key])
        return propose_meeting(arranger, world.networks[key].pk, wish=wish, idempotency_key=f"canary:{key}")
    # Nobody represents this group, and who covers it arranges no meeting there: one of an earlier representative.
    meeting = Meeting.objects.create(network=world.networks[key], way="both", joining_link=link, **words)
    MeetingNetwork.objects.create(meeting=meeting, network=meeting.network, state=MeetingNetwork.State.JOINED)
    return meeting


def _feeds(world: World) -> None:
    world.target("calendar_feed", "no-such-thing", exists_for=None)
    world.target("network_feed", "no-such-thing", world.networks["home"].slug, exists_for=None)


def _holidays(world: World) -> None:
    starts = timezone.localdate() + timedelta(days=40)
    for key, rep in (("home", "home_rep"), ("away", "away_rep")):
        name = f"Half-term {world.canary(f'name of school holidays of {key}', EXECUTIVE)}"
        network = world.networks[key]
        add_school_holiday(member_of(world, rep), network.pk, name=name, starts=starts, ends=starts + timedelta(days=4))
        data = f"name=More&starts={starts + timedelta(days=90)}&ends={starts + timedelta(days=91)}"
        world.target("school_holidays", network.slug, exists_for=OWNERS[key], owner=key, data=data)


def _looking_for_a_date(world: World) -> None:
    rep, home = member_of(world, "home_rep"), world.networks["home"]
    wish = Wish(title=f"Which day {world.canary('title of a meeting that looks for a date', OWNERS['home'])}")
    meeting = propose_meeting(rep, home.pk, wish=wish, idempotency_key="canary:dates")
    days = [timezone.localdate() + timedelta(days=days) for days in (40, 41)]
    ask_dates(rep, meeting.pk, dates=[Date(day, time(10), time(12)) for day in days])
    say_which_dates(member_of(world, "home_author"), meeting.pk, says={1: "yes", 2: "no"})
    told = {"meeting": "", "which_dates": "date_1=yes&date_2=no", "ask_dates": "", "remind_of_dates": ""}
    for route, data in told.items():
        world.target(route, meeting.pk, exists_for=OWNERS["home"], owner="home", data=data)
    world.target("choose_date", meeting.pk, 1, exists_for=OWNERS["home"], owner="home")


def _asked(world: World) -> None:
    """The away region is asked: until it says yes, its members see nothing of it."""
    away = world.networks["away"]
    wish = Wish(
        title=f"Together {world.canary('title of a meeting that the away region is asked to join', OWNERS['home'])}"
    )
    meeting = propose_meeting(
        member_of(world, "home_rep"), world.networks["home"].pk, wish=wish, idempotency_key="canary:asked",
        with_ids=[away.pk],
    )  # fmt: skip
    world.target("meeting", meeting.pk, exists_for=OWNERS["home"], owner="home")
    world.target("join_meeting", meeting.pk, away.pk, exists_for=OWNERS["home"], owner="home", data="do=join")


def _called_off(world: World) -> None:
    rep = member_of(world, "home_rep")
    wish = Wish(title="To be called off")
    meeting = propose_meeting(rep, world.networks["home"].pk, wish=wish, idempotency_key="canary:off")
    cancel_meeting(rep, meeting.pk, reason=f"Why {world.canary('why a meeting was called off', OWNERS['home'])}")
    world.target("meeting", meeting.pk, exists_for=OWNERS["home"], owner="home")


def _told(world: World) -> None:
    """What a member tells who arranges a meeting is read by these alone; who goes sees the link to join."""
    meeting = Meeting.objects.get(idempotency_key="canary:home")
    words = world.canary("note to who arranges a meeting", frozenset({"home_rep"}))
    leave_note(member_of(world, "home_member"), meeting.pk, words=words, key="canary:note")
    answer_invitation(member_of(world, "home_member"), meeting.pk, answer="maybe")


def _minuted(world: World) -> None:
    """Draft minutes, read by who was there and who writes them; and published ones, read by all who see the meeting."""
    home, there = OWNERS["home"], frozenset({"home_rep", "home_member"})
    draft, action = _minutes(world, "draft", there, days=3)
    for route in ("minutes", "minutes_versions", "minutes_pdf", "minutes_docx", "correct_minutes", "check_minutes"):
        world.target(route, draft.pk, exists_for=there, owner="draft")
    world.target("action", action.pk, exists_for=there, owner="draft")
    words = world.canary("a correction of draft minutes", there)
    (row,) = correct_minutes(
        member_of(world, "home_member"), draft.pk, says=[(1, words)], idempotency_key="canary:correction"
    )
    world.target("decide_correction", draft.pk, row.pk, exists_for=home, owner="home", data="do=decline")
    for route in ("open_minutes", "circulate_minutes", "publish_minutes", "agree_minutes", "add_minute_item"):
        world.target(route, draft.pk, exists_for=home, owner="home")
    for route in ("minute_item", "add_action"):
        world.target(route, draft.pk, 1, exists_for=home, owner="home", data="title=x&version=2&key=m")
    published, action = _minutes(world, "published", home, days=2)
    publish_minutes(member_of(world, "home_rep"), published.pk)
    world.target("minutes", published.pk, exists_for=home, owner="home")
    world.target("action", action.pk, exists_for=home, owner="home")
    world.target("network_actions", world.networks["home"].slug, exists_for=home, owner="home")


def _minutes(world: World, name: str, readers: frozenset[str], *, days: int) -> tuple[Meeting, ActionPoint]:
    rep, member, day = member_of(world, "home_rep"), member_of(world, "home_member"), timezone.localdate()
    wish = Wish(title=f"Meeting with {name} minutes", day=day + timedelta(days=9), from_time=time(10), to_time=time(12))
    meeting = propose_meeting(rep, world.networks["home"].pk, wish=wish, idempotency_key=f"canary:{name}")
    answer_invitation(member, meeting.pk, answer="yes")
    ended = timezone.now() - timedelta(days=days)
    Meeting.objects.filter(pk=meeting.pk).update(
        day=day - timedelta(days=days), starts=ended - timedelta(hours=2), ends=ended, state=State.HELD
    )
    note_attendance(rep, meeting.pk, changes={meeting.invitations.get(member=member).pk: True})
    open_minutes(rep, meeting.pk)
    title, note, action = (world.canary(f"{what} of {name} minutes", readers) for what in ("heading", "note", "action"))
    write_minute_item(rep, meeting.pk, 1, title=title, note=note, version=1)
    given = add_action(
        rep, meeting.pk, 1, words=action, owner_id=member.pk, due=day + timedelta(days=20), idempotency_key="canary"
    )
    circulate_minutes(rep, meeting.pk)
    return meeting, given
