"""Pages of one service, for its lead and for the secretariat."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.assurance import second_factor_page
from accounts.models import Member
from regions.doors import View, member_page, tells_refusals
from regions.finding import service_at
from regions.permissions import Reason, require
from regions.standing import Standing, member_standing


def lead_page(verb: str, rule: Callable[[Standing, int], bool]) -> Callable[[View], View]:
    """The view is given the service. The lead comes as they are; the secretariat with a second factor."""

    def wrap(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            service = service_at(slug)
            if service is None:
                raise Http404
            standing = member_standing(request.user if isinstance(request.user, Member) else None)
            require(rule(standing, service.pk), Reason.NOT_THE_LEAD)
            if service.slug != slug and request.method == "GET" and request.resolver_match is not None:
                return redirect(request.resolver_match.view_name, service.slug, **kwargs)
            sure = view if service.pk in standing.leads else second_factor_page(view)
            return sure(request, service, **kwargs)

        return member_page(tells_refusals(verb)(page))

    return wrap
