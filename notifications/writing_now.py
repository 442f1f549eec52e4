"""Who is writing an answer to a question at this moment: of those, and for those, who turned it on, within one network.

Nothing of it is kept: it stands in the cache, and runs out by itself. Where the cache is away nobody is shown.
"""

import time

import structlog
from django.core.cache import cache
from django.http import HttpResponse, JsonResponse

from accounts.models import Member
from forum.access import get_topic_for
from forum.mail_wishes import habits_of
from forum.models import MailHabits, Topic
from forum.streams import board_stream
from notifications.live import push
from regions.doors import MemberRequest, member_page
from regions.permissions import belongs_to, can_reply
from regions.standing import Standing, member_standing, standings_of

log = structlog.get_logger(__name__)
SHOWN_SECONDS, PAUSE_SECONDS, MOST = 25, 8, 20
QUESTIONS = (Topic.Kind.QUESTION, Topic.Kind.REQUEST)


@member_page
def writing_now(request: MemberRequest, pk: int) -> HttpResponse:
    """A POST says that one writes. Both tell who else does; no words of anybody's."""
    topic = get_topic_for(request.user, pk)
    taking_part = topic.kind in QUESTIONS and _may(member_standing(request.user), topic)
    if not taking_part or not habits_of(request.user).writing_shown:
        return JsonResponse({"shown": False, "names": []})
    try:
        if request.method == "POST":
            note_writing(request.user, topic)
        names = names_writing(topic, without=request.user)
    except Exception as error:
        log.warning("who writes is not known", error=type(error).__name__)
        names = []
    return JsonResponse({"shown": True, "names": names})


def note_writing(member: Member, topic: Topic) -> None:
    """At most once in a while for each member, however often they press a key."""
    if not cache.add(f"writing-said:{member.pk}:{topic.pk}", 1, PAUSE_SECONDS):
        return
    writers = _writers(topic)
    writers[member.pk] = time.time() + SHOWN_SECONDS
    newest = dict(sorted(writers.items(), key=lambda one: -one[1])[:MOST])
    cache.set(_key(topic), newest, SHOWN_SECONDS)
    push.somebody_writes(board_stream(topic.forum_id), topic_id=topic.pk)


def names_writing(topic: Topic, *, without: Member) -> list[str]:
    """Their right, and their wish to be shown, are asked again now."""
    ids = [pk for pk in _writers(topic) if pk != without.pk]
    if not ids:
        return []
    standings = standings_of(ids)
    shown = set(MailHabits.objects.filter(member__in=ids, writing_shown=True).values_list("member_id", flat=True))
    may = [pk for pk in ids if pk in shown and _may(standings[pk], topic)]
    members = Member.objects.filter(pk__in=may, is_active=True).order_by("first_name", "last_name")
    return [member.full_name for member in members]


def _may(standing: Standing, topic: Topic) -> bool:
    """May answer, and belongs to the topic's own network: nobody is shown across networks."""
    board = topic.forum
    may = can_reply(standing, board.network, locked=topic.is_locked, closed=board.is_closed)
    return may and belongs_to(standing, board.network)


def _writers(topic: Topic) -> dict[int, float]:
    now = time.time()
    return {pk: until for pk, until in (cache.get(_key(topic)) or {}).items() if until > now}


def _key(topic: Topic) -> str:
    return f"writing:{topic.pk}"
