"""Invitations: real calendar mails; answers from the site, by a word and by a calendar's own buttons; places and who waits."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.refs import ref
from inbound.models import InboundMail
from meetings.actions.answer_invitation import answer_invitation
from meetings.actions.cancel_meeting import cancel_meeting
from meetings.actions.change_meeting import change_meeting
from meetings.calendar import uid_of
from meetings.invitations import Given
from meetings.models import Door, Invitation, Meeting, MeetingNote, Rsvp
from meetings.offers import pass_on_offers
from meetings.personal_data import erase
from meetings.places import waiting_list
from notifications.models import Letter
from notifications.people.meeting_entries import organizer_of
from outbox.models import Event
from regions.actions.change_membership import change_membership
from regions.permissions import Reason, Refused
from tests.factories import fresh, make_member
from tests.meetings.making import colleague_of, dated, make_meeting
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail

pytestmark = pytest.mark.django_db
SAM, BETH = "sam@lakeside.example", "beth@millbrook.example"


@pytest.fixture
def meeting(rep, author, follower, north_west):
    wanted = dated(way="both", joining_link="https://meet.example/abc", closes=None)
    made = make_meeting(rep, north_west, wanted)
    drain_outbox()
    return made


def entry_of(mail: EmailMessage):
    """(method, the one event) of the mail's calendar part."""
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    assert part.get_param("method") == calendar["METHOD"]
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def pressed(meeting, *, sender: str, partstat: str = "ACCEPTED", attendee: str = "", organizer: bool = True, sequence: int = 0,
            method: str = "REPLY", uid: str = "", text: str = "", more: str = "", when: datetime | None = None) -> InboundMail:  # fmt: skip
    """What a calendar sends when one of its buttons is pressed."""
    lines = [
        "BEGIN:VCALENDAR", f"METHOD:{method}", "VERSION:2.0", "PRODID:-//Mail//EN", "BEGIN:VEVENT",
        f"UID:{uid or uid_of(meeting.pk)}", f"SEQUENCE:{sequence}", "DTSTAMP:20261113T140512Z",
        f"ATTENDEE;PARTSTAT={partstat}{more}:mailto:{attendee or sender}",
        *([f"ORGANIZER:mailto:{organizer_of(meeting)}"] if organizer else []),
        "DTSTART;TZID=GMT Standard Time:20261204T133000", "DTEND;TZID=GMT Standard Time:20261204T160000",
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, organizer_of(meeting), "Accepted: Winter meeting"
    mail["Message-ID"] = f"<{abs(hash((sender, partstat, sequence, text, when)))}@outlook.example>"
    if when is not None:
        mail["Date"] = when
    mail.set_content(text or "\n")
    mail.add_alternative("\r\n".join(lines), subtype="calendar", params={"method": method})
    return receive(mail.as_bytes(), sender=sender, to=organizer_of(meeting))


def by_word(meeting, text: str, *, sender: str = SAM) -> InboundMail:
    to = organizer_of(meeting)
    return receive(write_mail(sender=sender, to=to, subject="Re: Invitation", text=text), sender=sender, to=to)


def mine(member) -> Invitation:
    return Invitation.objects.get(member=member)


# --- The invitation


def test_77_each_gets_a_real_invitation_that_shows_their_own_address_alone(meeting, rep):
    (mail,) = mails_to(SAM)
    calendar, event = entry_of(mail)

    assert calendar["METHOD"] == "REQUEST"
    assert str(event["ATTENDEE"]) == f"mailto:{SAM}"
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert str(event["ORGANIZER"]) == f"mailto:{organizer_of(meeting)}"
    assert (str(event["UID"]), event["SEQUENCE"]) == (f"meeting-{meeting.pk}@{settings.MAIL_DOMAIN}", 0)
    assert mail["Reply-To"] == organizer_of(meeting)
    assert organizer_of(meeting) in mail["From"]
    assert BETH not in mail.as_string()
    assert "https://meet.example/abc" not in mail.as_string() + event["DESCRIPTION"]
    assert "reply to this mail with one word: yes, online, maybe or no" in " ".join(plain_text(mail).split())
    assert {member.email for member in (rep,)} | {SAM, BETH} == set(
        Letter.objects.filter(template="meeting_invitation").values_list("address", flat=True)
    )


@pytest.mark.parametrize("day", [date(2027, 7, 6), date(2027, 11, 2)])
def test_86_ten_is_ten_in_summer_and_in_winter_by_a_time_zone_that_is_written_out(day, rep, author, north_west):
    make_meeting(rep, north_west, dated(day=day))
    drain_outbox()
    calendar, event = entry_of(mails_to(SAM)[0])

    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert event.decoded("DTSTART").replace(tzinfo=None) == datetime.combine(day, time(10))
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/London"
    assert {str(part["TZOFFSETTO"].to_ical()) for part in zone.walk() if "TZOFFSETTO" in part} == {"+0000", "+0100"}


def test_who_joins_the_region_later_can_answer_on_the_page(meeting, north_west, seen_by):
    later = make_member(north_west, "Nia")
    seen_by(later).post(f"/meetings/{ref('meeting', meeting.pk)}/answer/", {"answer": "online"})

    assert mine(later).is_going


# --- On the site


def test_65_opening_the_address_a_hundred_times_answers_nothing(meeting, author, seen_by):
    browser = seen_by(author)
    for _ in range(100):
        browser.get(f"/meetings/{ref('meeting', meeting.pk)}/answer/?answer=yes")

    assert (mine(author).answer, Rsvp.objects.count()) == ("", 0)


def test_a_yes_on_the_site_shows_the_link_and_mails_an_entry_that_is_accepted(meeting, author, seen_by):
    page = (
        seen_by(author)
        .post(f"/meetings/{ref('meeting', meeting.pk)}/answer/", {"answer": "yes"}, follow=True)
        .content.decode()
    )
    drain_outbox()
    mail = mails_to(SAM)[-1]
    calendar, event = entry_of(mail)

    assert "You are going" in page
    assert "https://meet.example/abc" in page
    assert mail["Subject"] == "You are going: Winter meeting"
    assert (calendar["METHOD"], event["ATTENDEE"].params["PARTSTAT"]) == ("REQUEST", "ACCEPTED")
    assert "https://meet.example/abc" in event["DESCRIPTION"]
    assert Meeting.objects.get().taken == 1


def test_79_the_last_answer_by_its_time_stands_and_the_history_shows_both(meeting, author, rep, seen_by):
    seen_by(author).post(f"/meetings/{ref('meeting', meeting.pk)}/answer/", {"answer": "yes"})
    pressed(meeting, sender=SAM, partstat="DECLINED")
    assert (mine(author).answer, Meeting.objects.get().taken) == ("no", 0)

    # A mail that was written before, and came last.
    pressed(meeting, sender=SAM, partstat="TENTATIVE", when=timezone.now() - timedelta(hours=2))

    assert mine(author).answer == "no"
    said = Rsvp.objects.order_by("pk").values_list("answer", "door", "counted")
    assert list(said) == [("yes", "web", True), ("no", "calendar", True), ("maybe", "calendar", False)]
    page = seen_by(rep).get(f"/meetings/{ref('meeting', meeting.pk)}/people/").content.decode()
    assert page.count("by the calendar’s buttons") == 2
    assert "not counted" in page
    assert (
        "Every answer there was"
        not in seen_by(author).get(f"/meetings/{ref('meeting', meeting.pk)}/people/").content.decode()
    )


def test_saying_no_after_yes_cancels_the_entry(meeting, author, seen_by):
    for answer in ("yes", "no"):
        seen_by(author).post(f"/meetings/{ref('meeting', meeting.pk)}/answer/", {"answer": answer})
    drain_outbox()
    (mail,) = mails_to(SAM)[1:]  # of two answers the last is told
    calendar, event = entry_of(mail)

    assert mail["Subject"] == "You are not going: Winter meeting"
    assert (calendar["METHOD"], str(event["STATUS"])) == ("CANCEL", "CANCELLED")


@pytest.mark.parametrize("who", ["londoner", "lapsed"])
def test_nobody_else_answers(who, meeting, author, londoner, seen_by):
    if who == "lapsed":
        change_membership(None, author.memberships.get().pk, status="lapsed")
    member = author if who == "lapsed" else londoner
    answer = seen_by(member).post(f"/meetings/{ref('meeting', meeting.pk)}/answer/", {"answer": "yes"})

    assert answer.status_code == (403 if who == "lapsed" else 404)
    assert Rsvp.objects.count() == 0


def test_after_the_last_day_only_a_no_is_taken(meeting, author):
    Meeting.objects.update(closes=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused) as told:
        answer_invitation(author, meeting.pk, answer="yes")
    assert told.value.reason == Reason.ANSWERS_CLOSED
    assert answer_invitation(author, meeting.pk, answer="no").answer == "no"
    with pytest.raises(Refused) as begun:
        answer_invitation(author, meeting.pk, answer="no", now=meeting.starts)
    assert begun.value.reason == Reason.MEETING_OVER


# --- By mail


@pytest.mark.parametrize(
    ("text", "answer", "online"),
    [
        ("Yes", "yes", False),
        ("yes please\n\nThanks\nSam", "yes", False),
        ("Online.", "yes", True),
        ("MAYBE", "maybe", False),
        ("No thanks", "no", False),
    ],
)
def test_a_word_in_answer_counts(text, answer, online, meeting, author):
    row = by_word(meeting, text)

    assert (row.state, row.reason) == ("acted", f"answered_{answer}")
    assert (mine(author).answer, mine(author).online) == (answer, online)
    assert mails_to(SAM)[-1]["Subject"].endswith(": Winter meeting")


@pytest.mark.parametrize("text", ["No problem, see you there.", "Yes, if Beth comes too", "Is it still on?"])
def test_more_than_a_word_is_never_guessed_and_comes_back(text, meeting, author):
    row = by_word(meeting, text)

    assert (row.state, row.reason) == ("refused", "no_decision")
    assert mine(author).answer == ""
    assert text.split()[-1] in plain_text(mails_to(SAM)[-1])


def test_74_a_forwarded_copy_answers_for_nobody(meeting, author, londoner):
    rows = [
        by_word(meeting, "Yes", sender=sender) for sender in ("stranger@elsewhere.example", "imran@eastside.example")
    ]

    assert {row.state for row in rows} == {"refused"}
    assert Rsvp.objects.count() == 0


def test_49_an_answer_that_nobody_vouches_for_is_held_until_its_member_says_that_it_was_theirs(
    meeting, author, follower, settings, seen_by
):
    settings.MAIL_EDGE_AUTHSERV_ID = "mx.ymn.example"
    row = pressed(meeting, sender=SAM)
    assert (row.state, row.reason, mine(author).answer) == ("held", "sender_not_proven", "")
    letter = mails_to(SAM)[-1]
    assert letter["Subject"] == "Was this you? A mail is held for you"
    assert "“yes”: the answer to the meeting counts as yours." in plain_text(letter)
    page, address = seen_by(author).get(reverse("held_mail", args=[row.pk])), reverse("held_mail", args=[row.pk])
    assert "What came: Accepted" in page.content.decode()
    assert "your answer to the meeting" in page.content.decode()
    assert seen_by(follower).post(address, {"do": "post"}).status_code == 404

    wrong = seen_by(author).post(address, {"do": "post", "text": "Perhaps on Tuesday, let me see"})
    assert (wrong.status_code, mine(author).answer) == (422, "")
    assert "takes one word" in wrong.content.decode()

    assert seen_by(author).post(address, {"do": "post"})["Location"] == reverse("meeting", args=[meeting.pk])
    row.refresh_from_db()
    assert (row.state, row.reason, mine(author).is_going) == ("acted", "answered_yes", True)
    assert seen_by(author).post(address, {"do": "post"}).status_code == 404
    assert Rsvp.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "answer", "state"), [("Yes", "maybe", "acted"), ("no", "", "acted"), ("Well", "", "held")]
)
def test_49_a_held_answer_is_settled_by_mail(said, answer, state, meeting, author, settings):
    settings.MAIL_EDGE_AUTHSERV_ID = "mx.ymn.example"
    row = by_word(meeting, "Maybe")
    settings.MAIL_EDGE_AUTHSERV_ID = ""
    to = str(mails_to(SAM)[-1]["Reply-To"])
    receive(write_mail(sender=SAM, to=to, subject="Re: Was this you?", text=said), sender=SAM, to=to)

    row.refresh_from_db()
    assert (row.state, mine(author).answer) == (state, answer)


