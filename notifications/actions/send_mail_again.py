"""A mail of the diary goes out once more."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from notifications.access import get_delivery_for
from notifications.diary.again import goes_again, why_not_now
from notifications.message_ids import letter_message_id, post_message_id
from notifications.models import Delivery
from outbox.queue import wake
from regions.permissions import Reason, can_see_mail_diary, refuse, require
from regions.standing import standing_of


@transaction.atomic
def send_mail_again(actor: Member, delivery_id: int, *, now: datetime | None = None) -> Delivery:
    """Put it back among what waits, to the member's main address of today. Whether they may read it is asked when it
    leaves. One that waits already stays as it is. Raises NotVisible, Refused.
    """
    now = now or timezone.now()
    row = get_delivery_for(actor, delivery_id)
    member = Member.objects.select_for_update().get(
        pk=row.member_id or 0
    )  # presses for one person are counted one by one
    row = get_delivery_for(actor, delivery_id, lock=True)
    require(can_see_mail_diary(standing_of(actor), member.pk), Reason.NOT_YOURS)
    if row.state == Delivery.State.WAITING:
        return row
    own = actor.pk == member.pk
    require(goes_again(row, by_reader=own), Reason.NOT_SENT_AGAIN)
    reason = why_not_now(row, address=member.email, now=now)
    if reason is not None:
        refuse(reason)
    _put_back(row, member, own, now)
    if not own:
        write_entry("send_mail_again", actor_id=actor.pk, subject=f"delivery {row.pk}", member_id=member.pk)
    wake("deliveries")
    return row


def _put_back(row: Delivery, member: Member, own: bool, now: datetime) -> None:
    if row.state == Delivery.State.SENT and row.first_sent is None:
        row.first_sent = row.sent
    row.again += 1
    row.message_id = (
        letter_message_id(row.letter.key, again=row.again)
        if row.letter is not None
        else post_message_id(row.post_id or 0, member.pk, again=row.again)
    )
    row.state, row.withheld, row.sent, row.address = Delivery.State.WAITING, "", None, member.email
    row.came_back, row.came_back_as, row.asked_again, row.asked_by_reader = None, "", now, own
    row.attempts, row.next_try, row.last_error, row.lease_until, row.lease_token = 0, now, "", None, ""
    row.save()
