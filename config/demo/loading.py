"""Loading the invented members and topics through the same actions that people use."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.actions.register_member import register_member
from accounts.models import Member
from config.demo.imports import load_import
from config.demo.joining import load_joining
from config.demo.meetings import load_meetings
from config.demo.networks import remember_old_services, settle_groups, show_people
from config.demo.polls import load_polls
from config.demo.signing_in import load_signing_in
from config.demo.subscriptions import load_subscriptions
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.set_tags import set_tags
from forum.actions.start_topic import start_topic
from forum.models import Post, ReadMark, Topic
from forum.origin import Origin
from outbox.models import Event
from regions.actions.admit_member import admit_member
from regions.actions.appoint_officer import appoint_officer
from regions.actions.appoint_representative import appoint_representative
from regions.actions.change_membership import change_membership
from regions.actions.give_network_place import give_network_place
from regions.models import Network, Service

FOLDER = Path(__file__).parent
TOLD_ABOUT = timedelta(days=1)  # posts younger than this are mailed and notified, so that both can be looked at
READ_UNTIL = timedelta(days=3)  # everything older has been read


def _read(name: str) -> list[dict[str, Any]]:
    return list(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))[name])


@transaction.atomic
def load_demo(*, now: datetime | None = None) -> int:
    """Load everything once; returns the number of members made, 0 if they are there already."""
    now = now or timezone.now()
    rows = _read("members")
    if Member.objects.filter(email=rows[0]["email"]).exists():
        return 0
    members = {row["key"]: _member(row, timezone.localdate(now)) for row in rows}
    for row in _read("topics"):
        _topic(row, members, now)
    load_subscriptions(members, timezone.localdate(now))
    for row in rows:
        _standing(row, members[row["key"]], timezone.localdate(now))
    show_people(members)
    settle_groups(members, timezone.localdate(now))
    remember_old_services()
    load_signing_in(members, now)
    load_polls(now)
    load_meetings(now)
    _settle_the_past(now)
    load_joining()
    load_import()
    return len(members)


def _member(row: dict[str, Any], today: date) -> Member:
    member = register_member(first_name=row["first_name"], last_name=row["last_name"], address=row["email"])
    started = today - timedelta(days=400)
    if row["service"]:
        admit_member(
            None, member, Service.objects.get(slug=row["service"]), tier=row["tier"], job_title=row["job_title"],
            starts=started,
        )  # fmt: skip
    networks = {network.slug: network for network in Network.objects.all()}
    if row["representative_of"]:
        appoint_representative(
            None, member, networks[row["representative_of"]], starts=started, ends=date(today.year + 1, 7, 31)
        )
    for covered in row["covers"]:
        Network.objects.filter(slug=covered).update(covered_by=networks[row["representative_of"]])
    for slug in row["groups"]:
        give_network_place(None, member, networks[slug], starts=started)
    for role in row["roles"]:
        appoint_officer(None, member, role.rpartition(":")[2], starts=started)
    return member


def _standing(row: dict[str, Any], member: Member, today: date) -> None:
    """Lapsed and suspended last: what these people wrote, they wrote before."""
    if row["status"] != "current":
        until = today + timedelta(days=row.get("suspended_for_days", 0)) if row["status"] == "suspended" else None
        place = member.memberships.get()
        change_membership(None, place.pk, status=row["status"], reason=row.get("reason", ""), until=until)


def _topic(row: dict[str, Any], members: dict[str, Member], now: datetime) -> None:
    opened = _in_working_hours(now - timedelta(days=row["age_days"]), now)
    topic_id, last = 0, opened
    for place, post in enumerate(row["posts"]):
        when = (
            opened
            if not place
            else max(
                last + timedelta(minutes=7),
                min(_in_working_hours(opened + timedelta(hours=post["hours_after"]), now), now),
            )
        )
        last = min(when, now)
        author, key = members[post["author"]], f"demo:{row['board']}:{row['title'][:40]}:{place}"
        origin = Origin.email(seen_to=place) if post["via"] == "email" else Origin.web()
        if not place:
            made = start_topic(
                author,
                row["board"],
                title=row["title"],
                content=post["text"],
                kind=row["kind"],
                origin=origin,
                idempotency_key=key[:80],
                now=last,
            )
            topic_id = made.topic_id
        else:
            reply_to_topic(author, topic_id, content=post["text"], origin=origin, idempotency_key=key[:80], now=last)
    Topic.objects.filter(pk=topic_id).update(state=row["state"], created=opened)
    set_tags(members[row["posts"][0]["author"]], topic_id, names=row.get("tags", []))


def _in_working_hours(moment: datetime, now: datetime) -> datetime:
    """The same day between eight and six: managers write at work."""
    local = timezone.localtime(moment)
    if local.hour < 8:
        local = local.replace(hour=8, minute=10 + local.minute % 45)
    elif local.hour >= 18:
        local = local.replace(hour=15, minute=local.minute)
    return min(local, now)


def _settle_the_past(now: datetime) -> None:
    """What is older than a day has been told and mailed long ago; what is older than three has been read."""
    Post.objects.update(created=F("published"))
    recent = set(Post.objects.filter(published__gte=now - TOLD_ABOUT).values_list("pk", flat=True))
    for event in Event.objects.filter(handled=None):
        if event.payload.get("post_id") not in recent:
            Event.objects.filter(pk=event.pk).update(handled=now)
    old = Topic.objects.filter(last_post_on__lt=now - READ_UNTIL).values_list("pk", "last_number")
    ReadMark.objects.bulk_create(
        [
            ReadMark(member_id=member, topic_id=topic, number=number)
            for member in Member.objects.values_list("pk", flat=True)
            for topic, number in old
        ],
        update_conflicts=True, unique_fields=["member", "topic"], update_fields=["number"],
    )  # fmt: skip
