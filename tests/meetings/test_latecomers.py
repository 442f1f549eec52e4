"""Who came after the meeting was fixed is invited as well, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.actions.record_meeting import record_meeting
from meetings.latecomers import invite_latecomers
from notifications.people.induction import send_induction_mails
from regions.models import Induction
from tests.factories import make_board, make_member, new_key
from tests.meetings.making import dated, in_days, make_meeting, wish
from tests.outbound import drain_outbox, mails_to, plain_text

pytestmark = pytest.mark.django_db


def subjects(member):
    return [mail["Subject"] for mail in mails_to(member.email) if mail["Subject"].startswith("Invitation")]


def test_scenario_22_newcomer_is_invited_to_the_regions_next_meeting_and_its_fourth_letter_names_it(
    north_west, rep, author, london, time_machine
):
    make_board(north_west)
    make_meeting(rep, north_west, dated(title="Spring meeting"))
    drain_outbox()
    newcomer, elsewhere = make_member(north_west, "Nell"), make_member(london, "Lew")
    Induction.objects.create(member=newcomer, started=timezone.localdate(), mails_sent=2)

    assert invite_latecomers() == 1
    assert invite_latecomers() == 0
    drain_outbox()

    assert len(subjects(newcomer)) == 1
    assert "Spring meeting" in subjects(newcomer)[0]
    assert len(subjects(author)) == 1
    assert subjects(elsewhere) == []
    time_machine.move_to(timezone.now().replace(hour=12) + timedelta(days=23), tick=False)
    send_induction_mails()
    drain_outbox()
    letter = plain_text(mails_to(newcomer.email)[-1])
    assert "The next one of North West: Spring meeting." in letter
    assert f"{in_days(7).day} " in letter


def test_nobody_is_invited_later_to_what_has_no_date_was_arranged_elsewhere_or_has_begun(north_west, rep, time_machine):
    make_meeting(rep, north_west, wish(title="Undated"))
    record_meeting(rep, north_west.pk, wish=dated(title="Elsewhere"), idempotency_key=new_key())
    make_meeting(rep, north_west, dated(title="Begun", day=in_days(1)))
    time_machine.move_to(timezone.now() + timedelta(days=2), tick=False)
    make_member(north_west, "Nell")

    assert invite_latecomers() == 0
