"""Two polls on national topics: one that is open, and one in order of preference that has closed."""

from datetime import datetime, timedelta

from accounts.models import Member
from forum.actions.add_poll import add_poll
from forum.actions.cast_vote import cast_vote
from forum.models import Topic
from forum.polls.models import Poll
from forum.polls.wish import PollWish
from regions.permissions import Refused

MENTORING, TRANSPORT, THERAPY = "Sessional mentoring", "A transport pot", "More speech and language therapy"
ORDERS = ([2, 1, 3], [1, 3, 2], [3, 1], [2, 3], [1, 2, 3], [3, 2, 1], [2])


def load_polls(now: datetime) -> None:
    topics = list(
        Topic.objects.filter(forum__network__kind="national", approved=True, status=Topic.TOPIC_UNLOCKED)
        .exclude(kind=Topic.Kind.ANNOUNCEMENT).select_related("poster").order_by("-last_post_on")[:2]
    )  # fmt: skip
    if len(topics) < 2:
        return
    single = PollWish(
        "Where should an underspend go first?", (MENTORING, TRANSPORT, THERAPY), now + timedelta(days=6), hidden=False
    )
    ranked = PollWish(
        "What should the autumn conference be about?", ("Resettlement", "Girls in the system", "Staff wellbeing"),
        now - timedelta(days=1), Poll.Kind.RANKED, hidden=True,
    )  # fmt: skip
    _ask(topics[0], single, now - timedelta(days=1))
    _ask(topics[1], ranked, now - timedelta(days=4))


def _ask(topic: Topic, wish: PollWish, when: datetime) -> None:
    poster = Member.objects.get(pk=topic.poster_id)
    try:
        add_poll(poster, topic.pk, wish=wish, now=when)
    except Refused:  # whoever started it has left, or may not write at present
        return
    for turn, member in enumerate(Member.objects.filter(memberships__status="current").distinct().order_by("pk")):
        order = ORDERS[turn % len(ORDERS)]
        if turn % 4 != 3:
            cast_vote(member, topic.pk, picks=order if wish.kind == Poll.Kind.RANKED else order[:1], now=when)