def test_an_entry_of_another_meeting_is_not_an_answer_to_this_one(meeting, author):
    row = pressed(meeting, sender=SAM, uid="meeting-99@elsewhere.example")

    assert (row.state, row.reason, mine(author).answer) == ("refused", "not_postable", "")
    assert "is of another meeting" in plain_text(mails_to(SAM)[-1])


@pytest.mark.parametrize("organizer", [True, False])
def test_78_outlooks_accept_counts_with_or_without_an_organizer(organizer, meeting, author, rep, seen_by):
    row = pressed(meeting, sender=SAM, organizer=organizer)

    assert (row.state, row.reason) == ("acted", "answered_yes")
    assert "Sam Tester" in seen_by(rep).get(f"/meetings/{ref('meeting', meeting.pk)}/people/").content.decode()
    assert mine(author).is_going


def test_the_same_mail_worked_off_twice_is_one_answer(meeting, author):
    row = pressed(meeting, sender=SAM)
    InboundMail.objects.filter(pk=row.pk).update(state="received", next_try=timezone.now())
    drain_outbox()

    assert Rsvp.objects.count() == 1


def test_an_assistant_answers_for_their_member_and_nobody_elses_does(meeting, author, follower):
    by = ';SENT-BY="mailto:pa@lakeside.example"'
    row = pressed(meeting, sender="pa@lakeside.example", attendee=SAM, more=by)
    assert (row.state, mine(author).answer) == ("acted", "yes")

    other = pressed(meeting, sender="pa@lakeside.example", attendee=BETH, more=by)
    assert (other.state, mine(follower).answer) == ("refused", "")


