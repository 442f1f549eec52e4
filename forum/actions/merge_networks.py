"""The secretariat merges one network into another: what it had belongs to the other from now on."""

from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from audit.write import write_entry
from forum.asking_steps import carry_askings
from forum.events import NetworksMerged
from forum.models import Board
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.models import Network, NetworkPlace, Representation, Service, ServiceChange, Volunteer
from regions.permissions import Reason, can_manage_networks, require
from regions.problems import Problem
from regions.rights_changed import readers_changed

MERGED = (Network.Kind.REGION, Network.Kind.GROUP)


@transaction.atomic
def merge_networks(actor: Actor, network_id: int, into_id: int, *, version: int, today: date | None = None) -> Network:
    """Open services, places, terms and boards with all their topics move; the readers are the other network's.

    What is over stays where it was: past terms and closed services. The old address leads on.
    """
    today = today or timezone.localdate()
    locked = {one.pk: one for one in Network.objects.select_for_update().filter(pk__in=(network_id, into_id))}
    require_of(actor, can_manage_networks, Reason.NOT_THE_SECRETARIAT)
    network, into = locked[network_id], locked.get(into_id)
    if into is None or into.pk == network.pk or into.kind != network.kind or network.kind not in MERGED:
        raise Problem("into", "Choose another network of the same kind.")
    open_both = network.closed is None and into.closed is None
    require(network.version == version and open_both, Reason.CHANGED_MEANWHILE)
    services = _move_services(network, into, today)
    _move_places(network, into, today)
    _move_terms(network, into, today)
    boards = list(Board.objects.filter(network=network).values_list("pk", flat=True))
    Board.objects.filter(pk__in=boards).update(network=into)
    carry_askings(network, into)
    Network.objects.filter(pk=network.pk).update(closed=today, merged_into=into, version=F("version") + 1)
    Network.objects.filter(pk=into.pk).update(version=F("version") + 1)
    readers_changed(into.pk)
    record(NetworksMerged(board_ids=boards, from_network_id=network.pk, actor_id=actor_id(actor)))
    write_entry(
        "merge_networks", actor_id=actor_id(actor), subject=f"network {network.pk}", network_id=network.pk,
        details={"into": into.pk, "services": services, "boards": boards},
    )  # fmt: skip
    return into


def _move_services(network: Network, into: Network, today: date) -> list[int]:
    moved = list(Service.objects.filter(region=network, closed=None).values_list("pk", flat=True))
    Service.objects.filter(pk__in=moved).update(region=into, version=F("version") + 1)
    ServiceChange.objects.bulk_create(
        ServiceChange(service_id=pk, kind=ServiceChange.Kind.MOVED, on=today, note=f"from {network.name}")
        for pk in moved
    )
    return moved


def _move_places(network: Network, into: Network, today: date) -> None:
    """Who has a place in both keeps one, open."""
    not_over = Q(ends=None) | Q(ends__gte=today)
    places = list(NetworkPlace.objects.filter(not_over, network=network))
    there = {place.member_id: place for place in NetworkPlace.objects.filter(network=into)}
    for place in places:
        twin = there.get(place.member_id)
        if twin is None:
            NetworkPlace.objects.filter(pk=place.pk).update(network=into)
        elif twin.ends is not None:
            later = None if place.ends is None else max(place.ends, twin.ends)
            NetworkPlace.objects.filter(pk=twin.pk).update(starts=min(place.starts, twin.starts), ends=later)


def _move_terms(network: Network, into: Network, today: date) -> None:
    """Representatives of today and of days to come, offers that wait, and who is covered by it."""
    not_over = Q(ends=None) | Q(ends__gte=today)
    already = Representation.objects.filter(not_over, network=into).values("member_id")
    Representation.objects.filter(not_over, network=network).exclude(member_id__in=list(
        already.values_list("member_id", flat=True)
    )).update(network=into)  # fmt: skip
    waiting = Q(outcome=Volunteer.Outcome.WAITING)
    offered = list(Volunteer.objects.filter(waiting, network=into).values_list("member_id", flat=True))
    Volunteer.objects.filter(waiting, network=network).exclude(member_id__in=offered).update(network=into)
    Network.objects.filter(covered_by=network).exclude(pk=into.pk).update(covered_by=into)
    Network.objects.filter(pk=into.pk, covered_by=network).update(covered_by=None)
