"""Beginning a session for somebody who has just proven their address with a code."""

from django.contrib.auth import login
from django.http import HttpRequest

from accounts.assurance import mark_confirmed
from accounts.models import Member

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def enter(request: HttpRequest, member: Member) -> None:
    """A new session key, and whoever was signed in here before is signed out. The session is fresh."""
    login(request, member, backend=BACKEND)
    mark_confirmed(request.session)
