"""Letters that are not posts: written once for each key, and sent like everything else."""

from typing import Any

from accounts.models import Member
from notifications.message_ids import letter_message_id
from notifications.models import Delivery, Letter
from outbox.queue import wake


def write_letter(
    template: str, *, key: str, context: dict[str, Any], member: Member | None = None, address: str = "",
    in_reply_to: str = "",
) -> bool:  # fmt: skip
    """Queue the letter to the member's main address, or to `address`; False if one with this key was written before.

    `templates/letters/<template>.txt` holds its words; its first line is the subject.
    """
    to = address or (member.email if member is not None else "")
    if not to:
        raise ValueError("a letter needs a member or an address")
    if Letter.objects.filter(key=key).exists():
        return False
    letter = Letter(
        template=template, context=context, key=key, member=member, address=to, in_reply_to=in_reply_to[:998]
    )
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    kept = Letter.objects.get(key=key)
    Delivery.objects.bulk_create(
        [Delivery(member=member, address=to, letter=kept, message_id=letter_message_id(key))], ignore_conflicts=True
    )
    wake("deliveries")
    return True
