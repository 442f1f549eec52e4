"""What waits for a decision: who sees it, who may decide it, and who has it in hand. The one way to reach a matter."""

from datetime import datetime
from typing import NoReturn

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Member
from forum.access import NotVisible
from forum.models import Matter, Post, Report
from regions.denials import Unseen
from regions.facts import in_force
from regions.models import Network, Office, Representation
from regions.permissions import Reason, Refused, can_decide_matter, can_moderate, can_step_in, require
from regions.standing import Standing, member_standing, standings_of


class SomebodyElses(Unseen, NotVisible):
    """A matter of a network that others moderate: not there, and the try is kept."""


def open_matters_for(member: Member) -> QuerySet[Matter]:
    """What waits for this member's decision, oldest first: the twin of `can_decide_matter`."""
    standing = member_standing(member)
    if not (standing.represents or standing.is_executive):
        return Matter.objects.none()
    networks = list(Network.objects.all())
    own = [network.pk for network in networks if can_moderate(standing, network)]
    step_in = [network.pk for network in networks if can_step_in(standing, network)]
    mine = Q(post__topic__forum__network__in=own) | Q(post__topic__forum__network__in=step_in, passed__isnull=False)
    return with_all(Matter.objects.filter(mine, outcome="").exclude(took_part(member.pk))).order_by("opened", "pk")


def decided_lately(member: Member, *, since: datetime) -> QuerySet[Matter]:
    """What was decided in the networks that the member moderates, newest first, and by whom."""
    standing = member_standing(member)
    if not (standing.represents or standing.is_executive):
        return Matter.objects.none()
    own = [network.pk for network in Network.objects.all() if can_moderate(standing, network)]
    rows = Matter.objects.filter(post__topic__forum__network__in=own, decided__gte=since).exclude(took_part(member.pk))
    return with_all(rows.exclude(outcome=Matter.Outcome.WITHDRAWN)).order_by("-decided", "-pk")


