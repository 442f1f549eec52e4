"""Mails that wait for the member whose name they would bear: «was this you?»"""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Member
from forum.access import NotVisible
from forum.models import Board, Post, Topic
from inbound.actions.post_held_mail import post_held_mail
from inbound.actions.withdraw_held_mail import withdraw_held_mail
from inbound.meeting_answers import meeting_answered
from inbound.models import InboundMail
from inbound.reading import ReadMail
from notifications.addresses import held_address
from notifications.letters import write_letter
from notifications.tokens import Purpose, seal

MOST_QUESTIONS_A_DAY = 5
YES, NO = {"post", "yes", "yes post", "post it"}, {"withdraw", "no", "not me", "drop"}


def ask_member(owner: Member, row: InboundMail, mail: ReadMail, reason: str) -> None:
    """One letter for each held mail, and never more than five a day: a stranger cannot flood a member through us.

    The letter shows nothing of the held text: whoever it is forwarded to learns nothing, and can settle nothing.
    """
    day_ago = timezone.now() - timedelta(days=1)
    waiting = InboundMail.objects.filter(member=owner, state=InboundMail.State.HELD, post=None)
    if waiting.filter(received__gte=day_ago).count() >= MOST_QUESTIONS_A_DAY:
        return
    token = seal(Purpose.HELD, member_id=owner.pk, thing_id=row.pk, generation=owner.token_generation)
    context = {
        "mail_id": row.pk,
        "sender": mail.sender,
        "reason": reason,
        "subject_line": mail.subject,
        "reply_to": held_address(token),
        "answers_meeting": meeting_answered(row) is not None,
    }
    write_letter("was_this_you", member=owner, key=f"held-mail:{row.pk}", context=context)


def held_mails_of(member: Member) -> QuerySet[InboundMail]:
    """The mails that wait for this member, newest first, without their bytes."""
    held = InboundMail.objects.filter(member=member, state=InboundMail.State.HELD, post=None)
    return held.defer("raw").order_by("-received")


def get_held_mail_of(member: Member, pk: int) -> InboundMail:
    """A mail that waits for this member. Raises NotVisible."""
    row = InboundMail.objects.filter(pk=pk, member=member, state=InboundMail.State.HELD, post=None).first()
    if row is None:
        raise NotVisible
    return row


def where_it_would_go(row: InboundMail) -> tuple[Topic | None, Board | None]:
    topic = Topic.objects.select_related("forum__network").filter(pk=row.topic_id).first() if row.topic_id else None
    board = Board.objects.select_related("network").filter(pk=row.board_id).first() if row.board_id else None
    return topic, board


def settle_by_mail(member: Member, mail_id: int, answer: ReadMail) -> tuple[str, Post | None]:
    """«post», «withdraw», or other words to post instead; returns what was done. Raises NotVisible, Refused."""
    words = " ".join((answer.reply or "").lower().split()).strip(" .!")
    if words in NO:
        withdraw_held_mail(member, mail_id)
        return "held_mail_withdrawn", None
    instead = "" if words in YES or not words else answer.reply or ""
    post = post_held_mail(member, mail_id, instead=instead)
    done = InboundMail.objects.values_list("reason", flat=True).get(pk=mail_id)
    return ("held_mail_posted" if post else done), post
