"""Networks, the services that belong to them, and what ties a member to either."""

from regions.models.appeals import Appeal
from regions.models.confidence import Confidence
from regions.models.directory import Interest, Profile
from regions.models.imports import Import
from regions.models.joining import Application, Induction, Invitation, ProofCode
from regions.models.memberships import Membership, Payment, Subscription
from regions.models.networks import Network, NetworkAlias, NetworkPlace
from regions.models.rights import AccessVersion
from regions.models.services import Authority, Service, ServiceAlias, ServiceChange
from regions.models.terms import Absence, ListStop, Office, Representation, Volunteer

__all__ = [
    "Absence",
    "AccessVersion",
    "Appeal",
    "Application",
    "Authority",
    "Confidence",
    "Import",
    "Induction",
    "Interest",
    "Invitation",
    "ListStop",
    "Membership",
    "Network",
    "NetworkAlias",
    "NetworkPlace",
    "Office",
    "Payment",
    "Profile",
    "ProofCode",
    "Representation",
    "Service",
    "ServiceAlias",
    "ServiceChange",
    "Subscription",
    "Volunteer",
]
