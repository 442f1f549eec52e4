"""From a post or a letter to the bytes that go to the relay. A post's body is made once, for all who get it.

Nothing in a body is personal: whoever is shown a forwarded copy can do nothing with it. What is
personal stands in headers that mail programs do not forward: the address to answer to, and the one-press stop.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Member
from forum.mail_wishes import Because
from forum.markup import plain
from forum.models import Board, Post, Topic
from forum.polls.voters import open_poll_of
from notifications.addresses import at_our_domain, author_address, board_address, bounce_address, reply_address
from notifications.colour import hex_of_hue
from notifications.dkim.keys import keys
from notifications.dkim.sign import body_hash, signed
from notifications.files_in_mail import enclose, files_of_mail
from notifications.inlining import inlined
from notifications.message_ids import known_message_id, letter_message_id, post_message_id
from notifications.models import Delivery, Letter
from notifications.people.fresh_letters import FRESH
from notifications.thread_index import thread_index
from notifications.tokens import Purpose, seal
from notifications.why import why
from regions.models import Network

_POLICY = SMTP.clone(max_line_length=300)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,240}>")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True)
class Outgoing:
    """One mail, ready for the relay."""

    envelope_from: str
    to: str
    content: bytes


class PostLetter:
    """The posts of one topic as a mail: the shared part once, then one set of personal headers for each reader.

    `posts` come oldest first: one, or those that were put together. `because` says why it is sent: the words and the
    switch are the same for everybody who gets this letter.
    """

    def __init__(self, posts: Sequence[Post], because: Because) -> None:
        self.posts, self.because = list(posts), because
        self.first, self.post = posts[0], posts[-1]
        self.topic = self.post.topic
        self.board = self.topic.forum
        number = self.first.number or 1
        earlier = Post.objects.filter(topic=self.topic, number__in={1, number - 1} - {number})
        self.earlier = list(earlier.select_related("origin").order_by("number"))
        self.shared = self._shared()
        self.hashed = body_hash(self.shared) if keys() else ""

    def to(self, delivery: Delivery, member: Member) -> Outgoing:
        """The bytes for one person: personal headers in front of the shared rest."""
        reply = seal(Purpose.REPLY, member_id=member.pk, thing_id=self.topic.pk, generation=member.token_generation)
        stop = seal(Purpose.STOP, member_id=member.pk, thing_id=self.board.pk, generation=member.token_generation)
        known = [clean_message_id(known_message_id(post, member.pk)) for post in self.earlier]
        if delivery.again:
            known.append(post_message_id(self.post.pk, member.pk))
        lines = [
            f"To: {header_address(delivery.address)}",
            f"Reply-To: {reply_address(reply)}",
            f"Message-ID: {delivery.message_id}",
            f"List-Unsubscribe: <{settings.SITE_URL}/stop/{stop}/>",
        ]
        if known:
            lines += [f"In-Reply-To: {known[-1]}", f"References: {' '.join(known)}"]
        content = "\r\n".join([*lines, ""]).encode("ascii") + self.shared
        return Outgoing(bounce_to(delivery), delivery.address, signed(content, hashed=self.hashed))

    def _shared(self) -> bytes:
        post, topic, board = self.post, self.topic, self.board
        authors = list(dict.fromkeys(name_of(one) for one in self.posts))
        message = EmailMessage(policy=_POLICY)
        message["From"] = named(f"{authors_in_from(authors)}, {board.name}", board_address(board.slug))
        subject = clean(f"[{board.network.name}] {topic.subject}")
        message["Subject"] = subject if self.first.number == 1 else f"Re: {subject}"
        published = post.published or timezone.now()
        message["Date"] = format_datetime(timezone.localtime(published))
        message["List-Id"] = f"{clean(board.name)} <{board.slug}.{settings.MAIL_DOMAIN}>"
        message["List-Post"] = f"<mailto:{board_address(board.slug)}>"
        message["List-Archive"] = f"<{settings.SITE_URL}/boards/{board.slug}/>"
        message["List-Help"] = f"<{settings.SITE_URL}/about/>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message["Precedence"] = "list"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        message["Thread-Topic"] = subject
        message["Thread-Index"] = thread_index(topic.pk, topic.created, post.number or 1, published)
        files = files_of_mail(self.posts)
        context = {
            "posts": [
                {
                    "files": files[one.pk],
                    "post": one,
                    "author": name_of(one),
                    "to_author": to_author(one),
                    "text": one.content.raw,
                    "opening": one.number == 1,
                }
                for one in self.posts
            ],
            "topic": topic,
            "board": board,
            "preheader": plain(post._content_rendered, 110),
            "readers": readers_of(board, topic),
            "why": why(self.because, board),
            "poll": open_poll_of(topic),
            "hue": hex_of_hue(board.network.hue),
            "site_url": settings.SITE_URL,
            "site_name": settings.SITE_NAME,
        }
        with_body(message, "letters/post", context)
        enclose(message, [file for one in self.posts for file in files[one.pk]])
        return message.as_bytes()


def compose_letter(delivery: Delivery, letter: Letter) -> Outgoing:
    """A letter as a mail. Secrets and rights are read now (`FRESH`). Raises NothingToSend."""
    context = dict(letter.context) | {
        "member": letter.member,
        "site_url": settings.SITE_URL,
        "site_name": settings.SITE_NAME,
        "contact_address": settings.CONTACT_ADDRESS,
        "mail_domain": settings.MAIL_DOMAIN,
    }
    if letter.template in FRESH:
        context |= FRESH[letter.template].read(letter)
    subject, _, text = render_to_string(f"letters/{letter.template}.txt", context).strip().partition("\n")
    message = EmailMessage(policy=_POLICY)
    from_name, from_address = context.get("from_name"), context.get("from_address")
    message["From"] = named(from_name or settings.MAIL_FROM_NAME, from_address or at_our_domain("office"))
    message["To"] = header_address(delivery.address)
    message["Reply-To"] = context.get("reply_to") or settings.CONTACT_ADDRESS
    message["Subject"] = clean(subject)
    message["Date"] = format_datetime(timezone.localtime(letter.created))
    message["Message-ID"] = delivery.message_id
    if stop := context.get("stop_token"):
        message["List-Unsubscribe"] = f"<{settings.SITE_URL}/stop/{stop}/>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    answers = letter_message_id(letter.key) if delivery.again else letter.in_reply_to
    if answers and _MESSAGE_ID.fullmatch(answers):
        message["In-Reply-To"] = message["References"] = answers
    message["Auto-Submitted"] = "auto-replied" if letter.in_reply_to else "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    context |= {"paragraphs": [part for part in text.strip().split("\n\n") if part.strip()], "subject": subject}
    message.set_content(text.strip() + "\n", cte="quoted-printable")
    html = render_to_string([f"letters/{letter.template}.html", "letters/letter.html"], context)
    message.add_alternative(inlined(html), subtype="html", cte="quoted-printable")
    if calendar := context.get("calendar"):  # what mail programs show buttons for (RFC 6047)
        params = {"method": calendar.method}
        message.add_alternative(calendar.content.decode(), subtype="calendar", params=params, cte="base64")
    return Outgoing(bounce_to(delivery), delivery.address, signed(message.as_bytes()))


def readers_of(board: Board, topic: Topic) -> str:
    """Rule 8: a letter says who else reads it."""
    if board.shared:
        return "all members"
    names = [board.network.name]
    if topic.asked_ids:
        names += Network.objects.filter(pk__in=topic.asked).order_by("position").values_list("name", flat=True)
    executive = " and the executive" if board.network.kind == Network.Kind.REGION else ""
    return f"members of {', '.join(names)}{executive}"


def name_of(post: Post) -> str:
    return post.poster.full_name if post.poster else "Former member"


def to_author(post: Post) -> str:
    """Where the post's author alone is reached: the same address for all readers, and no right in it."""
    if post.poster is None or not post.poster.is_active:
        return ""
    return author_address(seal(Purpose.AUTHOR, member_id=0, thing_id=post.pk, generation=0))


