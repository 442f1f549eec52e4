"""Which mails may be sent again, and how often."""

from datetime import datetime, timedelta

from accounts.reach import paused_among
from notifications.diary.letters import letter_goes_again
from notifications.models import Delivery
from regions.permissions import Reason

MOST, MOST_A_DAY = 3, 20
APART = timedelta(hours=1)
State = Delivery.State
OVER = (State.SENT, State.REFUSED, State.PAUSED)


def goes_again(row: Delivery, *, by_reader: bool) -> bool:
    """Is it offered? The right to read it is asked when it leaves. Who wanted it no more can only ask for it
    themselves.
    """
    unwanted = row.state == State.SKIPPED and row.withheld == Delivery.Withheld.UNWANTED and by_reader
    if row.state not in OVER and not unwanted:
        return False
    if row.letter is not None:
        return letter_goes_again(row.letter.template)
    return row.post is not None and row.post.approved and not row.post.is_taken_back


def why_not_now(row: Delivery, *, address: str, now: datetime) -> Reason | None:
    """None: it may go again now."""
    if paused_among([address]):
        return Reason.NOT_REACHED
    recent = row.asked_again is not None and row.asked_again > now - APART
    today = Delivery.objects.filter(member=row.member_id, asked_again__gt=now - timedelta(days=1)).count()
    return Reason.SENT_AGAIN_ENOUGH if recent or row.again >= MOST or today >= MOST_A_DAY else None
