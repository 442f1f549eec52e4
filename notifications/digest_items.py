"""A daily or weekly letter that was answered: its topics once more, each with the address that takes an answer."""

from datetime import datetime
from typing import Any

from accounts.models import Member
from forum.mail_wishes import OwnWishes
from notifications.addresses import reply_address
from notifications.digest_contents import cut_to_fit, sections_for
from notifications.fresh import NothingToSend
from notifications.models import Delivery, Letter
from notifications.tokens import Purpose, seal


def letter_answered(member: Member, named: tuple[str, ...]) -> Letter | None:
    """The letter whose Message-ID the answer names; else the newest of the member's."""
    digests = Letter.objects.filter(member=member, template="digest")
    ids = [f"<{one.strip('<>')}>" for one in named[:20]] + [one.strip("<>") for one in named[:20]]
    delivery = Delivery.objects.filter(member=member, message_id__in=ids, letter__in=digests).first()
    return delivery.letter if delivery is not None else digests.order_by("-created").first()


def digest_items(letter: Letter) -> dict[str, Any]:
    """What its reader may read today, and nothing else."""
    member, said = letter.member, letter.context
    if member is None or not member.is_active:
        raise NothingToSend
    since, until = (datetime.fromisoformat(said[word]) for word in ("since", "until"))
    shown, left = cut_to_fit(sections_for(member, OwnWishes(member), said["rhythm"], since, until))
    for section in shown:
        for row in section.rows:
            token = seal(Purpose.REPLY, member_id=member.pk, thing_id=row.topic.pk, generation=member.token_generation)
            row.address = reply_address(token)
    return {"sections": shown, "left": left}