def test_an_assistant_is_no_proof_where_members_of_other_services_write_from_the_same_place(meeting, author, london):
    make_member(london, address="someone@lakeside.example")
    row = pressed(meeting, sender="pa@lakeside.example", attendee=SAM, more=';SENT-BY="mailto:pa@lakeside.example"')

    assert (row.state, mine(author).answer) == ("refused", "")


def test_a_member_cannot_answer_on_anothers_copy(meeting, author, follower):
    row = pressed(meeting, sender=BETH, attendee=SAM)

    assert (row.state, Rsvp.objects.count()) == ("refused", 0)
    assert "somebody else’s copy" in plain_text(mails_to(BETH)[-1])


def test_another_time_becomes_a_note_to_the_representative_and_changes_nothing(meeting, author, rep):
    row = pressed(meeting, sender=SAM, method="COUNTER", partstat="TENTATIVE", text="Could we do the afternoon?")
    mail = mails_to(rep.email)[-1]

    assert (row.state, row.reason) == ("acted", "note_to_arranger")
    assert mine(author).answer == ""
    assert "proposes another time: Fri 4 Dec 2026, 13:30 to 16:00" in plain_text(mail)
    assert "Could we do the afternoon?" in plain_text(mail)
    assert mail["Reply-To"] == SAM
    assert MeetingNote.objects.count() == 1


