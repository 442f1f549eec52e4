"""The first statement of a request: the session that its cookie names, whose it is, and the facts of their standing.

The product's session engine. Every page needs the three, and the database tells them in one answer, as they are at that
moment: nothing is remembered from one request to the next, so a right that ends has ended for the next page.
"""

from functools import lru_cache
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore as DatabaseSession
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import Member
from regions.facts import ANY_DAY, COLUMNS, as_parameter, facts_query
from regions.standing import remember_standing

ANY_SESSION = "the key of no session, put in the place of one when the statement is made"


class SessionStore(DatabaseSession):
    """Django's own, and beside the contents `arrived`: the member whose session it is, with their standing."""

    arrived: Member | None = None

    def load(self) -> dict[str, Any]:
        rows = _rows(self.session_key or "")
        if not rows:
            return super().load()  # nobody's session, or none
        self.arrived = rows[0]
        facts = [(row.fact, row.id, row.word, row.where, row.also) for row in rows if row.fact is not None]
        remember_standing(self.arrived, facts)
        return self.decode(rows[0].session_data)


def who_arrived(request: HttpRequest) -> Any:
    """`django.contrib.auth.get_user` without asking again for the member who came with the session.

    Only where nothing is unusual: everything else is Django's to judge.
    """
    session = request.session
    content = session.get(SESSION_KEY)  # loads the session
    member = getattr(session, "arrived", None)
    usual = (
        member is not None
        and content == str(member.pk)
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(HASH_SESSION_KEY) or "", member.get_session_auth_hash())
    )
    if not usual or member is None:
        return get_user(request)
    return member if member.is_active else AnonymousUser()


def _rows(key: str) -> list[Any]:
    """The member once for each fact about them, or once without one; no row for a session of nobody."""
    sql, params = _prepared(connection.vendor)
    told = {ANY_SESSION: key, as_parameter(ANY_DAY): as_parameter(timezone.localdate())}
    values = [told.get(value, value) for value in params]
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    return list(Member.objects.raw(sql, [*values, key, now]))


@lru_cache(maxsize=2)
def _prepared(vendor: str) -> tuple[str, tuple]:
    """Made once, as in `regions.facts`: to make it takes longer than to run it."""
    theirs = UserSession.objects.filter(session_key=ANY_SESSION).values("user_id")
    facts, params = facts_query(theirs, ANY_DAY).query.sql_with_params()
    quote = connection.ops.quote_name
    columns = ", ".join(f"f.{quote(name)}" for name in COLUMNS if name != "member_id")
    sql = (
        f"SELECT m.*, s.session_data, {columns} FROM usersessions_usersession u"  # noqa: S608
        " JOIN django_session s ON s.session_key = u.session_key"
        " JOIN accounts_member m ON m.id = u.user_id"
        f" LEFT JOIN ({facts}) f ON 1 = 1"
        " WHERE u.session_key = %s AND s.expire_date > %s"
    )
    return sql, tuple(params)
