"""A matter's way: opened, passed on, closed. Steps of the actions, each inside their transaction."""

from datetime import datetime

from django.utils import timezone

from accounts.models import Member
from forum.matters import is_everybodys_own
from forum.models import Matter, Post
from regions.models import Network
from regions.working_time import add_working_hours

WAITS_HOURS = 24  # of working time, then who steps in may decide as well
PASSES_ON = (Network.Kind.REGION, Network.Kind.GROUP)


def open_matter(post: Post, kind: str, *, now: datetime | None = None) -> Matter:
    """The post's open matter, made if there is none. Whose own representatives all wrote in it passes on at once. The
    caller holds the post's lock.
    """
    earlier = Matter.objects.filter(post=post, outcome="").first()
    if earlier is not None:
        return earlier
    now = now or timezone.now()
    network = post.topic.forum.network
    return Matter.objects.create(
        kind=kind, post=post, network=network, opened=now, due=add_working_hours(now, WAITS_HOURS)
    )


def pass_on_if_own(matter: Matter, *, now: datetime | None = None) -> None:
    """It waits for nobody who may decide it? Then who steps in decides."""
    if matter.passed is None and matter.network.kind in PASSES_ON and is_everybodys_own(matter):
        matter.passed, matter.passed_for = now or timezone.now(), Matter.Passed.OWN
        matter.save(update_fields=["passed", "passed_for"])


def close_matter(
    matter: Matter, outcome: str, *, by: Member | None, reason: str = "", now: datetime | None = None
) -> None:
    matter.outcome, matter.decided, matter.decided_by, matter.reason = outcome, now or timezone.now(), by, reason
    matter.claimed_by, matter.claimed_until = None, None
    matter.save(update_fields=["outcome", "decided", "decided_by", "reason", "claimed_by", "claimed_until"])


def close_matters_of(post: Post) -> None:
    """Its author settled it: nobody needs to decide any more."""
    for matter in Matter.objects.select_for_update().filter(post=post, outcome="").exclude(kind=Matter.Kind.REPORT):
        close_matter(matter, Matter.Outcome.WITHDRAWN, by=None)
