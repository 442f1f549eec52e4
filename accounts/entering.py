"""Beginning a session for somebody who has just proven their address with a code."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponseBase

from accounts.assurance import mark_confirmed
from accounts.browsers import remember
from accounts.models import Member
from accounts.sessions import CAME_IN

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def enter(request: HttpRequest, response: HttpResponseBase, member: Member) -> None:
    """A new session key, and whoever was signed in here before is signed out. The session is fresh, stands in the
    member's list like one that began at the sign-in page, and the browser is one of theirs from now on.
    """
    login(request, member, backend=BACKEND)
    mark_confirmed(request.session)
    request.session[CAME_IN] = True
    UserSession.objects.create_from_request(request)
    remember(request, response, member.pk)
