"""A saved search found something new: told on the site, one notification until it is read, however often it finds."""

from functools import partial

from django.db import transaction

from accounts.models import Member
from forum.events import SearchFound
from forum.models import SearchHit
from forum.told import By, Told, members_off
from notifications.live import push
from notifications.live.rights import member_stream
from notifications.models import Notification
from notifications.selectors import unread_finds
from outbox.record import next_numbers
from regions.permissions import can_be_told_of_finds
from regions.standing import standing_of

Kind = Notification.Kind


def notify_of_finds(event: SearchFound, event_id: int) -> None:
    """Nothing for who wants none of it on the site, or may not be told any more. Which posts it counts, and whether
    its reader may read them, is asked when it is shown.
    """
    hit = SearchHit.objects.select_related("search", "post").filter(pk=event.hit_id).first()
    member = Member.objects.filter(pk=event.member_id, is_active=True).first()
    if hit is None or member is None or not hit.search.bell or not can_be_told_of_finds(standing_of(member)):
        return
    if members_off([member.pk], Told.FIND, By.SITE):
        return
    told = Notification.objects.filter(member=member, kind=Kind.FOUND, search=hit.search)
    if told.filter(event_id=event_id).exists() or unread_finds(member, hit.search).exists():
        return
    told.filter(read=None).update(read=hit.found)  # read by reading the posts; what comes now is another's
    stream = member_stream(member.pk)
    numbers = next_numbers([stream])
    Notification.objects.create(
        member=member, event_id=event_id, kind=Kind.FOUND, search=hit.search, topic_id=hit.post.topic_id, post=hit.post,
        created=hit.found, seq=numbers[stream],
    )  # fmt: skip
    transaction.on_commit(partial(push.members_told, numbers), robust=True)
