"""The kinds of news that a member may turn off, and the ways that they come."""

from collections.abc import Iterable
from enum import StrEnum

from forum.models import MailHabits


class Told(StrEnum):
    NEW_TOPIC = "new_topic"
    ANSWER = "answer"
    MENTION = "mention"
    OUTCOME = "outcome"
    FIND = "find"
    READERS = "readers"
    MEETING = "meeting"
    MINUTES = "minutes"
    ACTION = "action"
    DECIDE = "decide"
    REQUEST = "request"


class By(StrEnum):
    SITE = "site"
    EMAIL = "email"
    DIGEST = "digest"

    @property
    def label(self) -> str:
        return {"site": "on the site", "email": "by email", "digest": "in letters"}[self]


# What has no switch always comes: what waits for one's decision, one's own posts and membership, on the site; that more
# people read what one wrote, by mail. Mentions by mail, and finds in letters, have switches of their own.
SWITCHES = {
    Told.NEW_TOPIC: (By.SITE, By.EMAIL, By.DIGEST),
    Told.ANSWER: (By.SITE, By.EMAIL, By.DIGEST),
    Told.MENTION: (By.SITE,),
    Told.OUTCOME: (By.SITE, By.EMAIL),
    Told.FIND: (By.SITE,),
    Told.READERS: (By.SITE,),
    Told.MEETING: (By.SITE,),
    Told.MINUTES: (By.SITE, By.EMAIL),
    Told.ACTION: (By.SITE, By.EMAIL),
    Told.DECIDE: (By.EMAIL,),
    Told.REQUEST: (By.EMAIL,),
}


def cell(told: str, by: str) -> str:
    """No cell is a part of another's name: they stand in one field, and are looked for in it."""
    return f"{told}.{by}"


CELLS = frozenset(cell(told, by) for told, ways in SWITCHES.items() for by in ways)


def is_off(off: str, told: str, by: str) -> bool:
    return cell(told, by) in off.split()


def off_by_mail(off: str, *kinds: Told) -> list[Told]:
    """The kinds of these of which no mail comes, whatever is chosen for a board or a topic."""
    return [told for told in kinds if is_off(off, told, By.EMAIL)]


def members_off(member_ids: Iterable[int], told: str, by: str) -> set[int]:
    """Who of them turned this off. One query; none where there is no such switch."""
    name = cell(told, by)
    if name not in CELLS:
        return set()
    found = MailHabits.objects.filter(member__in=list(member_ids), off__contains=name)
    return set(found.values_list("member_id", flat=True))