def test_a_childs_details_in_a_note_reach_nobody(meeting, author, rep):
    row = pressed(meeting, sender=SAM, partstat="DECLINED", text="In court with NHS 999 123 4563.")

    assert (row.state, mine(author).answer, MeetingNote.objects.count()) == ("refused", "no", 0)
    assert not any("999" in plain_text(mail) for mail in mails_to(rep.email))


# --- The meeting moves, or is called off


def test_85_after_a_move_all_are_asked_again_and_keep_their_place(meeting, author, seen_by):
    answer_invitation(author, meeting.pk, answer="yes")
    drain_outbox()
    wanted = dated(way="both", joining_link="https://meet.example/abc", from_time=time(11), to_time=time(14))
    change_meeting(Meeting.objects.get().proposed_by, meeting.pk, wish=wanted, version=0)
    drain_outbox()
    mail = mails_to(SAM)[-1]
    _, event = entry_of(mail)

    assert (event["SEQUENCE"], str(event["UID"])) == (1, f"meeting-{meeting.pk}@{settings.MAIL_DOMAIN}")
    assert "Please answer again" in plain_text(mail)
    assert (
        "It has moved: are you still coming?"
        in seen_by(author).get(f"/meetings/{ref('meeting', meeting.pk)}/").content.decode()
    )
    late = pressed(meeting, sender=SAM, partstat="DECLINED", sequence=0)  # to the entry as it was
    assert (late.state, mine(author).answer) == ("acted", "yes")
    assert mails_to(SAM)[-1]["Subject"] == "Please answer again: Winter meeting"
    pressed(meeting, sender=SAM, partstat="DECLINED", sequence=1)
    assert mine(author).answer == "no"


def test_a_typo_asks_nobody_again(meeting, author):
    answer_invitation(author, meeting.pk, answer="yes")
    wanted = dated(way="both", joining_link="https://meet.example/abc", title="Winter meeting 2026")
    change_meeting(Meeting.objects.get().proposed_by, meeting.pk, wish=wanted, version=0)
    drain_outbox()

    assert [mail["Subject"] for mail in mails_to(SAM)[1:]] == ["You are going: Winter meeting 2026"]
    assert mine(author).answered_to == Meeting.objects.get().sequence == 0


