"""Somebody of the secretariat reads a mail as it came."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from forum.access import NotVisible
from forum.content import BadContent
from inbound.models import InboundMail, MailOpening
from inbound.opening import OF_A_CHILD, tells_of_a_child, why_shut
from notifications.letters import write_letter
from regions.permissions import Reason, Refused, can_open_mail, require
from regions.standing import member_standing

LONGEST_REASON = 500
NO_REASON = "Say why you open it: the reason is kept, and the member whose mail it is reads it."
TOO_LONG = f"Keep the reason under {LONGEST_REASON} characters."


@transaction.atomic
def open_mail(actor: Member, mail_id: int, *, reason: str) -> InboundMail:
    """Keep who opened it and why, and tell the member whose mail it is. What was written to one person alone, and what
    may tell of a child, opens to nobody.

    Raises NotVisible, BadContent (no reason), Refused.
    """
    row = InboundMail.objects.select_for_update().filter(pk=mail_id).first()
    require(can_open_mail(member_standing(actor)), Reason.NOT_THE_SECRETARIAT)
    if row is None:
        raise NotVisible
    raw = bytes(row.raw)
    if shut := why_shut(row, kept=bool(raw)) or (OF_A_CHILD if tells_of_a_child(raw) else ""):
        raise Refused(Reason.MAIL_OPENS_TO_NOBODY, shut)
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise BadContent(TOO_LONG if reason else NO_REASON)
    opening = MailOpening.objects.create(mail=row, opened_by=actor, reason=reason)
    if row.member is not None and row.member_id != actor.pk and row.member.is_active:
        write_letter(
            "mail_opened", member=row.member, key=f"mail-opened:{opening.pk}",
            context={"reason": reason, "received": f"{timezone.localtime(row.received):%-d %B %Y}"},
        )  # fmt: skip
    write_entry(
        "open_mail", actor_id=actor.pk, subject=f"mail {row.pk}", member_id=row.member_id,
        details={"opening": opening.pk},
    )  # fmt: skip
    return row
