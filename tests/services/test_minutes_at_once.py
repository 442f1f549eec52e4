"""Two representatives write one item in the same second, and many press the same button: nothing is lost or doubled."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Member
from meetings.actions.circulate_minutes import circulate_minutes
from meetings.actions.open_minutes import open_minutes
from meetings.actions.write_minute_item import write_minute_item
from meetings.lifecycle import State
from meetings.models import Meeting, MinuteItem, MinuteItemVersion, Minutes
from outbox.models import Event
from regions.permissions import Refused
from tests.meetings.making import dated, make_meeting
from tests.services.test_concurrency import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
WRITERS = 12


def test_twelve_at_once_begin_write_and_send_the_minutes_of_one_meeting(rep, author, north_west):
    meeting = make_meeting(rep, north_west, dated())
    ended = timezone.now() - timedelta(days=1)
    Meeting.objects.filter(pk=meeting.pk).update(
        day=timezone.localdate(ended), starts=ended - timedelta(hours=1), ends=ended, state=State.HELD
    )

    def me() -> Member:
        return Member.objects.get(pk=rep.pk)

    at_once(lambda turn: open_minutes(me(), meeting.pk), range(WRITERS))
    assert (Minutes.objects.count(), MinuteItem.objects.count()) == (1, 6)

    def write(turn: int) -> str:
        text = f"Text {turn}"
        try:
            write_minute_item(me(), meeting.pk, 1, title="Present", note=text, version=1)
        except Refused:
            return ""
        return text

    kept = [text for text in at_once(write, range(WRITERS)) if text]
    assert [MinuteItem.objects.get(number=1).note] == kept
    assert MinuteItemVersion.objects.count() == 1

    at_once(lambda turn: circulate_minutes(me(), meeting.pk), range(WRITERS))
    assert Event.objects.filter(name="MinutesCirculated").count() == 1
