"""Members as the others see them: who is found, where they work today, and what they chose to show."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from accounts.models import Member
from regions.facts import in_force
from regions.models import Interest, Membership, Network, Office, Representation

LONGEST_QUERY, MOST_WORDS = 100, 8
Status = Membership.Status


def places_today(today: date | None = None) -> QuerySet[Membership]:
    """Memberships that hold today, ended ones apart."""
    return Membership.objects.filter(in_force(today or timezone.localdate())).exclude(status=Status.ENDED)


def members_today(today: date | None = None) -> QuerySet[Member]:
    """Those whose state is current or lapsed: the list twin of `Standing.state`. A suspension holds, whatever else a
    person has.
    """
    today = today or timezone.localdate()
    theirs = places_today(today).filter(member=OuterRef("pk"))
    suspended = Q(status=Status.SUSPENDED) & (Q(suspended_until=None) | Q(suspended_until__gte=today))
    return Member.objects.filter(Exists(theirs), ~Exists(theirs.filter(suspended)), is_active=True, erased=None)


def listed_members(today: date | None = None) -> QuerySet[Member]:
    """Those of them who are found in the directory: everybody who did not say no."""
    return members_today(today).filter(Q(profile__isnull=True) | Q(profile__listed=True))


def with_places(members: QuerySet[Member], today: date | None = None) -> QuerySet[Member]:
    """Each with `places` (of today, with service and region) and interests, by name. Two more queries."""
    places = places_today(today).select_related("service__region").order_by("-starts", "-pk")
    return members.prefetch_related(
        Prefetch("memberships", places, to_attr="places"), Prefetch("interests", Interest.objects.order_by("words"))
    ).order_by("last_name", "first_name", "pk")


@dataclass(frozen=True)
class Wanted:
    """What is looked for: words, each of which must be somewhere; a region; one interest."""

    words: tuple[str, ...] = ()
    region: str = ""
    interest: str = ""

    @classmethod
    def of(cls, query: str, *, region: str = "", interest: str = "") -> "Wanted":
        return cls(tuple(clean(query).split())[:MOST_WORDS], clean(region), clean(interest))


def clean(text: str) -> str:
    return text.replace("\x00", " ")[:LONGEST_QUERY].strip()


def find_members(wanted: Wanted, *, today: date | None = None) -> QuerySet[Member]:
    """Listed members by name, part, service, authority, region or interest."""
    members = with_places(listed_members(today), today)
    theirs = places_today(today).filter(member=OuterRef("pk"))
    interests = Interest.objects.filter(member=OuterRef("pk"))
    for word in wanted.words:
        at_work = (
            Q(service__name__icontains=word)
            | Q(service__region__name__icontains=word)
            | Q(service__authorities__name__icontains=word)
            | Q(job_title__icontains=word)
        )
        members = members.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Exists(theirs.filter(at_work))
            | Exists(interests.filter(words__icontains=word))
        )
    if wanted.region:
        members = members.filter(Exists(theirs.filter(service__region__slug=wanted.region)))
    if wanted.interest:
        members = members.filter(Exists(interests.filter(words__iexact=wanted.interest)))
    return members


def get_listed_member(viewer: Member, pk: int, *, today: date | None = None) -> Member:
    """The member, if the directory has them; one's own page always. Raises Http404."""
    today = today or timezone.localdate()
    known = members_today(today) if pk == viewer.pk else listed_members(today)
    terms = Representation.objects.filter(in_force(today)).select_related("network").order_by("network__position")
    offices = Office.objects.filter(in_force(today)).order_by("pk")
    found = (
        with_places(known.filter(pk=pk), today)
        .select_related("profile")
        .prefetch_related(
            Prefetch("representations", terms, to_attr="terms"), Prefetch("offices", offices, to_attr="holds")
        )
        .first()
    )
    if found is None:
        raise Http404
    return found


def listed_among(member_ids: list[int], *, today: date | None = None) -> set[int]:
    """Those of the members who have a page in the directory."""
    return set(listed_members(today).filter(pk__in=member_ids).values_list("pk", flat=True))


def regions_to_choose() -> list[tuple[str, str]]:
    """Open regions, for filters: slug and name."""
    open_regions = Network.objects.filter(kind=Network.Kind.REGION, closed=None)
    return list(open_regions.values_list("slug", "name"))