def with_all(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    rows = matters.select_related(
        "post__topic__forum__network__covered_by", "post__poster", "claimed_by", "decided_by", "network"
    )
    return rows.prefetch_related("post__findings", "reports")


def took_part(member_id: int) -> Q:
    """Matters that the member wrote in: the post is theirs, the report is, or they wrote in the reported topic."""
    reported = Report.objects.filter(matter=OuterRef("pk"), reporter=member_id)
    answered = Post.objects.filter(topic=OuterRef("post__topic"), poster=member_id, number__isnull=False)
    return Q(post__poster=member_id) | Q(Exists(reported)) | (Q(kind=Matter.Kind.REPORT) & Q(Exists(answered)))


def newest_matter_of(post_id: int, *, lock: bool = False) -> Matter | None:
    """The one that is open, or else the last that was decided. Locked after its post, as its author's acts lock it."""
    rows = Matter.objects.filter(post=post_id)
    if lock:
        Post.objects.select_for_update().filter(pk=post_id).first()
        rows = rows.select_for_update(of=("self",))
    return with_all(rows).order_by(F("decided").desc(nulls_first=True), "-pk").first()


def get_matter_for(member: Member, post_id: int, *, lock: bool = False) -> Matter:
    """The post's matter, open or decided, for who may decide it. Raises NotVisible (SomebodyElses where others do),
    Refused if the member wrote in it.
    """
    matter = newest_matter_of(post_id, lock=lock)
    standing = member_standing(member)
    if matter is None:
        _refuse_without_matter(standing, post_id)
    network, passed = matter.post.topic.forum.network, matter.passed is not None
    if not can_decide_matter(standing, network, took_part=False, passed=passed):
        raise SomebodyElses(Reason.NOT_THE_REPRESENTATIVE)
    if Matter.objects.filter(took_part(member.pk), pk=matter.pk).exists():
        raise Refused(Reason.OWN_MATTER, own_matter(matter))
    return matter


def _refuse_without_matter(standing: Standing, post_id: int) -> NoReturn:
    """A post that waits for its author is no matter yet: who moderates the network knows of it, and cannot decide."""
    post = Post.objects.filter(pk=post_id, state=Post.State.HELD).select_related("topic__forum__network").first()
    if post is None:
        raise NotVisible
    if not can_moderate(standing, post.topic.forum.network):
        raise SomebodyElses(Reason.NOT_THE_REPRESENTATIVE)
    raise Refused(Reason.WITH_THE_AUTHOR)


def get_open_matter_for(member: Member, post_id: int, *, now: datetime | None = None) -> Matter:
    """The same, locked, to be decided. Raises also Refused, saying by whom it was decided or is in hand."""
    matter = get_matter_for(member, post_id, lock=True)
    passed = matter.passed is not None
    network = matter.post.topic.forum.network
    require(
        can_decide_matter(member_standing(member), network, took_part=False, passed=passed),
        Reason.NOT_THE_REPRESENTATIVE,
    )
    require_open(matter)
    if matter.in_hand(now) and matter.claimed_by_id != member.pk:
        raise Refused(Reason.IN_OTHER_HANDS, in_other_hands(matter))
    return matter


def require_open(matter: Matter) -> None:
    if not matter.is_open:
        raise Refused(Reason.ALREADY_DECIDED, already_decided(matter))


def already_decided(matter: Matter) -> str:
    """«Moira Clarke returned this on 28 November at 10:14, so nothing was changed.»"""
    if matter.outcome == Matter.Outcome.WITHDRAWN:
        return "Its author has settled this meanwhile, so nothing was changed."
    did = {
        Matter.Outcome.POSTED: "let this through", Matter.Outcome.RETURNED: "returned this",
        Matter.Outcome.KEPT: "left this as it is", Matter.Outcome.REMOVED: "removed this",
    }  # fmt: skip
    who = matter.decided_by.full_name if matter.decided_by else "Somebody else"
    return f"{who} {did[Matter.Outcome(matter.outcome)]} {_when(matter.decided)}, so nothing was changed."


def in_other_hands(matter: Matter) -> str:
    who = matter.claimed_by.full_name if matter.claimed_by else "Somebody else"
    until = timezone.localtime(matter.claimed_until)
    return f"{who} has taken this on, and has it until {until:%H:%M}. If nothing is decided by then, it is free again."


def own_matter(matter: Matter) -> str:
    others = [member.full_name for member in Member.objects.filter(pk__in=deciders_of(matter)).order_by("pk")[:4]]
    whom = f": {', '.join(others)}" if others else ""
    return f"You wrote in this matter yourself, so somebody else decides{whom}."


def deciders_of(matter: Matter) -> list[int]:
    """Who may decide it today, asked of the rule book; and who steps in where it has passed on."""
    allowed = people_allowed(matter, passed=matter.passed is not None)
    own = _writers(matter, allowed)
    return [pk for pk in allowed if pk not in own]


def is_everybodys_own(matter: Matter) -> bool:
    """Did all who moderate the network write in it? Not where nobody moderates: then the clock decides."""
    moderators = people_allowed(matter, passed=False)
    return bool(moderators) and set(moderators) <= _writers(matter, moderators)


def people_allowed(matter: Matter, *, passed: bool) -> list[int]:
    """Those of today's representatives and officers whom the rule lets decide, had they no part in it."""
    network = matter.post.topic.forum.network
    held = in_force(timezone.localdate())
    people = set(Representation.objects.filter(held, member__is_active=True).values_list("member_id", flat=True))
    people |= set(Office.objects.filter(held, member__is_active=True).values_list("member_id", flat=True))
    return [
        pk for pk, who in standings_of(sorted(people)).items()
        if can_decide_matter(who, network, took_part=False, passed=passed)
    ]  # fmt: skip


def _writers(matter: Matter, members: list[int]) -> set[int]:
    """Those of them who wrote in it: `took_part` for many people."""
    own = {matter.post.poster_id} | set(matter.reports.values_list("reporter_id", flat=True))
    if matter.kind == Matter.Kind.REPORT:
        written = Post.objects.filter(topic=matter.post.topic_id, poster__in=members, number__isnull=False)
        own |= set(written.values_list("poster_id", flat=True))
    return own


def _when(at: datetime | None) -> str:
    local = timezone.localtime(at)
    return f"on {local.day} {local:%B} at {local:%H:%M}"
