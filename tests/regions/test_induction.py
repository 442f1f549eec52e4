"""A newcomer's first weeks, and the representative's weekly list: what comes, when, and how it stops."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from accounts.refs import ref
from forum.models import Topic
from inbound.models import InboundMail
from notifications.people.induction import DAYS, due_day, send_induction_mails
from notifications.people.weekly_list import send_weekly_lists
from notifications.tokens import Purpose, seal
from regions.actions.add_colleague import Colleague, add_colleague
from regions.actions.change_membership import change_membership
from regions.actions.end_representation import end_representation
from regions.actions.let_in import let_in
from regions.actions.name_buddy import name_buddy
from regions.actions.record_payment import Money, record_payment
from regions.models import Induction, ListStop, Network, Service
from regions.permissions import Refused
from tests.factories import fresh, make_answer, make_board, make_member, make_officer, make_representative, make_topic
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail
from tests.regions.test_invitations import code_mailed_to, invite, link_in_letter

UK = ZoneInfo("Europe/London")
JOINED = datetime(2026, 10, 5, 9, 30, tzinfo=UK)  # a Monday; the clocks go back on 25 October


def quarters(start, end):
    """The moments at which the timetable is asked."""
    moment = start.astimezone(ZoneInfo("UTC"))
    while moment < end:
        yield moment
        moment += timedelta(hours=1)


def subjects(member):
    return [mail["Subject"] for mail in mails_to(member.email)]


@pytest.fixture
def newcomer(north_west, rep, board):
    """Somebody who was invited and took their place."""
    invitation = invite(rep, make_member(north_west).memberships.get().service)
    browser, link = Client(), link_in_letter(invitation.address)
    browser.post(link)
    browser.post(link, {"code": code_mailed_to(invitation.address)})
    drain_outbox()
    invitation.refresh_from_db()
    return invitation.member


@pytest.fixture
def monday(time_machine):
    time_machine.move_to(JOINED, tick=False)
    return time_machine


def test_scenario_22_five_weeks_bring_at_most_five_mails_a_buddys_name_and_a_way_to_stop(
    monday, newcomer, north_west, rep, author
):
    name_buddy(rep, north_west, newcomer.pk, author)
    sent_on = []
    for moment in quarters(JOINED, JOINED + timedelta(weeks=5, days=3)):
        monday.move_to(moment, tick=False)
        if send_induction_mails():
            sent_on.append(moment.astimezone(UK))
        if moment.hour == 9:
            drain_outbox()

    letters = induction_mails(newcomer)
    assert [f"{moment:%a %d %b %H}" for moment in sent_on] == [
        "Thu 08 Oct 08", "Thu 15 Oct 08", "Mon 26 Oct 08", "Mon 09 Nov 08",
    ]  # fmt: skip
    assert len(letters) == 4
    assert [mail["Subject"] for mail in sent_once_inside(newcomer)] == [
        "Welcome to YOT Managers’ Network", *(mail["Subject"] for mail in letters)
    ]  # fmt: skip
    assert f"{author.full_name} is your buddy" in plain_text(letters[0])
    assert rep.full_name in plain_text(letters[0])
    assert "«stop»" in plain_text(letters[0])
    assert f"You are {newcomer.full_name}'s buddy" in subjects(author)


def sent_once_inside(member):
    """Without the invitation and the code, which went to somebody on the way in."""
    mails = list(mails_to(member.email))
    welcome = next(place for place, mail in enumerate(mails) if mail["Subject"].startswith("Welcome"))
    return mails[welcome:]


@pytest.mark.parametrize("door", ["colleague", "let_in"])
def test_who_is_added_by_the_lead_or_let_in_has_an_induction_as_well_and_the_honoured_and_the_known_none(
    door, north_west, author, follower, rep
):
    service = author.memberships.get().service
    Service.objects.filter(pk=service.pk).update(lead=author)
    money = Money(paid_by="council", amount_pence=1, paid_on=timezone.localdate(), places=4)
    record_payment(None, service=service, year=timezone.localdate(), money=money, idempotency_key="places")
    drain_outbox()
    facts = {"address": "neu@lakeside.example", "first_name": "Neu", "last_name": "Ling", "job_title": ""}
    if door == "colleague":
        member = add_colleague(fresh(author), service.pk, Colleague(**facts)).member
        add_colleague(None, service.pk, Colleague(**facts | {"address": follower.email}))
    else:
        more = {"starts": timezone.localdate()}
        member = let_in(None, service, tier="full", **facts, **more).member
        let_in(None, service, tier="full", **facts | {"address": follower.email}, **more)
        let_in(None, service, tier="honorary", **facts | {"address": "hon@lakeside.example"}, **more)

    assert [row.member for row in Induction.objects.all()] == [member]
    assert name_buddy(rep, north_west, member.pk, author).buddy == author
    drain_outbox()
    assert len(mails_to("neu@lakeside.example")) == 1


def run_until(machine, days):
    for moment in quarters(JOINED, JOINED + timedelta(days=days)):
        machine.move_to(moment, tick=False)
        if moment.hour in (8, 9):
            send_induction_mails()
            drain_outbox()


def induction_mails(member):
    return [mail for mail in mails_to(member.email) if mail["List-Unsubscribe"]]


def stop_on_the_page(member, mail, seen_by):
    seen_by(member).post("/induction/", {"do": "stop"})


def stop_by_button(member, mail, seen_by):
    path = mail["List-Unsubscribe"].strip("<>").split("/stop/")[1]
    client = Client(enforce_csrf_checks=True)
    for _ in range(3):
        assert client.get(f"/stop/{path}").status_code == 200
    assert Induction.objects.get().stopped is None
    client.post(f"/stop/{path}", {"List-Unsubscribe": "One-Click"})


def stop_by_answer(member, mail, seen_by):
    to = str(mail["Reply-To"])
    row = receive(
        write_mail(sender=member.email, to=to, text="Stop.\n\nNia Newman\nHead of Service"), sender=member.email, to=to
    )
    assert (row.state, row.reason) == (InboundMail.State.ACTED, "letters_stopped")


@pytest.mark.parametrize("stop", [stop_on_the_page, stop_by_button, stop_by_answer])
def test_scenario_22_newcomer_stops_them_in_each_of_three_ways(monday, newcomer, seen_by, stop):
    run_until(monday, 4)
    (first,) = induction_mails(newcomer)

    stop(newcomer, first, seen_by)

    run_until(monday, 40)
    assert len(induction_mails(newcomer)) == 1
    assert Induction.objects.get().stopped is not None


def test_other_words_to_the_stop_address_are_given_back(monday, newcomer):
    run_until(monday, 4)
    to = str(induction_mails(newcomer)[0]["Reply-To"])

    row = receive(write_mail(sender=newcomer.email, to=to, text="Whom do I ring?"), sender=newcomer.email, to=to)

    assert (row.state, row.reason) == (InboundMail.State.REFUSED, "only_stop")
    assert "Whom do I ring?" in plain_text(mails_to(newcomer.email)[-1])
    assert Induction.objects.get().stopped is None


def test_nobody_else_stops_them_by_answering_a_forwarded_copy(monday, newcomer, author):
    run_until(monday, 4)
    to = str(induction_mails(newcomer)[0]["Reply-To"])

    row = receive(write_mail(sender=author.email, to=to, text="stop"), sender=author.email, to=to)

    assert row.state == InboundMail.State.REFUSED
    assert Induction.objects.get().stopped is None


def test_they_stop_when_membership_ends_also_for_what_was_written_and_not_sent(monday, newcomer):
    monday.move_to(JOINED + timedelta(days=4), tick=False)
    assert send_induction_mails() == 1
    change_membership(None, newcomer.memberships.get().pk, status="ended")

    run_until(monday, 40)
    assert induction_mails(newcomer) == []


def test_days_without_a_worker_bring_no_heap_of_letters(monday, newcomer):
    monday.move_to(JOINED + timedelta(days=22), tick=False)

    assert [send_induction_mails(), send_induction_mails()] == [1, 0]
    assert Induction.objects.get().mails_sent == 3


def test_no_letter_is_due_at_the_weekend():
    for shift in range(7):
        start = (JOINED + timedelta(days=shift)).date()
        assert all(due_day(start, number).weekday() < 5 for number in range(len(DAYS)))


def test_pack_names_the_regions_people_and_can_be_read_by_everybody(monday, newcomer, rep, author, seen_by):
    page = seen_by(newcomer).get("/induction/").content.decode()
    assert rep.full_name in page
    assert "Stop these letters" in page

    assert "Stop these letters" not in seen_by(author).get("/induction/").content.decode()


def test_buddy_is_of_the_region_and_is_named_by_who_looks_after_it(monday, newcomer, north_west, london, author, rep):
    with pytest.raises(Refused):
        name_buddy(make_representative(london), north_west, newcomer.pk, author)
    with pytest.raises(Refused):
        name_buddy(rep, north_west, newcomer.pk, make_member(london))
    with pytest.raises(Refused):
        name_buddy(rep, north_west, newcomer.pk, newcomer)


def test_representative_names_a_buddy_on_the_desk(monday, newcomer, rep, author, seen_by):
    browser = seen_by(rep)
    assert "no buddy yet" in browser.get("/regions/north-west/desk/").content.decode()

    browser.post("/regions/north-west/desk/", {"do": f"buddy-{newcomer.pk}", "buddy": author.pk})

    assert Induction.objects.get().buddy == author


# --- The weekly list

MONDAY = datetime(2026, 10, 26, 7, 30, tzinfo=UK)


def lists_of(member):
    return [mail for mail in mails_to(member.email) if "first answer" in mail["Subject"]]


@pytest.fixture
def spring(time_machine):
    """Everybody has been a member for long."""
    time_machine.move_to(datetime(2026, 2, 2, 12, tzinfo=UK), tick=False)
    return time_machine


@pytest.fixture
def asked(spring, author, board, rep, time_machine):
    """Two topics of eight days before that Monday, one answered, and one of yesterday."""
    time_machine.move_to(MONDAY - timedelta(days=8), tick=False)
    waiting = make_topic(author, board, title="Who has a remand protocol?")
    make_answer(rep, make_topic(author, board, title="Already answered"))
    time_machine.move_to(MONDAY - timedelta(days=1), tick=False)
    make_topic(author, board, title="Only asked yesterday")
    drain_outbox()
    return waiting


def monday_of(time_machine, moment=MONDAY):
    time_machine.move_to(moment, tick=False)
    count = send_weekly_lists()
    drain_outbox()
    return count


def test_scenario_26_topic_without_answer_for_seven_days_is_in_the_representatives_list(
    asked, rep, author, time_machine
):
    assert monday_of(time_machine) == 1

    (letter,) = lists_of(rep)
    text = plain_text(letter)
    assert "Who has a remand protocol?" in text
    assert f"/topics/{ref('topic', asked.pk)}/" in text
    assert "Already answered" not in text
    assert "Only asked yesterday" not in text
    assert lists_of(author) == []
    reply = seal(Purpose.REPLY, member_id=rep.pk, thing_id=asked.pk, generation=rep.token_generation)
    row = receive(
        write_mail(sender=rep.email, to=f"reply+{reply}@ymn.example", text="Ask Beth."),
        sender=rep.email,
        to=f"reply+{reply}@ymn.example",
    )
    assert row.post.topic_id == asked.pk


def test_scenario_26_it_comes_at_half_past_seven_uk_time_once_a_week_and_never_empty(asked, rep, time_machine):
    times = []
    for week in range(3):  # the first Monday is the day after the clocks went back
        for minutes in range(-90, 24 * 60, 15):
            moment = MONDAY + timedelta(weeks=week, minutes=minutes)
            time_machine.move_to(moment, tick=False)
            if send_weekly_lists():
                times.append(moment)
        drain_outbox()
    assert [f"{moment:%a %H:%M}" for moment in times] == ["Mon 07:30"] * 3
    assert len(lists_of(rep)) == 3

    Topic.objects.update(state=Topic.State.ANSWERED)
    assert monday_of(time_machine, MONDAY + timedelta(weeks=3)) == 0


@pytest.mark.parametrize("day", [datetime(2026, 3, 30, 7, 30, tzinfo=UK), datetime(2026, 10, 26, 7, 30, tzinfo=UK)])
def test_half_past_seven_is_uk_time_after_both_clock_changes(spring, author, board, rep, time_machine, day):
    time_machine.move_to(day - timedelta(days=9), tick=False)
    make_topic(author, board)
    drain_outbox()

    assert monday_of(time_machine, day - timedelta(minutes=1)) == 0
    assert monday_of(time_machine, day) == 1


def test_who_covers_gets_the_list_of_a_region_without_representative(
    spring, author, board, london, north_west, time_machine
):
    neighbour = make_representative(london)
    Network.objects.filter(pk=north_west.pk).update(covered_by=london)
    time_machine.move_to(MONDAY - timedelta(days=9), tick=False)
    make_topic(author, board)
    make_topic(make_member(london), make_board(london), title="A London question")
    drain_outbox()
    monday_of(time_machine)

    text = plain_text(lists_of(neighbour)[0])
    assert "remand protocol" in text
    assert "A London question" in text
    assert lists_of(neighbour)[0]["Subject"].startswith("2 topics")


def test_list_is_not_sent_to_one_whose_term_ended_before_it_left(asked, rep, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    send_weekly_lists()
    chair = make_officer("chair")
    end_representation(chair, rep.representations.get().pk, ends=MONDAY.date() - timedelta(days=1))
    drain_outbox()

    assert lists_of(rep) == []


def test_representative_stops_the_list_by_answering_and_has_it_again_by_the_page(asked, rep, seen_by, time_machine):
    monday_of(time_machine)
    to = str(lists_of(rep)[0]["Reply-To"])
    receive(write_mail(sender=rep.email, to=to, text="stop"), sender=rep.email, to=to)
    assert monday_of(time_machine, MONDAY + timedelta(weeks=1)) == 0

    seen_by(rep).post("/weekly-list/", {"do": "go_on"})
    assert not ListStop.objects.exists()
    assert monday_of(time_machine, MONDAY + timedelta(weeks=2)) == 1
