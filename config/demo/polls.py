"""Two polls in national topics, each about what its topic is about: one is open, and one, put in order, has closed."""

from datetime import datetime, timedelta

from accounts.models import Member
from forum.actions.add_poll import add_poll
from forum.actions.cast_vote import cast_vote
from forum.models import Topic
from forum.polls.models import Poll
from forum.polls.wish import PollWish
from regions.permissions import Refused

MENTORING, TRANSPORT, THERAPY = "Sessional mentoring at weekends", "A transport pot", "More speech and language therapy"
EMPLOYED, SECONDED, BOUGHT = "Employed by the service", "Seconded from the trust", "Bought in by the day"
ORDERS = ([2, 1, 3], [1, 3, 2], [3, 1], [2, 3], [1, 2, 3], [3, 2, 1], [2])


def load_polls(now: datetime) -> None:
    """Where the topic of a poll is not among what was loaded, the poll is left out."""
    single = PollWish(
        "Where should an underspend go first?", (MENTORING, TRANSPORT, THERAPY), now + timedelta(days=6), hidden=False
    )
    ranked = PollWish(
        "How would you have a speech and language therapist, if you could choose?", (EMPLOYED, SECONDED, BOUGHT),
        now - timedelta(days=1), Poll.Kind.RANKED, hidden=True,
    )  # fmt: skip
    _ask("Turnaround underspend", single, now - timedelta(days=1))
    _ask("Speech and language therapists", ranked, now - timedelta(days=4))


def _ask(title: str, wish: PollWish, when: datetime) -> None:
    national = Topic.objects.filter(forum__network__kind="national", approved=True, subject__startswith=title)
    topic = national.select_related("poster").first()
    if topic is None or topic.poster is None:
        return
    try:
        add_poll(Member.objects.get(pk=topic.poster_id), topic.pk, wish=wish, now=when)
    except Refused:  # whoever started it has left, or may not write at present
        return
    for turn, member in enumerate(Member.objects.filter(memberships__status="current").distinct().order_by("pk")):
        order = ORDERS[turn % len(ORDERS)]
        if turn % 4 != 3:
            cast_vote(member, topic.pk, picks=order if wish.kind == Poll.Kind.RANKED else order[:1], now=when)
