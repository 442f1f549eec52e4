"""People on their way in, and terms with something to see: for the invented region North West and its neighbours."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Member
from regions.actions.apply_to_join import apply_to_join
from regions.actions.declare_absence import declare_absence
from regions.actions.invite_person import invite_person
from regions.actions.name_buddy import name_buddy
from regions.actions.offer_to_represent import offer_to_represent
from regions.actions.prove_application import prove_application
from regions.models import Induction, Membership, Network, Service

NEW_SINCE = timedelta(days=12)


def load_joining() -> None:
    """One application waits, one invitation is open, one newcomer has a buddy, one representative is away, and one
    member of a vacant region would stand.
    """
    today = timezone.localdate()
    north_west = Network.objects.get(slug="north-west")
    empty = list(Service.objects.filter(region=north_west, memberships=None).order_by("name")[:2])
    _application(empty[0] if empty else None)
    rep = next(term.member for term in north_west.representations.select_related("member").order_by("pk"))
    if len(empty) > 1:
        invite_person(
            rep, address="rowan.ashdown@council.example", first_name="Rowan", last_name="Ashdown", service=empty[1],
            tier="full", job_title="Head of Service", becomes_lead=True, starts=today,
        )  # fmt: skip
    _newcomer(north_west, rep)
    declare_absence(rep, starts=today, ends=today + timedelta(days=9))
    _volunteer()


def _application(service: Service | None) -> None:
    proof = apply_to_join(
        address="priya.lindqvist@council.example", first_name="Priya", last_name="Lindqvist",
        job_title="Interim Head of Youth Justice", service=service, tier="full",
        words="I started three weeks ago, and a colleague in the next county told me about you.",
    )  # fmt: skip
    prove_application(proof.pk, typed=proof.code)


def _newcomer(region: Network, rep: Member) -> None:
    """The region's latest ordinary member came a fortnight ago."""
    places = Membership.objects.filter(service__region=region, status="current", member__representations=None)
    rows = list(places.select_related("member").order_by("-pk")[:2])
    if len(rows) < 2:
        return
    new, buddy = rows
    started = timezone.localdate() - NEW_SINCE
    Membership.objects.filter(pk=new.pk).update(starts=started)
    Induction.objects.create(member=new.member, started=started, mails_sent=1)
    name_buddy(rep, region, new.member_id, buddy.member)


def _volunteer() -> None:
    """Somebody of a region without a representative."""
    vacant = Network.objects.filter(kind=Network.Kind.REGION, representations=None).first()
    place = Membership.objects.filter(service__region=vacant, status="current").order_by("pk").first()
    if vacant is not None and place is not None:
        words = "Twelve years in the region, and I know most of the heads. I could give a day a month."
        offer_to_represent(place.member, vacant, words=words)
