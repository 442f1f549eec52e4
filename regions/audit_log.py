"""Reading the audit log for those who may: filtered, newest first, numbers turned into names while there are any."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Member
from audit.models import Entry
from regions.audit_words import details_in_words, subject_in_words, words_of
from regions.models import Network
from regions.permissions import Reason, can_manage_group, can_read
from regions.standing import Standing

PUBLIC = (Network.Kind.REGION, Network.Kind.NATIONAL)
UNNAMED = "a network that you do not read"
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
    subject: str


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


def in_words(found: Iterable[Entry], reader: Standing | None) -> list[Row]:
    """The entries with names instead of numbers. Three queries, however many there are.

    A network whose boards the reader may not read has no name here, as it has none elsewhere; the operator reads all.
    """
    found = list(found)
    ids = {pk for entry in found for pk in (entry.actor_id, entry.member_id) if pk}
    people = Member.objects.in_bulk(ids)
    networks = Network.objects.in_bulk({entry.network_id for entry in found if entry.network_id})
    places = {pk: network.name if knows(reader, network) else UNNAMED for pk, network in networks.items()}
    return [
        Row(
            entry=entry,
            words=words_of(entry.verb),
            actor=_actor(entry, people),
            whom=_name(entry.member_id, people),
            network=places.get(entry.network_id or 0, ""),
            reason=_sentence(entry.reason),
            details=details_in_words(entry.details),
            subject=subject_in_words(entry.subject),
        )
        for entry in found
    ]


def knows(reader: Standing | None, network: Network) -> bool:
    """Regions are public; of other networks those know who read or look after them."""
    if reader is None or network.kind in PUBLIC:
        return True
    return can_read(reader, network, shared=False) or can_manage_group(reader, network)


def networks_to_choose(reader: Standing) -> list[Network]:
    return [network for network in Network.objects.order_by("position", "name") if knows(reader, network)]


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
