"""«Undo», answered to the letter that says what a word by mail has changed."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.selectors import member_for_address
from forum.access import NotVisible
from forum.models import Board
from inbound.authenticate import sender_is_proven
from inbound.commands import put_back
from inbound.endings import Ending, State, nothing_there, stranger_to
from inbound.models import InboundMail
from inbound.reading import ReadMail
from inbound.refusals import RefusalReason, answer_member
from inbound.undoing_posts import says_undo
from notifications.letters import write_letter
from notifications.message_ids import header_form
from notifications.models import Letter
from notifications.tokens import Purpose, unseal

ONLY_UNDO = (
    "The address that you answered to takes one word, «undo», and then your mail comes as it did before. It is read by "
    "nobody. To ask your region something, write to its board."
)
GONE = "The topic or board that it was about is not there for you any more, so nothing was changed."


def undo_by_mail(row: InboundMail, mail: ReadMail, text: str) -> Ending:
    """From the member's own proven address: what they get by mail is as it was before their word."""
    token, sender = unseal(Purpose.UNDO, text), member_for_address(mail.sender)
    if token is None or sender is None or sender.pk != token.member_id or not sender_is_proven(mail):
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, sender)
    if token.generation != sender.token_generation or token.expired(timezone.localdate()):
        answer_member(sender, row, mail, RefusalReason.TOKEN_EXPIRED, "")
        return Ending(State.REFUSED, RefusalReason.TOKEN_EXPIRED, sender)
    done = Letter.objects.filter(key=f"command:{token.thing_id}", member=sender, template="command_done").first()
    if done is None:
        return nothing_there(sender, row, mail, GONE)
    if not says_undo(sender, mail):
        answer_member(sender, row, mail, RefusalReason.ONLY_UNDO, ONLY_UNDO)
        return Ending(State.REFUSED, RefusalReason.ONLY_UNDO, sender)
    try:
        return _undo(sender, row, mail, done)
    except (NotVisible, Board.DoesNotExist):
        return nothing_there(sender, row, mail, GONE)


@transaction.atomic
def _undo(member: Member, row: InboundMail, mail: ReadMail, done: Letter) -> Ending:
    put_back(member, done.context["was"])
    write_letter(
        "command_undone", member=member, address=mail.sender, key=f"command-undone:{row.pk}",
        context={"word": done.context["word"]}, in_reply_to=header_form(mail.message_id),
    )  # fmt: skip
    return Ending(State.ACTED, "command_undone", member)
