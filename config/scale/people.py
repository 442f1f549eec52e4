"""Invented people: heads of the services and their deputies, representatives, officers, places in groups."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress

from accounts.models import Member
from config.scale.table import Table, next_pk
from config.scale.words import WORDS
from regions.models import AccessVersion, Membership, Network, NetworkPlace, Office, Representation, Service

DOMAIN = "scale.example"
NO_PASSWORD = "!" + "x" * 40


@dataclass(frozen=True)
class Person:
    pk: int
    first_name: str
    line: str  # part and service, as under a post
    region_id: int
    status: str
    activity: float  # how much of what is new this person reads


@dataclass
class People:
    """Everybody, and who belongs to which network."""

    everybody: list[Person]
    of_network: dict[int, list[Person]] = field(default_factory=dict)


def make_people(rng: random.Random, number: int, now: datetime) -> People:
    members = Table(
        Member, "id", "email", "first_name", "last_name", "password", "joined", "is_active", "token_generation"
    )
    addresses = Table(EmailAddress, "user_id", "email", "verified", "primary")
    places = Table(
        Membership, "member_id", "service_id", "tier", "status", "job_title", "starts", "suspended_until", "reason"
    )
    versions = Table(AccessVersion, "member_id", "version")
    services = list(Service.objects.order_by("slug"))
    people = People([])
    for index, pk in enumerate(range(first := next_pk(Member), first + number)):
        person = _person(rng, index, pk, service := services[index % len(services)], len(services))
        name, last_name = person.first_name, rng.choice(WORDS["last_names"])
        email = f"{name}.{last_name}.{index + 1}@{DOMAIN}".lower()
        joined = now - timedelta(days=rng.randint(40, 2_500))
        members.add(pk, email, name, last_name, NO_PASSWORD, joined, True, 1)
        addresses.add(pk, email, True, True)
        tier = Membership.Tier.FULL if index < len(services) else Membership.Tier.SECOND
        until = (now + timedelta(days=40)).date() if person.status == Membership.Status.SUSPENDED else None
        reason = "An invented suspension." if until else ""
        title = person.line.split(", ")[0]
        places.add(pk, service.pk, tier, person.status, title, joined.date(), until, reason)
        versions.add(pk, 1)
        people.everybody.append(person)
    for table in (members, addresses, places, versions):
        table.close()
    _give_networks(rng, people, now)
    return people


def _person(rng: random.Random, index: int, pk: int, service: Service, services: int) -> Person:
    status = rng.choices(
        [Membership.Status.CURRENT, Membership.Status.LAPSED, Membership.Status.SUSPENDED, Membership.Status.ENDED],
        [94, 3, 1, 2],
    )[0]
    title = rng.choice(WORDS["head_titles" if index < services else "other_titles"])
    return Person(
        pk=pk,
        first_name=rng.choice(WORDS["first_names"]),
        line=f"{title}, {service.name}",
        region_id=service.region_id,
        status=status,
        activity=rng.choice([0.0, 0.2, 0.5, 0.9]),
    )


def _give_networks(rng: random.Random, people: People, now: datetime) -> None:
    """A representative for each region that has none but one, officers if there are none, and places in the groups."""
    started = (now - timedelta(days=400)).date()
    current = [person for person in people.everybody if person.status == Membership.Status.CURRENT]
    represents: list[Person] = []
    vacant = "south-east"
    for network in Network.objects.order_by("position"):
        own = [person for person in people.everybody if person.region_id == network.pk]
        if network.kind == Network.Kind.REGION:
            people.of_network[network.pk] = own
            rep = next((person for person in own if person in current), None)
            if rep and network.slug != vacant and not network.representations.exists():
                Representation.objects.create(member_id=rep.pk, network=network, starts=started)
                represents.append(rep)
        elif network.kind == Network.Kind.GROUP:
            chosen = rng.sample(current, min(len(current), 40))
            NetworkPlace.objects.bulk_create(
                NetworkPlace(member_id=person.pk, network=network, starts=started) for person in chosen
            )
            people.of_network[network.pk] = chosen
        elif network.kind == Network.Kind.NATIONAL:
            people.of_network[network.pk] = people.everybody
    officers = _officers(rng, current, started)
    for network in Network.objects.filter(kind__in=(Network.Kind.EXECUTIVE, Network.Kind.REPRESENTATIVES)):
        more = officers if network.kind == Network.Kind.EXECUTIVE else []
        people.of_network[network.pk] = represents + [one for one in more if one not in represents]


def _officers(rng: random.Random, current: list[Person], started: date) -> list[Person]:
    names = [name for name in Office.Name if name != Office.Name.SECRETARIAT]
    if Office.objects.exists() or len(current) < len(names):
        return []
    chosen = rng.sample(current, len(names))
    Office.objects.bulk_create(
        Office(member_id=person.pk, name=name, starts=started) for person, name in zip(chosen, names, strict=True)
    )
    return chosen
