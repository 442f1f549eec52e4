"""What follows when a region asks another to take its question on, and when that one answers."""

from typing import Any

from django.utils import timezone

from accounts.models import Member
from forum.asking import State, people_answering_for
from forum.events import AskingDecided, RegionAsked
from forum.markup import plain
from forum.models import AskedRegion, Topic
from forum.selectors import follower_ids, people_of_topic
from forum.told import By, Told, members_off
from notifications.fresh import NothingToSend
from notifications.handlers import deliver, tell
from notifications.letters import write_letter
from notifications.models import Letter, Notification
from notifications.people.words import moment
from notifications.reading import readers_among
from regions.selectors import member_ids_in

Kind = Notification.Kind
MOST_WORDS = 1200  # characters of the question in the letter to who decides; the page has it whole


def notify_who_answers(event: RegionAsked, event_id: int) -> None:
    row = _row(event.asking_id)
    if row is not None and row.state == State.ASKED:
        tell(people_answering_for(row.region), event_id, Kind.REQUEST, thing=row.pk)


def write_to_who_answers(event: RegionAsked, event_id: int) -> None:
    """A letter to each who may answer for the region that was asked. Its words are read when it leaves."""
    row = _row(event.asking_id)
    if row is None or row.state != State.ASKED:
        return
    people = people_answering_for(row.region)
    people = [pk for pk in people if pk not in members_off(people, Told.REQUEST, By.EMAIL)]
    for member in Member.objects.filter(pk__in=people):
        key = f"region-asked:{event_id}:{member.pk}"
        write_letter("region_asked", member=member, key=key, context={"asking_id": row.pk})


def write_of_answer(event: AskingDecided, event_id: int) -> None:
    """Who asked hears it; where more people read from now on, so does everybody who wrote in the topic."""
    row = _row(event.asking_id)
    if row is None:
        return
    people = {row.asked_by_id, row.topic.poster_id}
    if row.state == State.ACCEPTED:
        people |= people_of_topic(row.topic)
    told = readers_among(sorted(pk for pk in people if pk is not None and pk != row.decided_by_id), row.topic)
    for member in Member.objects.filter(pk__in=told):
        key = f"asking-decided:{event_id}:{member.pk}"
        write_letter("asking_decided", member=member, key=key, context={"asking_id": row.pk})


def tell_region(event: AskingDecided, event_id: int) -> None:
    """The people of a region that took a question on are told as of a new topic, once, in the way that each chose."""
    row = _row(event.asking_id)
    post = row.topic.first_post if row is not None else None
    if row is None or post is None or row.state != State.ACCEPTED or not post.approved:
        return
    own = member_ids_in(row.region) - member_ids_in(row.topic.forum.network) - {post.poster_id}
    told = Notification.objects.filter(post=post, kind=Kind.NEW_TOPIC).exclude(event_id=event_id)
    own -= set(told.values_list("member_id", flat=True))  # by another region of theirs
    tell(_of(own, row.topic, by_mail=False), event_id, Kind.NEW_TOPIC, post)
    deliver(post, _of(own, row.topic, by_mail=True), due=timezone.now())


def region_asked_facts(letter: Letter) -> dict[str, Any]:
    """The question as it stands. Raises NothingToSend once it was answered, and for who may not answer any more."""
    row = _row(letter.context["asking_id"])
    post = row.topic.first_post if row is not None else None
    if row is None or post is None or row.state != State.ASKED or not post.approved:
        raise NothingToSend
    if letter.member_id not in people_answering_for(row.region):
        raise NothingToSend
    return _names(row) | {"text": plain(post._content_rendered, MOST_WORDS), "asked": moment(row.asked)}


def asking_decided_facts(letter: Letter) -> dict[str, Any]:
    """What was answered; raises NothingToSend where it is no longer so, and for who cannot read the topic any more."""
    row = _row(letter.context["asking_id"])
    if row is None or row.state not in (State.ACCEPTED, State.DECLINED) or letter.member_id is None:
        raise NothingToSend
    if not readers_among([letter.member_id], row.topic):
        raise NothingToSend
    own = letter.member_id in (row.asked_by_id, row.topic.poster_id)
    return _names(row) | {"accepted": row.state == State.ACCEPTED, "reason": row.reason, "own": own}


def _names(row: AskedRegion) -> dict[str, Any]:
    asker = row.topic.poster.full_name if row.topic.poster else "A former member"
    return {
        "asking_id": row.pk, "topic_id": row.topic_id, "title": row.topic.subject, "asker": asker,
        "region": row.region.name, "home": row.topic.forum.network.name,
    }  # fmt: skip


def _of(people: set[int], topic: Topic, *, by_mail: bool) -> list[int]:
    followers = follower_ids(topic, by_mail=by_mail, told=Told.NEW_TOPIC)
    return readers_among(sorted(people & followers), topic)


def _row(pk: int) -> AskedRegion | None:
    rows = AskedRegion.objects.select_related("topic__forum__network", "topic__poster", "topic__first_post", "region")
    return rows.filter(pk=pk, topic__approved=True).first()
