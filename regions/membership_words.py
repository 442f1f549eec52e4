"""A membership said in one plain sentence, to the person whose it is."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Member
from regions.models import Membership
from regions.places import not_over
from regions.status import Word, word_of

Tier = Membership.Tier


def day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def status_sentence(place: Membership, today: date) -> str:
    """«You are a member through Anytown YJS until 31 March 2027.»"""
    word = word_of(place, today)
    if word is Word.ENDED:
        return f"You were a member through {place.service}" + (f" until {day(place.ends)}." if place.ends else ".")
    if word is Word.AHEAD:
        return f"Your membership through {place.service} begins on {day(place.starts)}."
    if word is Word.SUSPENDED:
        until = f" until {day(place.suspended_until)}" if place.suspended_until else " until that is lifted"
        return f"Your membership through {place.service} is suspended{until}."
    if place.ends is not None and (place.paid_to is None or place.ends <= place.paid_to):
        return f"You are {_kind(place)} until {day(place.ends)}, your last day."
    if place.paid_to is None:
        return _unpaid(place, word)
    if place.paid_to >= today:
        return f"You are {_kind(place)} until {day(place.paid_to)}."
    if word is Word.LAPSED:
        return f"Your membership lapsed: it was paid to {day(place.paid_to)}. You can read, but not post."
    grace = day(place.lapses - timedelta(days=1)) if place.lapses else ""
    return f"Your membership was paid to {day(place.paid_to)}. You can post until {grace}; renew it by then."


def _unpaid(place: Membership, word: Word) -> str:
    if place.tier == Tier.HONORARY:
        return f"You are {_kind(place)}."
    if word is Word.LAPSED:
        return "Your membership lapsed: no payment is recorded. You can read, but not post."
    until = f" You can post until {day(place.lapses - timedelta(days=1))}; pay by then." if place.lapses else ""
    return f"You are {_kind(place)}. No payment is recorded yet.{until}"


def _kind(place: Membership) -> str:
    if place.tier == Tier.HONORARY:
        return f"an honorary member, at {place.service}"
    if not place.through_service:
        return f"a member by your own subscription, at {place.service}"
    return f"a {'full ' if place.tier == Tier.FULL else ''}member through {place.service}"


@dataclass(frozen=True)
class Lapse:
    """Why somebody cannot post, and who renews: a lead, the person themself, or the secretariat has to be asked."""

    place: Membership
    renewer: Member | None

    @property
    def is_mine(self) -> bool:
        return self.renewer is not None and self.renewer.pk == self.place.member_id


def lapse_of(member: Member, *, today: date | None = None) -> Lapse | None:
    """Of somebody all of whose places have lapsed: the one that was paid for the longest."""
    today = today or timezone.localdate()
    places = member.memberships.filter(not_over(today)).select_related("service__lead").order_by("-paid_to", "-pk")
    lapsed = next((place for place in places if word_of(place, today) is Word.LAPSED), None)
    if lapsed is None:
        return None
    return Lapse(lapsed, lapsed.service.lead if lapsed.through_service else member)
