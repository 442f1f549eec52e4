"""A meeting's page is told by its own stream, and the poll and a reload say the same."""

import asyncio
from datetime import time

import pytest
from django.urls import reverse

from meetings.actions.answer_invitation import answer_invitation
from meetings.actions.ask_dates import ask_dates
from meetings.actions.cancel_meeting import cancel_meeting
from meetings.actions.change_meeting import change_meeting
from meetings.actions.fix_date import Date
from meetings.actions.say_which_dates import say_which_dates
from meetings.models import Meeting
from notifications.live.rights import hearing_for
from tests.meetings.making import dated, in_days, make_meeting, wish
from tests.notifications.sockets import frame_of, layer_ready, open_page, publish, push_from_here
from tests.outbound import drain_outbox

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.embedded
def test_an_answer_moves_the_open_page_of_who_sees_the_meeting_and_no_other(
    author, follower, rep, londoner, north_west, seen_by
):
    meeting = make_meeting(rep, north_west)
    drain_outbox()
    stream, address = f"meeting:{meeting.pk}", f"/live/since/?meeting={meeting.pk}"

    async def journey():
        await push_from_here()
        near, _ = await open_page(follower, f"meeting={meeting.pk}")
        far, _ = await open_page(londoner, f"meeting={meeting.pk}&meeting=x")
        hellos = [(await frame_of(near))["numbers"], (await frame_of(far))["numbers"]]
        await layer_ready()
        await publish(lambda: answer_invitation(author, meeting.pk, answer="yes"))
        frame = await frame_of(near)
        assert await far.receive_nothing(0.2)
        await near.disconnect()
        await far.disconnect()
        return hellos, frame

    page = seen_by(follower).get(reverse("meeting", args=[meeting.pk]))
    before = page.context["live_seq"]
    (near, far), frame = asyncio.run(journey())

    assert near == {stream: before, f"member:{follower.pk}": 1}
    assert far == {f"member:{londoner.pk}": 0}
    assert frame == {"kind": "moved", "stream": stream, "seq": before + 1}
    assert seen_by(follower).get(address).json() == {"bell": 1, "meeting": before + 1}
    assert seen_by(follower).get(reverse("meeting", args=[meeting.pk])).context["live_seq"] == before + 1
    assert seen_by(londoner).get(address).status_code == 404
    assert set(hearing_for(londoner, [], meeting.pk).numbers) == {f"member:{londoner.pk}"}


def test_every_change_of_a_meeting_has_its_number(author, follower, rep, north_west):
    meeting = make_meeting(rep, north_west, wish())
    acts = [
        lambda: ask_dates(
            rep,
            meeting.pk,
            dates=[Date(in_days(20), time(10), time(12)), Date(in_days(21), time(10), time(12))],
            closes=in_days(9),
        ),
        lambda: say_which_dates(author, meeting.pk, says={1: "yes", 2: "no"}),
        lambda: change_meeting(
            rep, meeting.pk, wish=wish(agenda="Remand"), version=Meeting.objects.get(pk=meeting.pk).version
        ),
        lambda: cancel_meeting(rep, meeting.pk, reason="Snow"),
    ]
    told = []
    for act in acts:
        act()
        told.append(hearing_for(follower, [], meeting.pk).numbers[f"meeting:{meeting.pk}"])

    assert told == [1, 2, 3, 4]


def test_places_that_are_offered_and_a_change_of_time_have_theirs(author, follower, rep, north_west):
    meeting = make_meeting(rep, north_west, dated(capacity=1))
    for member, answer in ((author, "yes"), (follower, "yes"), (author, "no")):
        answer_invitation(member, meeting.pk, answer=answer)

    # It was fixed, three answered, and the place was offered to who waited.
    assert hearing_for(rep, [], meeting.pk).numbers[f"meeting:{meeting.pk}"] == 5
