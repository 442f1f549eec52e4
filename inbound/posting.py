"""What all mails that become posts share: whose key, which title, and how they end."""

import re
from hashlib import sha256

from accounts.models import Member
from accounts.selectors import member_for_address
from forum.content import LONGEST_TITLE
from forum.models import Post
from forum.origin import Origin
from inbound.endings import CHILD_DETAILS, Ending, State
from inbound.files import tell_of_files_left_out
from inbound.held import ask_member
from inbound.models import InboundMail
from inbound.reading import ReadMail
from inbound.refusals import RefusalReason, answer_member, answer_stranger
from notifications.addresses import new_address
from notifications.message_ids import header_form
from notifications.people.own_posts import write_receipt
from notifications.tokens import Purpose, seal
from regions.denials import record_denial
from regions.permissions import Reason, Refused

_OUR_POST = re.compile(r"^post-(\d{1,18})\.[0-9a-f]{24}@")


def posts_named(texts: tuple[str, ...]) -> list[int]:
    """The posts of ours whose mails are named in these Message-IDs."""
    return [int(pk) for text in texts for pk in _OUR_POST.findall(text)]


def tell_of_post(member: Member, row: InboundMail, mail: ReadMail, post: Post) -> None:
    """To its author alone: that it stands, and which of its files are left out."""
    tell_of_files_left_out(member, row, mail, post)
    write_receipt(member, post, address=mail.sender, in_reply_to=header_form(mail.message_id))


def ended_as(post: Post, member: Member) -> Ending:
    if post.state == Post.State.PUBLISHED:
        return Ending(State.POSTED, "", member, post)
    reason = "first_post" if post.state == Post.State.WAITING else CHILD_DETAILS
    return Ending(State.HELD, reason, member, post)


def origin_of(mail: ReadMail, *, seen_to: int = 0) -> Origin:
    return Origin.email(
        message_id=header_form(mail.message_id), folded=mail.folded, seen_to=seen_to, cut_at=mail.cut_at
    )


def title_of(mail: ReadMail) -> str:
    """The subject, or else the first words."""
    words = mail.subject or " ".join((mail.reply or "").split()[:12])
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1].rstrip() + "…"


def key_of(member: Member, row: InboundMail, mail: ReadMail) -> str:
    """The same mail, by whatever way and however often, has the same key: its Message-ID, or else its own words.

    The member is part of the uniqueness, so nobody else's mail can take its place. Two mails of one Message-ID with
    other words are both kept: a lost word is worse than a double.
    """
    if not mail.message_id:
        return f"mail:{row.sha256[:60]}"
    key = f"mail:{sha256(mail.message_id.encode()).hexdigest()[:30]}"
    earlier = Post.objects.filter(poster=member, idempotency_key=key).first()
    if earlier is None or earlier.content.raw.split() == (mail.reply or "").split():
        return key
    words = " ".join((mail.reply or "").split())
    return f"{key}:{sha256(words.encode()).hexdigest()[:30]}"


def hold_for(
    owner: Member, row: InboundMail, mail: ReadMail, *, topic_id: int | None = None, board_id: int | None = None,
    stranger: bool,
) -> Ending:  # fmt: skip
    """Keep it back, ask the member whose name it would bear, and tell a proven stranger how to join."""
    reason = "not_their_address" if member_for_address(mail.sender) != owner else "sender_not_proven"
    ask_member(owner, row, mail, reason)
    if stranger:
        answer_stranger(mail)
    return Ending(State.HELD, reason, owner, topic_id=topic_id, board_id=board_id)


def no_words(
    member: Member, row: InboundMail, mail: ReadMail, *, topic_id: int | None = None, board_id: int | None = None
) -> Ending:
    ask_member(member, row, mail, "no_words")
    return Ending(State.HELD, "no_words", member, topic_id=topic_id, board_id=board_id)


def refused_to(
    member: Member, row: InboundMail, mail: ReadMail, refused: Refused, *, topic_id: int | None = None
) -> Ending:
    record_denial(member, verb="post_by_mail", refused=refused, what=f"mail {row.pk}")
    if refused.reason is Reason.TOPIC_LOCKED and topic_id:
        token = seal(Purpose.NEW, member_id=member.pk, thing_id=row.pk, generation=member.token_generation)
        answer_member(
            member, row, mail, RefusalReason.TOPIC_CLOSED, refused.sentence, topic_id=topic_id,
            reply_to=new_address(token),
        )  # fmt: skip
        return Ending(State.REFUSED, refused.reason, member, topic_id=topic_id)
    closed = refused.reason in (Reason.NETWORK_CLOSED, Reason.BOARD_CLOSED)
    reason = RefusalReason.CLOSED if closed else RefusalReason.NOT_ALLOWED
    answer_member(member, row, mail, reason, refused.sentence)
    return Ending(State.REFUSED, refused.reason, member)
