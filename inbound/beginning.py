"""«New», answered to the letter about a closed topic: a new topic on the same board, with a link to the closed one."""

import re

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from accounts.selectors import member_for_address
from forum.access import NotVisible, get_topic_for
from forum.actions.start_topic import start_topic
from forum.content import BadContent
from forum.models import Topic
from inbound.authenticate import sender_is_proven
from inbound.endings import Ending, State, nothing_there, stranger_to
from inbound.files import lay_files
from inbound.models import InboundMail
from inbound.posting import ended_as, origin_of, refused_to, tell_of_post
from inbound.reading import ReadMail, read_mail
from inbound.refusals import RefusalReason, answer_member
from notifications.tokens import Purpose, unseal
from regions.permissions import Reason, Refused

_NEW = re.compile(r"\s*(?:please )?new(?: topic)?(?: please)?\s*[:.!]?[ \t]*(?:\n|$)(.*)", re.IGNORECASE | re.DOTALL)
GONE = (
    "The closed topic, or your mail to it, is not there any more. To start a new topic, write to the board’s address."
)
ONLY_NEW = (
    "The address that you answered to takes one word, “new”, with other words under it if you wish. Nothing was "
    "posted. To write to somebody, write to them; to the board, to its own address."
)


def begin_by_mail(row: InboundMail, mail: ReadMail, text: str) -> Ending:
    """From the own proven address of the member whose mail the closed topic did not take."""
    token, sender = unseal(Purpose.NEW, text), member_for_address(mail.sender)
    if token is None or sender is None or sender.pk != token.member_id or not sender_is_proven(mail):
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, sender)
    if token.generation != sender.token_generation or token.expired(timezone.localdate()):
        answer_member(sender, row, mail, RefusalReason.TOKEN_EXPIRED, "")
        return Ending(State.REFUSED, RefusalReason.TOKEN_EXPIRED, sender)
    first = InboundMail.objects.filter(pk=token.thing_id, member=sender, reason=Reason.TOPIC_LOCKED).first()
    found = _NEW.match(mail.reply or "")
    if first is None or (not first.raw and not (found and found[1].strip())):
        return nothing_there(sender, row, mail, GONE)
    if found is None:
        answer_member(sender, row, mail, RefusalReason.ONLY_NEW, ONLY_NEW, reply_to=row.envelope_to)
        return Ending(State.REFUSED, RefusalReason.ONLY_NEW, sender)
    return _begin(sender, row, mail, first, instead=_without_own_name(sender, found[1]))


def _begin(sender: Member, row: InboundMail, mail: ReadMail, first: InboundMail, *, instead: str) -> Ending:
    """The key is that of the refused mail: «new» said twice makes one topic."""
    refused_mail, key = read_mail(bytes(first.raw)), f"new:{first.pk}"
    try:
        topic = get_topic_for(sender, first.topic_id or 0)
        source = mail if instead else refused_mail
        lay_files(sender, source, key)
        post = start_topic(
            sender, topic.forum.slug, title=topic.subject, kind=Topic.Kind.DISCUSSION, origin=origin_of(source),
            content=f"{instead or refused_mail.reply or ''}\n\n{_link_to(topic)}", idempotency_key=key,
        )  # fmt: skip
    except NotVisible:
        return nothing_there(sender, row, mail, GONE)
    except Refused as refused:
        return refused_to(sender, row, mail, refused)
    except BadContent as problem:
        answer_member(sender, row, mail, RefusalReason.NOT_POSTABLE, str(problem))
        return Ending(State.REFUSED, RefusalReason.NOT_POSTABLE, sender)
    tell_of_post(sender, row, mail, post)
    return ended_as(post, sender)


def _without_own_name(member: Member, text: str) -> str:
    """What stands under the word, if it is more than a farewell."""
    names = {name.casefold() for name in (member.first_name, member.full_name, member.initials)}
    return "" if all(_is_farewell(line, names) for line in text.splitlines() if line.strip()) else text.strip()


def _is_farewell(line: str, names: set[str]) -> bool:
    return line.casefold().strip(" .,!-") in names | {"thanks", "thank you", "many thanks", "regards", "kind regards"}


def _link_to(topic: Topic) -> str:
    return f"This goes on from a topic that is closed: {settings.SITE_URL}{reverse('topic', args=[topic.pk])}"
