"""An answer to «was this you?»: «post», «withdraw», or the words to post instead."""

from django.utils import timezone

from accounts.selectors import member_for_address
from forum.access import NotVisible
from forum.content import BadContent
from inbound.authenticate import sender_is_proven
from inbound.endings import Ending, State, stranger_to
from inbound.held import settle_by_mail
from inbound.models import InboundMail
from inbound.posting import refused_to
from inbound.reading import ReadMail
from inbound.refusals import RefusalReason, answer_member
from notifications.tokens import Purpose, unseal
from regions.permissions import Refused


def settle_held_by_mail(row: InboundMail, mail: ReadMail, text: str) -> Ending:
    """From the member's own proven address only."""
    token = unseal(Purpose.HELD, text)
    sender = member_for_address(mail.sender)
    if token is None or sender is None or sender.pk != token.member_id or not sender_is_proven(mail):
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, sender)
    if token.generation != sender.token_generation or token.expired(timezone.localdate()):
        answer_member(sender, row, mail, RefusalReason.TOKEN_EXPIRED, "")
        return Ending(State.REFUSED, RefusalReason.TOKEN_EXPIRED, sender)
    try:
        reason, post = settle_by_mail(sender, token.thing_id, mail)
    except NotVisible:
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, sender)
    except Refused as refused:
        return refused_to(sender, row, mail, refused)
    except BadContent as problem:
        answer_member(sender, row, mail, RefusalReason.NOT_POSTABLE, str(problem))
        return Ending(State.REFUSED, RefusalReason.NOT_POSTABLE, sender)
    return Ending(State.ACTED, reason, sender, post)