def test_called_off_every_entry_is_cancelled_also_of_who_said_no(meeting, author, follower, rep):
    answer_invitation(follower, meeting.pk, answer="no")
    cancel_meeting(rep, meeting.pk, reason="Snow.")
    drain_outbox()

    for address in (SAM, BETH):
        calendar, event = entry_of(mails_to(address)[-1])
        assert (calendar["METHOD"], event["SEQUENCE"], str(event["STATUS"])) == ("CANCEL", 1, "CANCELLED")
    late = by_word(meeting, "Yes")
    assert late.state == "refused"
    assert "This meeting was cancelled" in plain_text(mails_to(SAM)[-1])


def test_who_has_left_the_region_gets_no_letter_that_was_waiting(rep, author, north_west):
    make_meeting(rep, north_west)
    change_membership(None, author.memberships.get().pk, status="ended")
    drain_outbox()

    assert [mail["Subject"] for mail in mails_to(SAM) if "Winter" in mail["Subject"]] == []


# --- Places


@pytest.fixture
def full(rep, author, follower, north_west):
    """One place, which the author has."""
    made = make_meeting(rep, north_west, dated(capacity=1))
    answer_invitation(author, made.pk, answer="yes")
    return made


def test_who_finds_no_place_waits_and_is_told_where_and_why(full, follower, seen_by):
    page = (
        seen_by(follower)
        .post(f"/meetings/{ref('meeting', full.pk)}/answer/", {"answer": "yes"}, follow=True)
        .content.decode()
    )
    drain_outbox()

    assert "You are number 1 on the waiting list" in page
    assert "nobody of your service has a place yet" in page
    assert "Leave the list" in page
    assert mails_to(BETH)[-1]["Subject"] == "On the waiting list: Winter meeting"
    assert Meeting.objects.get().taken == 1


def test_81_a_service_that_nobody_comes_from_goes_before_who_has_waited_longer(full, author, follower):
    second = colleague_of(author, "Cal")
    answer_invitation(second, full.pk, answer="yes")
    answer_invitation(follower, full.pk, answer="yes")

    assert [one.invitation.member for one in waiting_list(full)] == [follower, second]
    assert [int(one.rank) for one in waiting_list(full)] == [1, 2]


def test_83_a_place_that_comes_is_the_next_ones_at_once_and_both_calendars_say_so(full, author, follower, seen_by):
    answer_invitation(follower, full.pk, answer="yes")
    answer_invitation(author, full.pk, answer="no")
    drain_outbox()

    assert (mine(follower).place, mine(follower).is_going, Meeting.objects.get().taken) == ("taken", True, 1)
    assert mails_to(BETH)[-1]["Subject"] == "You have a place: Winter meeting"
    calendar, event = entry_of(mails_to(BETH)[-1])
    assert (calendar["METHOD"], event["ATTENDEE"].params["PARTSTAT"]) == ("REQUEST", "ACCEPTED")
    assert entry_of(mails_to(SAM)[-1])[0]["METHOD"] == "CANCEL"
    assert "a place has come free for you" in seen_by(follower).get("/notifications/").content.decode()
    by_word(full, "No", sender=BETH)
    assert (mine(follower).place, Meeting.objects.get().taken) == ("", 0)


@pytest.fixture
def moved(full, rep, follower):
    """Since somebody began to wait for its one place."""
    answer_invitation(follower, full.pk, answer="yes")
    change_meeting(rep, full.pk, wish=dated(capacity=1, place="Town Hall, Chorley"), version=0)
    return Meeting.objects.get()


def test_82_where_it_has_moved_the_place_is_held_for_the_next_who_takes_it_by_a_word(moved, author, follower):
    full = moved
    answer_invitation(author, full.pk, answer="no")
    drain_outbox()

    assert (mine(follower).place, Meeting.objects.get().taken) == ("offered", 1)
    assert mails_to(BETH)[-1]["Subject"] == "A place is held for you: Winter meeting"
    assert entry_of(mails_to(SAM)[-1])[0]["METHOD"] == "CANCEL"
    by_word(full, "Yes", sender=BETH)
    assert (mine(follower).place, mine(follower).is_going, Meeting.objects.get().taken) == ("taken", True, 1)


