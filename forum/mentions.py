"""Who is called by name in a post, and whom one can call on a board."""

import re

from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Lower

from accounts.models import Member
from forum.models import Board, MailHabits, Post
from forum.selectors import deaf_to_mentions
from regions.directory import listed_members, with_places
from regions.permissions import can_read
from regions.standing import standings_of

MOST_MENTIONS, MOST_WORDS = 20, 5
SUGGESTED, LOOKED_AT = 8, 60
_CALL = re.compile(rf"(?<![\w@])@((?:[^\W\d_][\w'’.-]*)(?: [\w'’.-]+){{1,{MOST_WORDS - 1}}})")
_QUOTED = re.compile(r"^\s*>.*$", re.MULTILINE)


def names_called(text: str) -> set[str]:
    """Everything after an «@» that could be somebody's whole name, of two words to five; not in what is quoted."""
    found: set[str] = set()
    for match in list(_CALL.finditer(_QUOTED.sub("", text)))[:MOST_MENTIONS]:
        words = match[1].split(" ")
        for length in range(2, len(words) + 1):
            name = " ".join(words[:length]).rstrip(".-'’")
            found |= {name, re.sub(r"['’]s$", "", name)}
    return found


def members_called(text: str) -> list[int]:
    """The members with these names. Whether each may read the post is for the caller to ask."""
    names = names_called(text)
    if not names:
        return []
    members = Member.objects.filter(is_active=True, erased=None).annotate(
        name=Concat(F("first_name"), Value(" "), F("last_name"))
    )
    wanted = Q(name__in=names) | Q(small__in={name.lower() for name in names})
    return sorted(members.annotate(small=Lower("name")).filter(wanted).values_list("pk", flat=True))


def called_by_mail(post: Post) -> set[int]:
    """Who is called in the post and wants a mail for it, whatever their rhythm: not who turned that off for good, nor
    who wants to hear nothing of this topic. No query where nobody is called.
    """
    called = set(members_called(post.content.raw)) - {post.poster_id}
    if not called:
        return set()
    off = MailHabits.objects.filter(member__in=called, mentions=False).values_list("member_id", flat=True)
    return called - set(off) - deaf_to_mentions(post.topic)


def people_to_call(board: Board, words: str, *, without: Member) -> list[dict[str, str]]:
    """Members whose name begins so and who may read the board; nobody who is not found in the directory."""
    parts = words.replace("\x00", " ").split()[:MOST_WORDS]
    if not parts or len(parts[0]) < 1:
        return []
    members = listed_members().exclude(pk=without.pk)
    for part in parts:
        members = members.filter(Q(first_name__istartswith=part) | Q(last_name__istartswith=part))
    found = list(with_places(members)[:LOOKED_AT])
    standings = standings_of([one.pk for one in found])
    readers = [one for one in found if can_read(standings[one.pk], board.network, shared=board.shared)]
    return [{"name": one.full_name, "place": _service(one)} for one in readers[:SUGGESTED]]


def _service(member: Member) -> str:
    places = getattr(member, "places", [])
    return places[0].service.name if places else ""