def authors_in_from(names: Sequence[str]) -> str:
    """«Beth Low», «Beth Low and Sam Tar», «Beth Low and 3 others»."""
    if len(names) < 3:
        return " and ".join(names)
    return f"{names[0]} and {len(names) - 1} others"


def with_body(message: EmailMessage, template: str, context: dict[str, Any]) -> EmailMessage:
    """Plain text and HTML of the same words."""
    message.set_content(render_to_string(f"{template}.txt", context), cte="quoted-printable")
    html = inlined(render_to_string(f"{template}.html", context))
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message


def bounce_to(delivery: Delivery) -> str:
    """The envelope's sender: sealed, so that a forged bounce names nobody (VERP)."""
    token = seal(Purpose.BOUNCE, member_id=delivery.member_id or 0, thing_id=delivery.pk, generation=1)
    return bounce_address(token)


def clean(text: str) -> str:
    """One line without control or direction characters: no word of a member's becomes a header of ours."""
    return " ".join(_UNSAFE.sub(" ", text).split())


def clean_message_id(text: str) -> str:
    return text if _MESSAGE_ID.fullmatch(text) else f"<unknown@{settings.MAIL_DOMAIN}>"


def named(name: str, address: str) -> Address:
    return Address(display_name=clean(name).replace('"', "'"), addr_spec=address)


def header_address(address: str) -> str:
    """The bare address. Raises ValueError for one that could break out of its header."""
    if _UNSAFE.search(address) or not address.isascii() or " " in address:
        raise ValueError("an address that no header can hold")
    return address
