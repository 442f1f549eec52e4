"""What follows when something waits for a decision, passes on, or is decided. Handlers may run twice."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Member
from forum.events import (
    FirstPostHeld,
    HeldPostReturned,
    HeldPostSentOn,
    HeldPostWithdrawn,
    MatterClaimed,
    MatterPassedOn,
    PostPublished,
    PostPurged,
    PostRemoved,
    PostReported,
    ReportDecided,
)
from forum.masking import masked_text
from forum.matters import deciders_of, get_matter_for, with_all
from forum.models import Matter, Post
from forum.told import By, Told, members_off
from notifications.addresses import decide_address
from notifications.fresh import NothingToSend
from notifications.handlers import tell
from notifications.letters import write_letter
from notifications.live import push
from notifications.live.rights import member_stream
from notifications.models import Delivery, DevMail, Letter, Notification
from notifications.people.own_posts import own_address
from notifications.people.words import moment
from notifications.tokens import Purpose, seal
from outbox.record import next_numbers
from regions.permissions import Refused

Kind = Notification.Kind
Closed = PostPublished | HeldPostReturned | HeldPostWithdrawn | ReportDecided
Waits = HeldPostSentOn | FirstPostHeld | PostReported | MatterPassedOn


def notify_moderators(event: Waits, event_id: int) -> None:
    matter = _open(event.post_id)
    if matter is not None:
        tell(deciders_of(matter), event_id, Kind.TO_DECIDE, matter.post)


def write_to_moderators(event: Waits, event_id: int) -> None:
    """A letter to each who may decide; who had one of this matter gets no second. Its words are read when it leaves."""
    matter = _open(event.post_id)
    if matter is None:
        return
    people = set(deciders_of(matter))
    for member in Member.objects.filter(pk__in=people - members_off(people, Told.DECIDE, By.EMAIL)):
        key = f"decide-matter:{matter.pk}:{member.pk}"
        write_letter("decide_matter", member=member, key=key, context={"matter_id": matter.pk})


def matter_facts(letter: Letter) -> dict[str, Any]:
    """What is in the letter: the masked text, and the address that carries the code. Not after it was decided, nor to
    who may decide it no more.
    """
    matter = with_all(Matter.objects.filter(pk=letter.context["matter_id"], outcome="")).first()
    member = letter.member
    if matter is None or member is None:
        raise NothingToSend
    try:
        get_matter_for(member, matter.post_id)
    except (Refused, Http404) as error:
        raise NothingToSend from error
    post = matter.post
    code = seal(Purpose.DECIDE, member_id=member.pk, thing_id=matter.pk, generation=member.token_generation)
    return {
        "kind": matter.kind, "post_id": post.pk, "board": post.topic.forum.name, "author": post.poster.full_name,
        "title": masked_text(post.subject), "lines": masked_text(post.content.raw).splitlines(),
        "rules": [finding.rule for finding in post.findings.all()], "due": moment(matter.due),
        "reports": [(report.get_why_display(), report.words) for report in matter.reports.all()],
        "files": post.attachments.count(), "reply_to": decide_address(code),
    }  # fmt: skip


def tell_who_waits(event: MatterPassedOn, event_id: int) -> None:
    """The author of a held post, or who reported one: on the site and by a letter."""
    matter = with_all(Matter.objects.filter(pk=event.matter_id)).first()
    if matter is None or not matter.is_open:
        return
    who = _reporters(matter) if matter.kind == Matter.Kind.REPORT else [matter.post.poster_id]
    tell(who, event_id, Kind.PASSED_ON, matter.post)
    cover = matter.post.topic.forum.network.covered_by
    context = {
        "post_id": matter.post_id, "board": matter.post.topic.forum.name, "kind": matter.kind,
        "since": moment(matter.opened), "to": f"{cover.name} and the officers" if cover else "the officers",
    }  # fmt: skip
    for member in Member.objects.filter(pk__in=who):
        write_letter("passed_on", member=member, key=f"passed-on:{matter.pk}:{member.pk}", context=context)


def tell_reporters(event: ReportDecided, event_id: int) -> None:
    matter = with_all(Matter.objects.filter(pk=event.matter_id)).first()
    if matter is None:
        return
    who = _reporters(matter)
    tell(who, event_id, Kind.REPORT_DONE, matter.post)
    answer = matter.reason if matter.outcome == Matter.Outcome.KEPT else ""
    context = {"board": matter.post.topic.forum.name, "outcome": matter.outcome, "answer": answer}
    for member in Member.objects.filter(pk__in=who):
        write_letter("report_decided", member=member, key=f"report-decided:{matter.pk}:{member.pk}", context=context)


def notify_author_of_removal(event: PostRemoved, event_id: int) -> None:
    post = _post(event.post_id)
    if post is not None and post.state == Post.State.REMOVED:
        tell([post.poster_id], event_id, Kind.REMOVED, post)


def write_to_author_of_removal(event: PostRemoved, event_id: int) -> None:
    post = _post(event.post_id)
    if post is not None and post.state == Post.State.REMOVED:
        context = {"post_id": post.pk, "board": post.topic.forum.name, "reason": post.update_reason}
        write_letter("removed_post", member=post.poster, key=f"removed-post:{event_id}", context=context)


def push_matter_claimed(event: MatterClaimed, event_id: int) -> None:
    """Open pages of those who may decide it ask again who has what."""
    _ask_queues(Matter.objects.filter(pk=event.matter_id))


def push_matter_closed(event: Closed, event_id: int) -> None:
    """The same, where it waits for nobody any more."""
    of_it = {"pk": event.matter_id} if isinstance(event, ReportDecided) else {"post": event.post_id}
    _ask_queues(Matter.objects.filter(**of_it).exclude(outcome=""))


def _ask_queues(matters: QuerySet[Matter]) -> None:
    people = {pk for matter in with_all(matters) for pk in deciders_of(matter)}
    numbers = next_numbers([member_stream(pk) for pk in people])
    transaction.on_commit(partial(push.members_told, numbers), robust=True)


def _open(post_id: int) -> Matter | None:
    return with_all(Matter.objects.filter(post=post_id, outcome="")).first()


def _post(post_id: int) -> Post | None:
    return Post.objects.select_related("topic__forum__network", "poster").filter(pk=post_id).first()


def _reporters(matter: Matter) -> list[int]:
    return [report.reporter_id for report in matter.reports.all() if report.reporter_id]


def notify_author_of_wait(event: FirstPostHeld, event_id: int) -> None:
    post = _post(event.post_id)
    if post is not None and post.state == Post.State.WAITING:
        tell([post.poster_id], event_id, Kind.HELD, post)


def write_to_author_of_wait(event: FirstPostHeld, event_id: int) -> None:
    post = _post(event.post_id)
    if post is not None and post.state == Post.State.WAITING:
        context = {"post_id": post.pk, "board": post.topic.forum.name, "network": post.topic.forum.network.name}
        context |= {"reply_to": own_address(post.poster, post.pk)}
        write_letter("first_post_waits", member=post.poster, key=f"first-post:{event_id}", context=context)


def forget_what_was_told(event: PostPurged, event_id: int) -> None:
    """Notifications of it go, and mails that have not left do not leave."""
    Notification.objects.filter(post=event.post_id).delete()
    waiting = Delivery.objects.filter(post=event.post_id, state=Delivery.State.WAITING)
    waiting.update(state=Delivery.State.SKIPPED, lease_token="", lease_until=None)
    mailed = Delivery.objects.filter(post=event.post_id).values("message_id")
    DevMail.objects.filter(message_id__in=mailed).delete()


def ask_to_delete(event: PostPurged, event_id: int) -> None:
    """To each who was mailed it: when and from which board, without a word of it."""
    post = _post(event.post_id)
    if post is None:
        return
    for row in Delivery.objects.filter(post=post, state=Delivery.State.SENT).select_related("member"):
        context = {"board": post.topic.forum.name, "sent": moment(row.sent) if row.sent else ""}
        write_letter(
            "please_delete", member=row.member, address=row.address, key=f"please-delete:{row.pk}", context=context
        )
