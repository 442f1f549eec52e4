"""The owner of an action point is reminded, on the site and by mail; they answer «done»."""

from typing import Any

from forum.told import By, Told, members_off
from meetings.events import ActionDue
from meetings.minutes.access import visible_actions
from meetings.models import ActionPoint
from notifications.addresses import action_address
from notifications.fresh import NothingToSend
from notifications.kinds import Kind
from notifications.letters import write_letter
from notifications.models import Letter
from notifications.people.meeting_bells import tell_of_meeting
from notifications.people.meeting_entries import sender_of
from notifications.tokens import Purpose, seal


def notify_of_action(event: ActionDue, event_id: int) -> None:
    action = _open(event.action_id)
    if action is not None and action.owner_id is not None:
        meeting = action.item.minutes.meeting
        tell_of_meeting({action.owner_id}, event_id, Kind.ACTION_DUE, meeting, thing=action.pk)


def write_of_action(event: ActionDue, event_id: int) -> None:
    action = _open(event.action_id)
    if action is None or action.owner is None or members_off([action.owner.pk], Told.ACTION, By.EMAIL):
        return
    context = {"action_id": action.pk, "late": event.late}
    key = f"action-due:{action.pk}:{'after' if event.late else 'before'}"
    write_letter("action_due", member=action.owner, key=key, context=context)


def action_facts(letter: Letter) -> dict[str, Any]:
    """As long as it is open, and theirs."""
    action = _open(letter.context["action_id"])
    if action is None or letter.member is None or action.owner_id != letter.member.pk:
        raise NothingToSend
    if not visible_actions(letter.member).filter(pk=action.pk).exists():
        raise NothingToSend
    meeting = action.item.minutes.meeting
    address = action_address(seal(Purpose.ACTION, member_id=0, thing_id=action.pk, generation=0))
    return {
        "action": action, "meeting": meeting, "late": letter.context["late"], "reply_to": address,
        "from_address": address, "from_name": sender_of(meeting)["from_name"],
    }  # fmt: skip


def _open(pk: int) -> ActionPoint | None:
    rows = ActionPoint.objects.select_related("owner", "item__minutes__meeting__network")
    return rows.filter(pk=pk, state=ActionPoint.State.OPEN).first()
