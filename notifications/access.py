"""The door to one mail that was sent to somebody."""

from django.db.models import Q

from accounts.models import Member
from forum.access import NotVisible
from notifications.models import Delivery
from regions.permissions import can_see_mail_diary
from regions.standing import standing_of


def get_delivery_for(actor: Member, pk: int, *, lock: bool = False) -> Delivery:
    """Of the actor's own diary, or of one that they look after. Raises NotVisible."""
    found = Delivery.objects.filter(Q(member__isnull=False), pk=pk)
    row = (found.select_for_update() if lock else found).first()
    if row is None or not can_see_mail_diary(standing_of(actor), row.member_id or 0):
        raise NotVisible
    return row


def get_own_delivery(member: Member, pk: int) -> Delivery:
    """Of the member's own diary, and of no other, whatever they may do as the secretariat. Raises NotVisible."""
    row = Delivery.objects.filter(member=member, pk=pk).first()
    if row is None:
        raise NotVisible
    return row
