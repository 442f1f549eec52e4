"""Who listens: members with sessions as real as any, and a board that they all read."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import Member
from forum.models import Board, Topic
from forum.streams import board_stream
from regions.models import Membership, Network


@dataclass(frozen=True)
class Audience:
    """A board that everybody reads, a topic of it, somebody who writes there, and the cookies of the others."""

    board: Board
    topic: Topic
    author: Member
    cookies: list[str]

    @property
    def stream(self) -> str:
        return board_stream(self.board.pk)


def gather(number: int) -> Audience:
    board = Board.objects.filter(network__kind=Network.Kind.NATIONAL).order_by("pk")[0]
    topic = Topic.objects.filter(forum=board, approved=True, status=Topic.TOPIC_UNLOCKED).order_by("posts_count", "pk")[
        0
    ]
    places = Membership.objects.filter(status=Membership.Status.CURRENT)
    author, *members = Member.objects.filter(pk__in=places.values("member"), offices=None).order_by("pk")[: number + 1]
    if len(members) < number:
        raise SystemExit(f"There are only {len(members)} members for {number} sockets.")
    return Audience(board, topic, author, _cookies(members))


def _cookies(members: list[Member]) -> list[str]:
    store, keys = SessionStore(), []
    sessions, seen = [], []
    for member in members:
        content = {
            SESSION_KEY: str(member.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: member.get_session_auth_hash(),
        }  # fmt: skip
        key = store._get_new_session_key()
        until = timezone.now() + timedelta(days=1)
        sessions.append(Session(session_key=key, session_data=store.encode(content), expire_date=until))
        seen.append(UserSession(user=member, session_key=key, ip="127.0.0.1"))
        keys.append(f"{settings.SESSION_COOKIE_NAME}={key}")
    Session.objects.bulk_create(sessions)
    UserSession.objects.bulk_create(seen)
    return keys
