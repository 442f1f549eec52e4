"""Mail to an address that is not reached pauses: codes go out, other letters wait, and posts are not sent."""

from accounts.reach import paused_among
from notifications.bounces import ALWAYS, pause_of
from notifications.models import Delivery
from outbox.leases import release


def sendable(rows: list[Delivery]) -> list[Delivery]:
    """The claimed rows without those that pause, which are put off or closed here. One query, where nothing pauses."""
    paused = paused_among(row.address for row in rows)
    if not paused:
        return rows
    kept = []
    for row in rows:
        always = row.member_id is None or (row.letter is not None and row.letter.template in ALWAYS)
        if always or row.address.lower() not in paused:
            kept.append(row)
        elif pause := pause_of(row):
            release(row, pause=pause, tried=False)
        else:
            Delivery.objects.filter(pk=row.pk, lease_token=row.lease_token).update(
                state=Delivery.State.PAUSED, lease_token="", lease_until=None
            )
    return kept
