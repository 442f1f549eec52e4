"""An answer to a letter about one's own post: it is held or waits, or it stands and can be undone or mended."""

import re

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.selectors import member_for_address
from forum.access import NotVisible
from forum.actions.mend_held_post import MENDABLE, mend_held_post
from forum.actions.mend_mailed_post import mend_mailed_post
from forum.actions.take_back_post import take_back_post
from forum.actions.vouch_for_held_post import vouch_for_held_post
from forum.actions.withdraw_held_post import withdraw_held_post
from forum.content import BadContent
from forum.farewell import without_farewell
from forum.models import Post
from inbound.authenticate import sender_is_proven
from inbound.endings import Ending, State, stranger_to
from inbound.models import InboundMail
from inbound.reading import ReadMail
from inbound.refusals import RefusalReason, answer_member
from inbound.undoing_posts import says_undo, tell_done, undo_by_word
from notifications.models import Letter
from notifications.tokens import Purpose, unseal
from regions.denials import record_denial
from regions.permissions import Reason, Refused

WITHDRAW = {"withdraw", "withdraw it", "no", "drop", "drop it"}
VOUCH = {"post", "post it", "no child", "no child is described"}
_MEND = re.compile(r"\s*mend\s*[:.]?[ \t]*(?:\n|$)(.*)", re.IGNORECASE | re.DOTALL)
HOW_HELD = (
    "Your post is held. Answer with the whole text as it should read, with “post” to say that no child is described, "
    "or with “withdraw”."
)
HOW_POSTED = (
    "Your post stands. Answer with “withdraw”, or with “mend” on the first line and the whole text as it should read "
    "below it. To answer in its topic, write to the topic’s address or on its page."
)
HOW_WAITING = "A representative is deciding about your post. Until then, answer with “withdraw” to take it back."


def mend_by_mail(row: InboundMail, mail: ReadMail, text: str) -> Ending:
    """From the author's own proven address only: to everybody else the address is none."""
    token, sender = unseal(Purpose.MEND, text), member_for_address(mail.sender)
    if token is None or sender is None or sender.pk != token.member_id or not sender_is_proven(mail):
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, sender)
    if token.generation != sender.token_generation or token.expired(timezone.localdate()):
        answer_member(sender, row, mail, RefusalReason.TOKEN_EXPIRED, "")
        return Ending(State.REFUSED, RefusalReason.TOKEN_EXPIRED, sender)
    post = Post.objects.select_related("topic").filter(pk=token.thing_id, poster=sender).first()
    if post is None:
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, sender)
    if done := Letter.objects.filter(key=f"own-post:{row.pk}").first():  # after a worker died
        return Ending(State.ACTED, f"post_{done.context['done']}", sender)
    try:
        return _act(sender, row, mail, post)
    except NotVisible:
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, sender)
    except Refused as refused:
        record_denial(sender, verb="mend_by_mail", refused=refused, what=f"mail {row.pk}")
        return _told_how(sender, row, mail, refused.sentence)
    except BadContent as problem:
        return _told_how(sender, row, mail, str(problem))


@transaction.atomic
def _act(member: Member, row: InboundMail, mail: ReadMail, post: Post) -> Ending:
    said = _said(member, mail)
    if post.state == Post.State.PUBLISHED:
        return _about_standing(member, row, mail, post, said)
    if said in WITHDRAW or says_undo(member, mail):
        withdraw_held_post(member, post.pk)
        return _done(member, row, mail, post, "withdrawn", text=post.content.raw)
    if post.state not in MENDABLE:
        return _told_how(member, row, mail, HOW_WAITING if post.state == Post.State.WAITING else "")
    if said in VOUCH and post.state == Post.State.HELD:
        vouch_for_held_post(member, post.pk)
        return _done(member, row, mail, post, "sent_on")
    if not (mail.reply or "").strip() or said in VOUCH:
        return _told_how(member, row, mail, HOW_HELD)
    mended = mend_held_post(member, post.pk, content=mail.reply or "")
    if mended.state == Post.State.PUBLISHED:
        return _done(member, row, mail, post, "posted")
    return Ending(State.ACTED, "held_post_mended", member)  # held again, or it waits: another letter says so


def _about_standing(member: Member, row: InboundMail, mail: ReadMail, post: Post, said: str) -> Ending:
    if says_undo(member, mail):
        undo_by_word(member, row, mail, post)
        return Ending(State.ACTED, "post_undone", member)
    if said in WITHDRAW:
        take_back_post(member, post.pk)
        return _done(member, row, mail, post, "withdrawn", text=post.content.raw)
    found = _MEND.match(mail.reply or "")
    if found is None or not found[1].strip():
        return _told_how(member, row, mail, HOW_POSTED)
    mend_mailed_post(member, post.pk, content=found[1].strip(), version=post.updates_count)
    return _done(member, row, mail, post, "mended")


def _said(member: Member, mail: ReadMail) -> str:
    names = {name.casefold() for name in (member.first_name, member.full_name, member.initials)}
    return without_farewell(mail.reply or "", names).strip(" .,!")


def _done(member: Member, row: InboundMail, mail: ReadMail, post: Post, done: str, *, text: str = "") -> Ending:
    tell_done(member, row, mail, post, done, text=text)
    return Ending(State.ACTED, f"post_{done}", member)


def _told_how(member: Member, row: InboundMail, mail: ReadMail, sentence: str) -> Ending:
    sentence = sentence or Reason.ALREADY_DECIDED.sentence
    answer_member(member, row, mail, RefusalReason.NOT_MENDED, sentence, reply_to=row.envelope_to)
    return Ending(State.REFUSED, RefusalReason.NOT_MENDED, member)
