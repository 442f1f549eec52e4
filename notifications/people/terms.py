"""What follows when a term begins, ends or passes on; when somebody is away, covers, or would stand.

The letters carry ids; names and days are read when they leave, and so is the right to know them.
"""

from typing import Any

from django.utils import timezone

from accounts.models import Member
from notifications.fresh import NothingToSend, still_may, there
from notifications.letters import write_letter
from notifications.models import Letter
from notifications.people.who import appointers, officers
from regions.cover import looked_after
from regions.events import (
    CoverNamed,
    HandOverUndone,
    OfficeEnded,
    OfficeHandedOver,
    OfficeHandOverUndone,
    OfficerAppointed,
    RepresentationEnded,
    RepresentationHandedOver,
    RepresentativeAppointed,
    RepresentativeAway,
    VolunteerOffered,
    VolunteerThanked,
)
from regions.facts import in_force
from regions.models import Absence, Network, Office, Representation, Volunteer
from regions.permissions import can_appoint_representative
from regions.selectors import representatives_of


def write_to_representative(event: RepresentativeAppointed | RepresentationEnded, event_id: int) -> None:
    term = Representation.objects.select_related("member").filter(pk=event.representation_id).first()
    if term is not None:
        template = "term_begins" if isinstance(event, RepresentativeAppointed) else "term_ends"
        write_letter(
            template,
            member=term.member,
            key=f"term:{event_id}:{term.member_id}",
            context={"representation_id": term.pk},
        )


def write_to_officer_appointed(event: OfficerAppointed | OfficeEnded, event_id: int) -> None:
    office = Office.objects.select_related("member").filter(pk=event.office_id).first()
    if office is not None:
        template = "term_begins" if isinstance(event, OfficerAppointed) else "term_ends"
        write_letter(
            template,
            member=office.member,
            key=f"office:{event_id}:{office.member_id}",
            context={"office_id": office.pk},
        )


def term_facts(letter: Letter) -> dict[str, Any]:
    if "office_id" in letter.context:
        office = there(Office, letter.context["office_id"])
        return {"office": office, "term": office}
    term = there(Representation, letter.context["representation_id"])
    return {"term": term, "network": term.network}


def write_about_hand_over(event: RepresentationHandedOver, event_id: int) -> None:
    """To both, and to the officers."""
    term = Representation.objects.select_related("member", "follows__member").filter(pk=event.representation_id).first()
    if term is None or term.follows is None:
        return
    for member in {term.member, term.follows.member, *officers()}:
        write_letter(
            "handed_over",
            member=member,
            key=f"hand-over:{event_id}:{member.pk}",
            context={"representation_id": term.pk},
        )


def hand_over_facts(letter: Letter) -> dict[str, Any]:
    term = there(Representation, letter.context["representation_id"])
    if term.follows is None:
        raise NothingToSend
    return {"term": term, "network": term.network, "before": term.follows.member, "after": term.member}


def write_about_office_handed_over(event: OfficeHandedOver, event_id: int) -> None:
    """To both, the officers and the secretariat, which records whom the members elected."""
    term = Office.objects.select_related("member", "follows__member").filter(pk=event.office_id).first()
    if term is None or term.follows is None:
        return
    for member in {term.member, term.follows.member, *appointers()}:
        write_letter(
            "office_handed_over", member=member, key=f"office-over:{event_id}:{member.pk}",
            context={"office_id": term.pk},
        )  # fmt: skip


def office_handed_over_facts(letter: Letter) -> dict[str, Any]:
    term = there(Office, letter.context["office_id"])
    if term.follows is None:
        raise NothingToSend
    return {"term": term, "office": term, "before": term.follows.member, "after": term.member}


def write_about_undone_hand_over(event: HandOverUndone, event_id: int) -> None:
    term = Representation.objects.select_related("member").filter(pk=event.representation_id).first()
    successor = Member.objects.filter(pk=event.successor_id).first()
    if term is None or successor is None:
        return
    for member in {term.member, successor, *officers()}:
        write_letter(
            "hand_over_undone", member=member, key=f"undone:{event_id}:{member.pk}",
            context={"representation_id": term.pk, "successor_id": successor.pk},
        )  # fmt: skip


