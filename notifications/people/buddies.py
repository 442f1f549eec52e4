"""What follows when a newcomer gets a buddy."""

from typing import Any

from notifications.fresh import NothingToSend, there
from notifications.letters import write_letter
from notifications.models import Letter
from regions.events import BuddyNamed
from regions.models import Induction
from regions.standing import standing_of


def write_to_buddies(event: BuddyNamed, event_id: int) -> None:
    """The buddy is asked to write first. The newcomer reads the name on the page and in the letters of their first
    weeks: of those there are five at most, so that it brings none of its own.
    """
    induction = Induction.objects.select_related("member", "buddy").filter(pk=event.member_id).first()
    if induction is None or induction.buddy is None:
        return
    facts = {"induction_id": induction.pk, "buddy_id": induction.buddy.pk}
    write_letter("buddy_asked", member=induction.buddy, key=f"buddy_asked:{event_id}", context=facts)


def buddy_facts(letter: Letter) -> dict[str, Any]:
    """Both names, and the newcomer's address to answer to; nothing if the buddy has changed, or either has left."""
    induction = there(Induction, letter.context["induction_id"])
    newcomer, buddy = induction.member, induction.buddy
    if buddy is None or buddy.pk != letter.context["buddy_id"]:
        raise NothingToSend
    if not all(standing_of(one).service_ids for one in (newcomer, buddy)):
        raise NothingToSend
    return {"newcomer": newcomer, "buddy": buddy, "reply_to": newcomer.email}
