"""The web's doors: who must be signed in, and how a refusal is told without losing what the person wrote."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.assurance import second_factor_page
from accounts.doors import MemberRequest, member_page
from accounts.kept import form_fields, kept_fields
from accounts.models import Member
from regions.denials import Unseen, record_denial
from regions.permissions import Reason, Refused, require
from regions.standing import Standing, State, member_standing, standing_of

View = Callable[..., HttpResponse]
__all__ = [
    "MemberRequest", "allowed_page", "kept_fields", "member_page", "secretariat_with_second_factor",
    "tells_refusals", "why_suspended",
]  # fmt: skip


def allowed_page(
    verb: str, rule: Callable[[Standing], bool], reason: Reason, *, second_factor: bool = False
) -> Callable[[View], View]:
    """A page for those whom a rule of the book lets in, behind a second factor if so. The others are refused with
    the reason, and the refusal is kept. For rules that need more than the person's standing use `tells_refusals`.
    """

    def wrap(view: View) -> View:
        inner = second_factor_page(view) if second_factor else view

        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user = request.user
            require(isinstance(user, Member) and rule(member_standing(user)), reason)
            return inner(request, *args, **kwargs)

        return member_page(tells_refusals(verb)(page))

    return wrap


def tells_refusals(verb: str) -> Callable[[View], View]:
    """Record a refusal that the view's action raised, and say why on a page that gives the text back."""

    def wrap(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except Unseen as unseen:
                record_denial(_member(request), verb=verb, refused=unseen, what=request.path)
                raise
            except Refused as refused:
                member = _member(request)
                record_denial(member, verb=verb, refused=refused, what=request.path)
                context = {
                    "sentence": refused.sentence,
                    "kept": form_fields(request),
                    "place": why_suspended(member),
                }
                return render(request, "errors/refused.html", context, status=403)

        return page

    return wrap


def secretariat_with_second_factor(view: View) -> View:
    """For pages that others use as well: of the secretariat they ask a second factor, as all its work does."""
    sure = second_factor_page(view)

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return (sure if member_standing(_member(request)).is_secretariat else view)(request, *args, **kwargs)

    return page


def _member(request: HttpRequest) -> Member | None:
    return request.user if isinstance(request.user, Member) else None


def why_suspended(member: Member | None) -> Any:
    """The membership that suspends this person, for its reason and its end; None for everybody else."""
    if member is None or standing_of(member).state is not State.SUSPENDED:
        return None
    return member.memberships.filter(status="suspended").select_related("service").first()
