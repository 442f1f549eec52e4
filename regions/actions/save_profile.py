"""A member says what the others see of them."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from accounts.models import Member
from regions.models import Interest, Membership, Profile
from regions.permissions import Reason, can_see_directory, require
from regions.selectors import current_membership
from regions.standing import standing_of
from regions.words import checked_words

MOST_INTERESTS, LONGEST_INTEREST = 12, Interest._meta.get_field("words").max_length or 60


@transaction.atomic
def save_profile(
    actor: Member, *, about: str, phone: str, show_address: bool, show_phone: bool, listed: bool,
    interests: Iterable[str], job_title: str,
) -> Profile:  # fmt: skip
    """Set all of it; interests are replaced. Raises Refused, or Problem where the text looks like a child's details.

    The name is not here: the secretariat changes it, as posts stand under it.
    """
    Member.objects.select_for_update().get(pk=actor.pk)
    require(can_see_directory(standing_of(actor)), Reason.NOT_A_MEMBER)
    about, wanted = checked_words(about, most=1000, field="about"), _interests(interests)
    profile, _ = Profile.objects.update_or_create(
        member=actor,
        defaults={
            "about": about, "phone": phone, "show_address": show_address, "show_phone": show_phone, "listed": listed,
        },
    )  # fmt: skip
    _keep_interests(actor, wanted)
    place = current_membership(actor)
    if place is not None and job_title != place.job_title:
        job_title = checked_words(job_title, most=120, field="job_title")
        Membership.objects.filter(pk=place.pk).update(job_title=job_title, version=F("version") + 1)
    return profile


def _interests(lines: Iterable[str]) -> list[str]:
    """One each, in the order given, the same word in capitals being the same."""
    found: dict[str, str] = {}
    for line in lines:
        words = checked_words(" ".join(line.split()), most=LONGEST_INTEREST, field="interests")
        if words:
            found.setdefault(words.casefold(), words)
    return list(found.values())[:MOST_INTERESTS]


def _keep_interests(member: Member, wanted: list[str]) -> None:
    Interest.objects.filter(member=member).exclude(words__in=wanted).delete()
    Interest.objects.bulk_create((Interest(member=member, words=words) for words in wanted), ignore_conflicts=True)
