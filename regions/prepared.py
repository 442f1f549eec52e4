"""Statements that every page runs, made once for a member as they stand today.

To make such a statement takes ten times as long as to run it. What it consists of is the member's number and their
standing, and nothing else: the same two give the same statement, and whoever's rights change stands differently, and so
has another one. No right is remembered: a standing is read anew for each request.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from sys import intern
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from accounts.models import Member
from regions.standing import Standing, member_standing, stand_in

# A moment that never is: in its place, and in those of the moments that lie a set time before it, comes the moment of
# running.
ANY_MOMENT = datetime(2066, 10, 14, 3, 14, 15, 926535, tzinfo=UTC)
FURTHEST_BACK = timedelta(days=400)

# How rows are asked for: of the member, at this moment, as rows of values.
Question = Callable[[Member, datetime], QuerySet[Any, Any]]


@dataclass(frozen=True)
class Statement:
    """`since`: for each parameter that is a moment, how long before the moment of running it lies."""

    sql: str
    params: tuple[Any, ...]
    since: tuple[timedelta | None, ...]
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]

    def rows(self, now: datetime) -> list[list[Any]]:
        """As `list(queryset.values_list())` gives them."""
        told = connection.ops.adapt_datetimefield_value
        params = [
            value if back is None else told(now - back) for value, back in zip(self.params, self.since, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = [list(row) for row in cursor.fetchall()]
        for position, converters, expression in self.converters:
            for row in found:
                for convert in converters:
                    row[position] = convert(row[position], expression, connection)
        return found


def rows_for(question: Question, member: Member, now: datetime) -> list[list[Any]]:
    """Ask this of the database for the member. The question may read nothing of the member but their number and their
    standing, and no clock.
    """
    statement = statement_of(question, connection.vendor, member.pk, member_standing(member))
    return statement.rows(now) if statement is not None else []


@lru_cache(maxsize=4096)
def statement_of(question: Question, vendor: str, member_id: int, standing: Standing) -> Statement | None:
    """None where it can have no rows, so that nothing need be asked."""
    compiler = question(stand_in(member_id, standing), ANY_MOMENT).query.get_compiler(connection.alias)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    chosen = [row[0] for row in compiler.select[0 : compiler.col_count]]
    converters = compiler.get_converters(chosen)
    return Statement(
        sql=intern(sql),
        params=tuple(params),
        since=tuple(_back(value) for value in params),
        converters=tuple((at, tuple(found), expression) for at, (found, expression) in converters.items()),
    )


def _back(value: Any) -> timedelta | None:
    """How far before `ANY_MOMENT` a parameter lies; None for what is no moment. On SQLite a moment is a text."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value).replace(tzinfo=UTC)
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    back = ANY_MOMENT - value
    return back if timedelta(0) <= back <= FURTHEST_BACK else None
