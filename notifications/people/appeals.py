"""Letters about appeals: to the executive without who is party, and the outcome to both."""

from notifications.handlers import tell
from notifications.letters import write_letter
from notifications.models import Notification
from notifications.people.who import office_holders
from notifications.people.words import day
from regions.events import AppealDecided, AppealMade
from regions.models import Appeal
from regions.permissions import can_decide_appeal


def write_of_appeal(event: AppealMade, event_id: int) -> None:
    """To each who may decide, without the words; and to who appealed, when they hear."""
    appeal = _appeal(event.appeal_id)
    if appeal is None or not appeal.is_open:
        return
    place = appeal.membership
    context = {"due": day(appeal.due), "service": place.service.name, "appeal_id": appeal.pk}
    write_letter("appeal_made", member=place.member, key=f"appeal-made:{appeal.pk}", context=context)
    for member in office_holders(lambda who: can_decide_appeal(who, is_party=False)):
        if member.pk not in (appeal.against_id, place.member_id):
            write_letter("appeal_waits", member=member, key=f"appeal:{appeal.pk}:{member.pk}", context=context)


def write_of_appeal_decided(event: AppealDecided, event_id: int) -> None:
    """To who appealed, and to who suspended."""
    appeal = _appeal(event.appeal_id)
    if appeal is None or appeal.is_open:
        return
    place = appeal.membership
    context = {"outcome": appeal.outcome, "reason": appeal.reason, "service": place.service.name}
    for member, own in ((place.member, True), (appeal.against, False)):
        if member is not None:
            write_letter(
                "appeal_decided", member=member, key=f"appeal-decided:{appeal.pk}:{member.pk}",
                context=context | {"own": own, "who": place.member.full_name},
            )  # fmt: skip


def notify_of_appeal_decided(event: AppealDecided, event_id: int) -> None:
    """One for who appealed, where the suspension is lifted; that it stays, and why, stands in the letter."""
    appeal = _appeal(event.appeal_id)
    if appeal is not None and appeal.outcome == Appeal.Outcome.LIFTED:
        place = appeal.membership
        tell([place.member_id], event_id, Notification.Kind.MEMBERSHIP, thing=place.pk)


def _appeal(pk: int) -> Appeal | None:
    return Appeal.objects.select_related("membership__member", "membership__service", "against").filter(pk=pk).first()
