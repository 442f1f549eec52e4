"""What would be without somebody if a person went: told before they are erased."""

from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from regions.models import Office, Representation, Service


def what_ends(member: Member) -> list[str]:
    """A sentence for each term, office and lead that ends with them."""
    terms = Representation.objects.filter(_runs(), member=member).select_related("network")
    offices = Office.objects.filter(_runs(), member=member)
    leads = Service.objects.filter(lead=member, closed=None)
    return [
        *(f"the term as representative of {term.network.name}{_alone(term)}" for term in terms),
        *(f"the office: {office.get_name_display()}" for office in offices),
        *(f"the lead of {service.name}, which has none then" for service in leads),
    ]


def _alone(term: Representation) -> str:
    others = Representation.objects.filter(_runs(), network=term.network_id)
    return "" if others.exclude(member=term.member_id).exists() else ", which has none then"


def _runs() -> Q:
    today = timezone.localdate()
    return Q(starts__lte=today) & (Q(ends=None) | Q(ends__gte=today))