def test_82_an_offer_that_is_not_answered_in_two_days_passes_on_and_its_person_is_told(
    moved, author, follower, north_west
):
    full, third = moved, make_member(north_west, "Tia")
    answer_invitation(third, full.pk, answer="yes")
    answer_invitation(author, full.pk, answer="no")
    until = mine(follower).offered_until
    assert pass_on_offers(now=until - timedelta(minutes=1)) == 0

    assert pass_on_offers(now=until) == 1
    assert pass_on_offers(now=until) == 0
    drain_outbox()

    assert [mine(one).place for one in (follower, third)] == ["", "taken"]
    assert mails_to(BETH)[-1]["Subject"] == "The place has passed on: Winter meeting"
    assert Meeting.objects.get().taken == 1


def test_82_no_place_is_offered_after_the_closing_day(full, author, follower):
    answer_invitation(follower, full.pk, answer="yes")
    Meeting.objects.update(closes=timezone.localdate() - timedelta(days=1))
    answer_invitation(author, full.pk, answer="no")

    assert pass_on_offers() == 0
    assert (mine(follower).place, Meeting.objects.get().taken) == ("waiting", 0)


def test_the_place_of_who_has_left_the_region_goes_to_who_waits(full, author, follower):
    answer_invitation(follower, full.pk, answer="yes")
    change_membership(None, author.memberships.get().pk, status="ended")
    for _ in range(2):
        drain_outbox()
        Event.objects.filter(name="RightsChanged").update(handled=None, next_try=timezone.now())

    assert [mine(one).place for one in (author, follower)] == ["", "taken"]
    assert Meeting.objects.get().taken == 1
    assert [mail["Subject"] for mail in mails_to(BETH)].count("You have a place: Winter meeting") == 1


def test_a_place_whose_holder_left_by_the_calendar_alone_is_there_for_who_says_yes(full, author, follower):
    author.memberships.update(status="ended", ends=timezone.localdate() - timedelta(days=1))
    answer_invitation(follower, full.pk, answer="yes")

    assert [mine(one).place for one in (author, follower)] == ["", "taken"]


def test_when_somebody_is_erased_who_waits_has_their_place(full, author, follower):
    answer_invitation(follower, full.pk, answer="yes")
    erase(author)

    assert (mine(follower).place, Meeting.objects.get().taken) == ("taken", 1)


def test_80_one_who_waits_is_served_before_one_who_comes_at_the_same_moment(full, author, follower, north_west):
    third = make_member(north_west, "Tia")
    answer_invitation(follower, full.pk, answer="yes")
    answer_invitation(author, full.pk, answer="no")
    answer_invitation(third, full.pk, answer="yes")

    assert [mine(one).place for one in (follower, third)] == ["taken", "waiting"]


def test_leaving_the_list_is_one_press_and_more_places_serve_who_waits(
    full, author, follower, rep, north_west, seen_by
):
    third = make_member(north_west, "Tia")
    for member in (follower, third):
        answer_invitation(member, full.pk, answer="yes")
    seen_by(follower).post(f"/meetings/{ref('meeting', full.pk)}/answer/", {"answer": "no"})
    change_meeting(rep, full.pk, wish=dated(capacity=3), version=0)

    assert [mine(one).place for one in (author, follower, third)] == ["taken", "", "taken"]
    assert Event.objects.filter(name="PlaceGiven").count() == 1


def test_where_one_of_each_service_may_come_the_second_waits_though_there_is_room(rep, author, north_west):
    meeting = make_meeting(rep, north_west, dated(who_may_come="services"))
    second = colleague_of(author, "Cal")
    for member in (author, second):
        answer_invitation(member, meeting.pk, answer="yes")

    assert [mine(one).place for one in (author, second)] == ["taken", "waiting"]
    answer_invitation(author, meeting.pk, answer="no")
    assert mine(second).place == "taken"


def test_who_comes_online_takes_no_place_in_the_room(rep, author, follower, north_west):
    meeting = make_meeting(rep, north_west, dated(capacity=1, way="both"))
    for member, online in ((author, True), (follower, False)):
        answer_invitation(member, meeting.pk, answer="yes", online=online)

    assert [mine(one).is_going for one in (author, follower)] == [True, True]
    assert Meeting.objects.get().taken == 1


def test_answers_of_one_key_count_once_and_a_later_door_wins(full, author):
    given = Given(Door.MAIL, key="mail:1")
    for _ in range(2):
        answer_invitation(author, full.pk, answer="no", given=given)

    assert Rsvp.objects.filter(door="mail").count() == 1
    assert replace(given, key="mail:2") != given
    assert fresh(author).meeting_invitations.get().answer == "no"
