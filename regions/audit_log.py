"""Reading the audit log for those who may: filtered, newest first, numbers turned into names while there are any."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Member
from audit.models import Entry
from regions.audit_words import words_of
from regions.models import Network
from regions.permissions import Reason

MOST_PEOPLE = 200  # of one name: more than that is no name


@dataclass(frozen=True)
class Wanted:
    """Which entries: by what was done, who had part in it, where, how it ended, and between which UK days."""

    verb: str = ""
    person: str = ""
    network_id: int | None = None
    outcome: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Row:
    """One entry, in words."""

    entry: Entry
    words: str
    actor: str
    whom: str
    network: str
    reason: str
    details: str


def entries(wanted: Wanted) -> QuerySet[Entry]:
    """The wanted entries, newest first. The order is the chain's, so a page can begin below any entry."""
    found = Entry.objects.order_by("-pk")
    if wanted.verb:
        found = found.filter(verb=wanted.verb)
    if wanted.outcome:
        found = found.filter(outcome=wanted.outcome)
    if wanted.network_id:
        found = found.filter(network_id=wanted.network_id)
    if wanted.since:
        found = found.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        found = found.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    if wanted.person.strip():
        ids = _people(wanted.person)
        found = found.filter(Q(actor_id__in=ids) | Q(member_id__in=ids))
    return found


def in_words(found: Iterable[Entry]) -> list[Row]:
    """The entries with names instead of numbers. Two queries, however many there are."""
    found = list(found)
    ids = {pk for entry in found for pk in (entry.actor_id, entry.member_id) if pk}
    people = Member.objects.in_bulk(ids)
    places = dict(Network.objects.filter(pk__in={entry.network_id for entry in found}).values_list("pk", "name"))
    return [
        Row(
            entry=entry,
            words=words_of(entry.verb),
            actor=_actor(entry, people),
            whom=_name(entry.member_id, people),
            network=places.get(entry.network_id or 0, ""),
            reason=_sentence(entry.reason),
            details=_details(entry.details),
        )
        for entry in found
    ]


def verbs_in_use() -> list[tuple[str, str]]:
    """The verbs that the log has, with their words, in the order of the words."""
    verbs = Entry.objects.order_by().values_list("verb", flat=True).distinct()
    return sorted(((verb, words_of(verb)) for verb in verbs), key=lambda pair: pair[1])


def _people(words: str) -> list[int]:
    """Members by their number («#12»), or by a part of their first or last name for each word."""
    words = words.strip()
    if words.lstrip("#").isdigit():
        return [int(words.lstrip("#")[:18])]
    named = Member.objects.order_by()
    for word in words.split()[:5]:
        named = named.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word))
    return list(named.values_list("pk", flat=True)[:MOST_PEOPLE])


def _actor(entry: Entry, people: dict[int, Member]) -> str:
    if entry.actor_id is not None:
        return _name(entry.actor_id, people)
    return "the product or its operator" if entry.outcome == Entry.Outcome.DONE else "somebody not signed in"


def _name(pk: int | None, people: dict[int, Member]) -> str:
    if pk is None:
        return ""
    return f"{people[pk].full_name if pk in people else 'member'} (#{pk})"


def _sentence(reason: str) -> str:
    return Reason(reason).sentence if reason in set(Reason) else reason.replace("_", " ")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _details(details: dict[str, Any]) -> str:
    """«from: current, to: lapsed»; what is empty is left out."""
    return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in details.items() if value not in (None, ""))
