"""Invitations and applications, asked for on somebody's behalf: what they may not decide does not exist."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from accounts.models import Member
from accounts.selectors import member_for_address
from regions.acting import Actor
from regions.denials import Unseen
from regions.facts import in_force
from regions.models import Application, Invitation, Membership, Service
from regions.permissions import JoiningScope, Reason, deciding_scope, inviting_scope
from regions.places import places_of
from regions.standing import standing_of


def visible_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Those that the person could have made: their region's, or their service's. The newest first."""
    rows = Invitation.objects.select_related("service__region", "invited_by", "member").order_by("-created", "-pk")
    return rows if actor is None else rows.filter(_within(inviting_scope(standing_of(actor))))


def get_invitation_for(actor: Actor, pk: int, *, lock: bool = False) -> Invitation:
    """Raises Http404; Unseen for one of another region. With `lock` the row is held until the transaction ends."""
    rows = visible_invitations(actor).filter(pk=pk)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise Unseen(Reason.NOT_THE_REPRESENTATIVE) if Invitation.objects.filter(pk=pk).exists() else Http404
    return found


def visible_applications(actor: Actor) -> QuerySet[Application]:
    """Those that the person decides on, proven ones only. One whose service is not listed is the secretariat's."""
    rows = Application.objects.exclude(state=Application.State.UNPROVEN)
    rows = rows.select_related("service__region", "decided_by", "member")
    return rows if actor is None else rows.filter(_within(deciding_scope(standing_of(actor))))


def waiting_applications(actor: Actor) -> QuerySet[Application]:
    return visible_applications(actor).filter(state=Application.State.WAITING).order_by("proven", "pk")


def get_application_for(actor: Actor, pk: int, *, lock: bool = False) -> Application:
    """Raises Http404; Unseen for one of another region. With `lock` the row is held until the transaction ends."""
    rows = visible_applications(actor).filter(pk=pk)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise Unseen(Reason.NOT_THE_REPRESENTATIVE) if Application.objects.filter(pk=pk).exists() else Http404
    return found


def services_to_decide_for(actor: Actor) -> QuerySet[Service]:
    """The open services that the person may admit applicants to."""
    rows = Service.objects.filter(closed=None).select_related("region")
    if actor is None:
        return rows
    scope = deciding_scope(standing_of(actor))
    return rows if scope.everything else rows.filter(region_id__in=scope.region_ids)


@dataclass(frozen=True)
class WhoItWouldBe:
    """What helps to decide on an application."""

    members: list[Membership]
    heads: list[Membership]
    places_left: int
    neighbours: list[str]
    known: Member | None


def who_it_would_be(application: Application) -> WhoItWouldBe:
    """The service's members and free places, its head if they are a member, the services in which others have an
    address of the same domain, and the account that the address has already.
    """
    today = timezone.localdate()
    current = Membership.objects.filter(in_force(today)).exclude(status=Membership.Status.ENDED)
    members: list[Membership] = []
    if application.service is not None:
        members = list(current.filter(service=application.service).select_related("member").order_by("tier", "pk"))
    domain = application.address.rpartition("@")[2]
    same_domain = EmailAddress.objects.filter(email__iendswith=f"@{domain}", verified=True).values("user_id")
    neighbours = current.filter(member_id__in=same_domain).values_list("service__name", flat=True)
    return WhoItWouldBe(
        members=members,
        heads=[row for row in members if row.tier == Membership.Tier.FULL],
        places_left=places_of(application.service, today=today).left if application.service else 0,
        neighbours=sorted(set(neighbours))[:5],
        known=member_for_address(application.address),
    )


def _within(scope: JoiningScope) -> Q:
    """The scope as a condition in the SQL."""
    if scope.everything:
        return Q()
    return Q(service__region_id__in=scope.region_ids) | Q(service_id__in=scope.service_ids)


def services_to_invite_to(actor: Actor) -> QuerySet[Service]:
    """The open services that the person may invite people to."""
    rows = Service.objects.filter(closed=None).select_related("region")
    if actor is None:
        return rows
    scope = inviting_scope(standing_of(actor))
    within = Q() if scope.everything else Q(region_id__in=scope.region_ids) | Q(pk__in=scope.service_ids)
    return rows.filter(within)
