"""A mail of ours that came back, at the sealed address that it was sent from: only such a report counts for anybody."""

from django.utils import timezone

from inbound.models import InboundMail
from inbound.reading import Bounced, Outcome, ReadMail
from notifications.addresses import BOUNCE, split
from notifications.bounces import came_back, kind_of
from notifications.models import Delivery
from notifications.tokens import Purpose, unseal


def take_bounce(row: InboundMail, mail: ReadMail) -> bool:
    """Write it down for the address that the mail went to, whatever address the report names. False if it says nothing:
    a machine's other answers, a report of success, a token that is not ours.
    """
    kind, text = split(row.envelope_to)
    token = unseal(Purpose.BOUNCE, text) if kind == BOUNCE and mail.outcome is Outcome.BOUNCE else None
    if token is None or token.expired(timezone.localdate()) or not mail.bounced:
        return False
    delivery = Delivery.objects.select_related("member").filter(pk=token.thing_id, member=token.member_id).first()
    if delivery is None:
        return False
    said = _about(delivery.address, mail.bounced)
    return came_back(delivery, kind=kind_of(said.status, permanent=said.permanent), status=said.status)


def _about(address: str, bounced: tuple[Bounced, ...]) -> Bounced:
    """The report's word about the address; a forwarded mail comes back under another one."""
    return next((one for one in bounced if one.address == address.lower()), bounced[0])
