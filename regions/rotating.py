"""A session gets a new key when its member's roles change: a key that was read before is worth nothing after."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.models import Member
from accounts.sessions import CAME_IN, new_key
from regions.standing import Standing

ROLES = "roles"  # in the session: what its member was when it was last looked at


class RolesMiddleware:
    """Asks nothing by itself: it looks at the standing that the page has asked for. Members without a role cost no
    write, ever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.headers.get("Sec-Fetch-Dest", "document") != "document":
            return response  # one of several that a page asks at once: those that come after it would hold the old key
        member = getattr(request, "user", None)
        standing: Standing | None = getattr(member, "_standing", None)
        if not isinstance(member, Member) or standing is None or CAME_IN not in request.session:
            return response
        roles = roles_of(standing)
        if request.session.get(ROLES, "") != roles:
            new_key(request)
            request.session[ROLES] = roles
        return response


def roles_of(who: Standing) -> str:
    """«officer represents:3 leads:12»: empty for most members."""
    said = ["secretariat"] * who.is_secretariat + ["officer"] * who.is_officer
    said += [f"represents:{pk}" for pk in sorted(who.represents)] + [f"leads:{pk}" for pk in sorted(who.leads)]
    return " ".join(said)
