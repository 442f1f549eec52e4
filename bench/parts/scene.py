"""Who looks, and at what: chosen by rule from the filled database, so the same one gives the same scene."""

from dataclasses import dataclass

from django.db.models import Count, F, Sum
from django.db.models.functions import Abs

from accounts.models import Member
from forum.access import visible_topics
from forum.models import Board, Topic
from forum.selectors import pages_of
from regions.models import Membership, Network

SEARCHES = (
    "turnaround underspend",
    "speech and language",
    "magistrates protocol",
    "hartlepool",
    "deferred prosecution",
)
USUAL_TOPIC = 25


@dataclass(frozen=True)
class Scene:
    member: Member
    representative: Member
    board: Board
    longest: Topic
    answered: Topic

    @property
    def pages(self) -> int:
        return pages_of(self.longest)


def choose_scene() -> Scene:
    """An ordinary member of the busiest region who reads a lot, and its representative; the longest topic that the
    member can read; and, to answer in, a topic of their region of a usual length.
    """
    region = (
        Network.objects.filter(kind=Network.Kind.REGION)
        .annotate(posts=Sum("boards__direct_posts_count"))
        .order_by("-posts", "pk")[0]
    )
    places = Membership.objects.filter(service__region=region, status=Membership.Status.CURRENT)
    members = Member.objects.filter(pk__in=places.values("member"), representations=None, offices=None)
    member = members.annotate(marks=Count("read_marks")).order_by("-marks", "pk")[0]
    board = Board.objects.filter(network=region, readers=Board.Readers.NETWORK).order_by("pk")[0]
    own = Topic.objects.filter(forum=board, approved=True, status=Topic.TOPIC_UNLOCKED)
    usual = own.annotate(off=Abs(F("posts_count") - USUAL_TOPIC)).order_by("off", "pk")
    representative = Member.objects.filter(representations__network=region).order_by("pk")[0]
    return Scene(member, representative, board, visible_topics(member).order_by("-posts_count", "pk")[0], usual[0])
