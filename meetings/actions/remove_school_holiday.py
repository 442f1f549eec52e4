"""School holidays that were noted by mistake, or have changed, are taken away."""

from datetime import date

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.access import NotVisible
from regions.models import Network
from regions.permissions import Reason, can_keep_school_holidays, can_see_meeting, require
from regions.standing import standing_of


@transaction.atomic
def remove_school_holiday(actor: Member, network_id: int, *, starts: date) -> None:
    """Those that begin on that day. A second time changes nothing. Raises NotVisible, Refused."""
    network, who = Network.objects.select_for_update().filter(pk=network_id).first(), standing_of(actor)
    if network is None or not can_see_meeting(who, network):
        raise NotVisible
    require(can_keep_school_holidays(who, network), Reason.NOT_THE_REPRESENTATIVE)
    gone, _ = network.school_holidays.filter(starts=starts).delete()
    if gone:
        write_entry(
            "remove_school_holiday", actor_id=actor.pk, subject=f"network {network.pk}", network_id=network.pk,
            details={"starts": str(starts)},
        )  # fmt: skip
