"""The one query behind a standing: every fact that the rules ask of somebody, as rows of one shape."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from regions.models import Absence, Membership, Network, NetworkPlace, Office, Representation, Service

# What is told, of whom (0: of every officer), a word (a state, an office), and what it is about.
Fact = tuple[str, int, str, int, int]
COLUMNS = ("fact", "member_id", "word", "where", "also")
Status = Membership.Status


def facts_of(member_ids: list[int], today: date) -> list[Fact]:
    """The rows for these people on this day, in one query."""
    if len(member_ids) != 1:
        return list(facts_query(member_ids, today))
    sql, params = _prepared(connection.vendor)
    told = {ANYBODY: member_ids[0], as_parameter(ANY_DAY): as_parameter(today)}
    with connection.cursor() as cursor:
        cursor.execute(sql, [told.get(value, value) for value in params])
        return list(cursor.fetchall())


# Making this query takes thirty times as long as running it, and each page asks for one person: so for one person it
# is made once, for a person and a day that there never were, and these two are replaced among its parameters.
ANYBODY, ANY_DAY = -7_140_518_231, date(1066, 10, 14)


@lru_cache(maxsize=2)
def _prepared(vendor: str) -> tuple[str, tuple]:
    sql, params = facts_query([ANYBODY], ANY_DAY).query.sql_with_params()
    return sql, tuple(params)


def as_parameter(day: date) -> Any:
    return connection.ops.adapt_datefield_value(day)


def facts_query(member_ids: list[int] | QuerySet, today: date) -> QuerySet:
    """The query itself, for people named one by one or by another query."""
    theirs = Q(member_id__in=member_ids)
    return (
        Membership.objects.filter(in_force(today) & theirs)
        .exclude(status=Status.ENDED)
        .annotate(
            fact=Value("membership", CharField()),
            word=_state(today),
            where=F("service__region_id"),
            also=F("service_id"),
        )
        .values_list(*COLUMNS)
        .union(
            _rows(NetworkPlace, today, theirs, "place", "network_id"),
            _rows(Representation, today, theirs, "represents", "network_id", word="network__kind"),
            _covered_by_a_representative(today, member_ids),
            _rows(Office, today, theirs, "office", "member_id", word="name"),
            Service.objects.order_by()
            .filter(lead_id__in=member_ids, closed=None)
            .annotate(fact=Value("leads", CharField()), word=Value("", CharField()), where=F("pk"), also=F("pk"))
            .values_list("fact", "lead_id", "word", "where", "also"),
            _uncovered(today, member_ids),
            all=True,
        )
    )


def suspended_on(today: date) -> Q:
    """Memberships whose suspension holds: it is over after its last day, with no job to end it."""
    return Q(status=Status.SUSPENDED) & (Q(suspended_until=None) | Q(suspended_until__gte=today))


def _state(today: date) -> Case:
    """A place's state today: a suspension that is over has ended, and what is not paid for lapses, by themselves."""
    return Case(
        When(suspended_on(today), then=Value(Status.SUSPENDED)),
        When(Q(status=Status.LAPSED) | Q(lapses__lte=today), then=Value(Status.LAPSED)),
        default=Value(Status.CURRENT),
        output_field=CharField(),
    )


def in_force(today: date) -> Q:
    """Rows with `starts` and `ends` (the last day, or open) that hold today."""
    return Q(starts__lte=today) & (Q(ends=None) | Q(ends__gte=today))


def without_representative(today: date) -> Q:
    """Networks that nobody looks after today: no representative in office, or all of them away."""
    away = Absence.objects.filter(in_force(today), member_id=OuterRef("member_id"))
    present = Representation.objects.filter(
        in_force(today), ~Exists(away), network=OuterRef("pk"), member__is_active=True
    )
    return Q(~Exists(present))


def _covered_by_a_representative(today: date, member_ids: list[int] | QuerySet) -> QuerySet:
    """Networks without a representative today, for the representatives of the network that covers them."""
    terms = Representation.objects.filter(in_force(today), member_id__in=member_ids)
    return (
        Network.objects.order_by()
        .filter(without_representative(today), covered_by__representations__in=terms)
        .annotate(
            fact=Value("covers", CharField()),
            who=F("covered_by__representations__member_id"),
            word=Value("", CharField()),
            where=F("pk"),
            also=F("pk"),
        )
        .values_list("fact", "who", "word", "where", "also")
    )


def _uncovered(today: date, member_ids: list[int] | QuerySet) -> QuerySet:
    """Regions and groups that no representative looks after or covers today: the officers do. Asked for officers only;
    the rows name no member.
    """
    officers = Office.objects.filter(in_force(today), member_id__in=member_ids).exclude(name=Office.Name.SECRETARIAT)
    covering = Network.objects.filter(~without_representative(today), pk=OuterRef("covered_by_id"))
    local = (Network.Kind.REGION, Network.Kind.GROUP)
    return (
        Network.objects.order_by()
        .filter(without_representative(today), ~Exists(covering), Exists(officers), kind__in=local, closed=None)
        .annotate(
            fact=Value("uncovered", CharField()), who=Value(0, BigIntegerField()), word=Value("", CharField()),
            where=F("pk"), also=F("pk"),
        )
        .values_list("fact", "who", "word", "where", "also")
    )  # fmt: skip


def _rows(model, today: date, theirs: Q, fact: str, where: str, *, word: str = "") -> QuerySet:  # type: ignore[no-untyped-def]
    return (
        model.objects.order_by()
        .filter(in_force(today) & theirs)
        .annotate(
            fact=Value(fact, CharField()), word=F(word) if word else Value("", CharField()), where=F(where),
            also=F(where),
        )
        .values_list(*COLUMNS)
    )  # fmt: skip
