"""A mail to a post's author alone, or an answer to one: passed on as a letter, posted nowhere, and kept nowhere.

The address in a topic's letter is the same for all who get it, and gives nobody a right: the words count as those of
the member from whose own proven address they come, and only while that member can read the post.
"""

from dataclasses import replace

from django.utils import timezone

from accounts.models import Member
from accounts.selectors import member_for_address
from forum.access import NotVisible
from forum.actions.write_aside import write_aside
from forum.models import Aside
from inbound.authenticate import sender_is_proven
from inbound.endings import Ending, State, stranger_to
from inbound.models import InboundMail
from inbound.reading import ReadMail
from inbound.refusals import RefusalReason
from notifications.letters import write_letter
from notifications.message_ids import header_form
from notifications.tokens import Purpose, Token, unseal
from regions.careful_words import NotTaken
from regions.denials import record_denial
from regions.permissions import Refused

NOT_PROVEN = (
    "A mail came with your address as its sender, but nothing proves that you sent it, so it was passed on to nobody. "
    "If it was yours, ask your council’s IT service why its mail is not signed."
)
EXPIRED = "The address that you wrote to is older than ninety days. A newer letter of the same board has a new one."
GONE = "The post that you wrote about is not there for you any more, so nobody got your mail."


def to_author_by_mail(row: InboundMail, mail: ReadMail, text: str) -> Ending:
    """To the address that stands beside a post in its letter."""
    return _forgotten(_taken(row, mail, unseal(Purpose.AUTHOR, text), answers=False))


def answer_aside_by_mail(row: InboundMail, mail: ReadMail, text: str) -> Ending:
    """An answer to such a letter goes back to who wrote it."""
    return _forgotten(_taken(row, mail, unseal(Purpose.ASIDE, text), answers=True))


def _forgotten(ending: Ending) -> Ending:
    """Whatever became of it, the ledger keeps neither its words nor who sent it."""
    return replace(ending, forget=True)


def _taken(row: InboundMail, mail: ReadMail, token: Token | None, *, answers: bool) -> Ending:
    sender = member_for_address(mail.sender)
    if token is None or sender is None or (answers and sender.pk != token.member_id):
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, sender)
    if not sender_is_proven(mail):
        day = timezone.localdate().isoformat()  # once a day: somebody else may be writing in their name
        _tell(sender, sender.email, NOT_PROVEN, key=f"aside-unproven:{sender.pk}:{day}")
        return Ending(State.REFUSED, "sender_not_proven", sender)
    if token.expired(timezone.localdate()) or (answers and token.generation != sender.token_generation):
        return _refuse(sender, row, mail, EXPIRED, RefusalReason.TOKEN_EXPIRED)
    try:
        return _passed_on(sender, row, mail, token, answers=answers)
    except NotVisible:
        return _refuse(sender, row, mail, GONE, RefusalReason.UNKNOWN_ADDRESS)
    except NotTaken as problem:
        return _refuse(sender, row, mail, str(problem), RefusalReason.NOT_POSTABLE, again=row.envelope_to)
    except Refused as refused:
        record_denial(sender, verb="write_aside", refused=refused, what=f"mail {row.pk}")
        return _refuse(sender, row, mail, refused.sentence, refused.reason)


def _passed_on(sender: Member, row: InboundMail, mail: ReadMail, token: Token, *, answers: bool) -> Ending:
    post_id: int | None = token.thing_id
    if answers:
        post_id = Aside.objects.filter(pk=token.thing_id).values_list("post_id", flat=True).first()
    words = "\n\n".join(part for part in (mail.reply or "", mail.folded if mail.is_forward else "") if part.strip())
    aside = write_aside(
        sender, post_id or 0, words=words, idempotency_key=f"mail:{row.pk}", answers=token.thing_id if answers else None
    )
    files = len(mail.attachments_kept)
    if files or not answers:
        write_letter(
            "aside_sent", member=sender, address=mail.sender, key=f"aside-sent:{row.pk}",
            context={"aside_id": aside.pk, "files": files}, in_reply_to=header_form(mail.message_id),
        )  # fmt: skip
    return Ending(State.ACTED, "passed_on_alone", sender)


def _refuse(sender: Member, row: InboundMail, mail: ReadMail, sentence: str, reason: str, again: str = "") -> Ending:
    _tell(sender, mail.sender, sentence, key=f"refused:{row.pk}", mail=mail, again=again)
    return Ending(State.REFUSED, reason, sender)


def _tell(
    sender: Member, address: str, sentence: str, *, key: str, mail: ReadMail | None = None, again: str = ""
) -> None:
    """Why it was not passed on, without its words: a letter's words are kept, and these are not to be. `again`: where
    the mended words are taken, in answer to this letter.
    """
    write_letter(
        "aside_refused", member=sender, address=address, key=key,
        context={"sentence": sentence, "again": bool(again)} | ({"reply_to": again} if again else {}),
        in_reply_to=header_form(mail.message_id) if mail is not None else "",
    )  # fmt: skip
