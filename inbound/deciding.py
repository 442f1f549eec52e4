"""A decision on a held or reported post by mail: «approve», or «return» with a reason."""

import re

from django.utils import timezone

from accounts.models import Member
from accounts.selectors import member_for_address
from audit.models import Entry
from audit.write import write_entry
from forum.access import NotVisible
from forum.content import BadContent
from forum.deciding import approve, give_back
from forum.matters import already_decided, get_matter_for
from forum.models import Matter
from inbound.authenticate import sender_is_proven
from inbound.endings import Ending, State, stranger_to
from inbound.models import InboundMail
from inbound.reading import ReadMail
from inbound.refusals import RefusalReason, answer_member
from notifications.letters import write_letter
from notifications.message_ids import header_form
from notifications.tokens import Purpose, Token, unseal
from regions.denials import record_denial
from regions.permissions import Reason, Refused

APPROVE = {"approve", "approved", "approve it", "approve please", "approve thanks", "approve thank you"}
_RETURN = re.compile(r"return(?:ed| it)?\b[\s:;,.–—-]*(.*)", re.IGNORECASE | re.DOTALL)
NO_DECISION = (
    "The address that you answered to takes «approve», or «return» with your reason after it, as the first words. "
    "Nothing was decided."
)


def decide_by_mail(row: InboundMail, mail: ReadMail, text: str) -> Ending:
    """The code in the address names one person and one matter, and proves nobody: the mail must come from that
    person's own proven address as well. Whatever else arrives there is refused and kept in the audit log.
    """
    token = unseal(Purpose.DECIDE, text)
    owner = Member.objects.filter(pk=token.member_id, is_active=True).first() if token else None
    sender, proven = member_for_address(mail.sender), sender_is_proven(mail)
    if token is None or owner is None or sender != owner or not proven:
        return _not_theirs(row, mail, owner, "sender_not_proven" if owner and sender == owner else "not_their_address")
    if token.generation != owner.token_generation or token.expired(timezone.localdate()):
        answer_member(owner, row, mail, RefusalReason.TOKEN_EXPIRED, "")
        return Ending(State.REFUSED, RefusalReason.TOKEN_EXPIRED, owner)
    try:
        return _decide(owner, row, mail, token)
    except NotVisible:
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, owner)
    except Refused as refused:
        record_denial(owner, verb="decide_by_mail", refused=refused, what=f"mail {row.pk}")
        answer_member(owner, row, mail, RefusalReason.NOT_ALLOWED, refused.sentence)
        return Ending(State.REFUSED, refused.reason, owner)
    except BadContent as problem:
        answer_member(owner, row, mail, RefusalReason.NOT_POSTABLE, str(problem))
        return Ending(State.REFUSED, RefusalReason.NOT_POSTABLE, owner)


def _decide(owner: Member, row: InboundMail, mail: ReadMail, token: Token) -> Ending:
    named = Matter.objects.select_related("post", "decided_by").filter(pk=token.thing_id).first()
    if named is None:
        raise NotVisible
    matter = get_matter_for(owner, named.post_id)
    done, reason = wanted(mail.reply or "")
    if named.pk != matter.pk or not named.is_open:
        if _own_again(named, owner, done):
            return Ending(State.ACTED, f"matter_{named.outcome}", owner)
        raise Refused(Reason.ALREADY_DECIDED, already_decided(named))
    if done == "approve":
        approve(owner, matter)
    elif done == "return":
        give_back(owner, matter, reason=reason)
    else:
        answer_member(owner, row, mail, RefusalReason.NO_DECISION, NO_DECISION)
        return Ending(State.REFUSED, RefusalReason.NO_DECISION, owner)
    matter.refresh_from_db()
    write_letter(
        "matter_decided",
        member=owner,
        address=mail.sender,
        key=f"matter-decided:{row.pk}",
        context={"outcome": matter.outcome, "board": matter.post.topic.forum.name, "post_id": matter.post_id},
        in_reply_to=header_form(mail.message_id),
    )
    return Ending(State.ACTED, f"matter_{matter.outcome}", owner)


def wanted(text: str) -> tuple[str, str]:
    """(`approve`, «»), (`return`, the reason), or («», «»). Only the first words count; a doubtful yes is none."""
    paragraph = text.strip().partition("\n\n")[0].lstrip(" \t\n*_\"'«“>").rstrip(" \t\n*_\"'»”")
    first = paragraph.partition("\n")[0]
    if " ".join(re.sub(r"[^a-z ]", " ", first.lower()).split()) in APPROVE and "?" not in first:
        return "approve", ""
    found = _RETURN.match(paragraph)
    return ("return", " ".join(found[1].split())) if found else ("", "")


def _own_again(matter: Matter, owner: Member, done: str) -> bool:
    """The same mail again, after a worker died between the decision and the note of it."""
    yes = matter.outcome in (Matter.Outcome.POSTED, Matter.Outcome.KEPT)
    return matter.decided_by_id == owner.pk and not matter.is_open and bool(done) and yes == (done == "approve")


def _not_theirs(row: InboundMail, mail: ReadMail, owner: Member | None, reason: str) -> Ending:
    write_entry(
        "decide_by_mail", actor_id=None, subject=f"mail {row.pk}", member_id=owner.pk if owner else None,
        outcome=Entry.Outcome.REFUSED, reason=reason,
    )  # fmt: skip
    if owner is not None and reason == "sender_not_proven":
        day = timezone.localdate().isoformat()  # once a day: somebody else may be writing in their name
        write_letter("decision_not_proven", member=owner, key=f"decision-unproven:{owner.pk}:{day}", context={})
        return Ending(State.REFUSED, reason, owner)
    return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, owner)
