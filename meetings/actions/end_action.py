"""An action point is done, or nobody does it any more."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from forum.access import NotVisible
from meetings.access import get_meeting_for, networks_of
from meetings.minutes.access import readable_minutes
from meetings.models import ActionPoint, Minutes
from regions.permissions import Reason, can_end_action, can_write_minutes, require
from regions.standing import standing_of


@transaction.atomic
def end_action(actor: Member, action_id: int, *, dropped: bool = False) -> ActionPoint:
    """Its owner says that it is done; who writes the minutes says so too, or that it is dropped.

    Raises NotVisible, Refused.
    """
    action = (
        ActionPoint.objects.select_related("item__minutes").select_for_update(of=("self",)).filter(pk=action_id).first()
    )
    if action is None:
        raise NotVisible
    meeting = get_meeting_for(actor, action.item.minutes.meeting_id)
    who, networks, is_owner = standing_of(actor), networks_of(meeting), action.owner_id == actor.pk
    out = action.item.minutes.state != Minutes.State.WRITING
    if readable_minutes(actor, meeting) is None and not (is_owner and out):
        raise NotVisible
    may = (can_write_minutes(who, one) if dropped else can_end_action(who, one, is_owner=is_owner) for one in networks)
    require(any(may), Reason.NOT_YOURS)
    require(action.is_open, Reason.ACTION_ENDED)
    action.state = ActionPoint.State.DROPPED if dropped else ActionPoint.State.DONE
    action.ended, action.ended_by = timezone.now(), actor
    action.save(update_fields=["state", "ended", "ended_by"])
    write_entry(
        "end_action", actor_id=actor.pk, member_id=action.owner_id, subject=f"meeting {meeting.pk}",
        network_id=meeting.network_id, details={"action": action.pk, "state": str(action.state)},
    )  # fmt: skip
    return action