def undone_facts(letter: Letter) -> dict[str, Any]:
    return term_facts(letter) | {"after": there(Member, letter.context["successor_id"])}


def write_about_office_kept(event: OfficeHandOverUndone, event_id: int) -> None:
    term = Office.objects.select_related("member").filter(pk=event.office_id).first()
    successor = Member.objects.filter(pk=event.successor_id).first()
    if term is None or successor is None:
        return
    for member in {term.member, successor, *appointers()}:
        write_letter(
            "hand_over_undone", member=member, key=f"office-undone:{event_id}:{member.pk}",
            context={"office_id": term.pk, "successor_id": successor.pk},
        )  # fmt: skip


def write_to_who_steps_in(event: RepresentativeAway, event_id: int) -> None:
    """For each network of theirs: the other representative, else who covers on the first of the days. For an office,
    the other officers.
    """
    absence = Absence.objects.filter(pk=event.absence_id).first()
    if absence is None:
        return
    day = max(absence.starts, timezone.localdate())
    for network in Network.objects.filter(representations__member=absence.member_id).filter(
        representations__in=Representation.objects.filter(in_force(day), member=absence.member_id)
    ):
        care = looked_after(network, today=day)
        there = [term.member for term in care.terms if term.away_until is None] or care.covering
        for member in there:
            write_letter(
                "away", member=member, key=f"away:{event_id}:{network.pk}:{member.pk}",
                context={"absence_id": absence.pk, "network_id": network.pk},
            )  # fmt: skip
    held = Office.objects.filter(in_force(day), member=absence.member_id).exclude(name=Office.Name.SECRETARIAT).first()
    if held is None:
        return
    for member in officers():
        if member.pk != absence.member_id:
            write_letter(
                "away", member=member, key=f"away:{event_id}:office:{member.pk}",
                context={"absence_id": absence.pk, "office_id": held.pk},
            )  # fmt: skip


def away_facts(letter: Letter) -> dict[str, Any]:
    absence = there(Absence, letter.context["absence_id"])
    if absence.ends < timezone.localdate():
        raise NothingToSend
    if "office_id" in letter.context:
        return {"absence": absence, "office": there(Office, letter.context["office_id"])}
    return {"absence": absence, "network": there(Network, letter.context["network_id"])}


def write_to_cover(event: CoverNamed, event_id: int) -> None:
    network = Network.objects.select_related("covered_by").filter(pk=event.network_id).first()
    if network is None or network.covered_by is None:
        return
    for term in representatives_of(network.covered_by):
        write_letter(
            "cover_named", member=term.member, key=f"cover:{event_id}:{term.member_id}",
            context={"network_id": network.pk},
        )  # fmt: skip


def cover_facts(letter: Letter) -> dict[str, Any]:
    network = there(Network, letter.context["network_id"])
    if network.covered_by is None:
        raise NothingToSend
    return {"network": network, "cover": network.covered_by}


def write_about_volunteer(event: VolunteerOffered, event_id: int) -> None:
    """To those who appoint: that there is an offer. The words are on the page."""
    for member in appointers():
        write_letter(
            "volunteer_offered", member=member, key=f"volunteer:{event_id}:{member.pk}",
            context={"volunteer_id": event.volunteer_id},
        )  # fmt: skip


def offer_facts(letter: Letter) -> dict[str, Any]:
    still_may(letter, can_appoint_representative)
    offer = there(Volunteer, letter.context["volunteer_id"])
    if offer.outcome != Volunteer.Outcome.WAITING:
        raise NothingToSend
    return {"offer": offer, "network": offer.network}


def write_thanks(event: VolunteerThanked, event_id: int) -> None:
    offer = Volunteer.objects.select_related("member").filter(pk=event.volunteer_id).first()
    if offer is not None:
        write_letter(
            "volunteer_thanked", member=offer.member, key=f"thanked:{offer.pk}", context={"volunteer_id": offer.pk}
        )


def thanks_facts(letter: Letter) -> dict[str, Any]:
    return {"network": there(Volunteer, letter.context["volunteer_id"]).network}
