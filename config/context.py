"""What every page has: the networks in the rail, the bell, the words of the house. Asked for only when used."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Member
from config.frame import frame_of
from regions.membership_words import lapse_of
from regions.models import Network
from regions.permissions import (
    can_manage_networks,
    can_read_anything,
    can_see_applications,
    can_see_audit_log,
    can_see_desk,
    can_see_mail_ledger,
    can_see_terms,
)
from regions.standing import member_standing


def page(request: HttpRequest) -> dict[str, Any]:
    common = {
        "site_name": settings.SITE_NAME,
        "contact_address": settings.CONTACT_ADDRESS,
        "data_controller": settings.DATA_CONTROLLER,
        "mail_domain": settings.MAIL_DOMAIN,
        "embedded": settings.EMBEDDED,
    }
    user = getattr(request, "user", None)
    if not isinstance(user, Member):
        return common
    frame = SimpleLazyObject(lambda: frame_of(user))
    return common | {
        "rail": SimpleLazyObject(lambda: frame.rail),
        "bell": lambda: frame.bell,  # templates call it
        "not_reached_since": lambda: frame.not_reached_since,
        "standing": SimpleLazyObject(lambda: member_standing(user)),
        "lapse": SimpleLazyObject(lambda: lapse_of(user)),
        "reads": SimpleLazyObject(lambda: can_read_anything(member_standing(user))),
        "sees_audit_log": SimpleLazyObject(lambda: can_see_audit_log(member_standing(user))),
        "is_secretariat": SimpleLazyObject(lambda: can_manage_networks(member_standing(user))),
        "sees_applications": SimpleLazyObject(lambda: can_see_applications(member_standing(user))),
        "sees_terms": SimpleLazyObject(lambda: can_see_terms(member_standing(user))),
        "desks": SimpleLazyObject(lambda: _desks(user)),
        "sees_ledger": SimpleLazyObject(lambda: can_see_mail_ledger(member_standing(user))),
    }


def _desks(member: Member) -> list[Network]:
    """The regions that the member looks after today. No query for most members."""
    standing = member_standing(member)
    looked_after = standing.represents | standing.covers
    rows = Network.objects.filter(pk__in=looked_after, kind=Network.Kind.REGION) if looked_after else []
    return [region for region in rows if can_see_desk(standing, region)]
