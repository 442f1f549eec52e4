"""Which regions take part in a topic: who is asked, who reads along, and whose people that makes."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Member
from forum.models import AskedRegion, Board, Topic
from regions.facts import in_force
from regions.models import Network, Representation
from regions.permissions import can_answer_for_region, can_read
from regions.selectors import member_ids_in
from regions.standing import member_standing, standing_of, standings_of

State = AskedRegion.State


def askings_of(topic: Topic) -> QuerySet[AskedRegion]:
    """In the order of the regions."""
    rows = AskedRegion.objects.filter(topic=topic).select_related("region", "board", "decided_by")
    return rows.order_by("region__position", "pk")


def regions_to_ask(topic: Topic) -> list[Network]:
    """The other regions that were not asked yet, or said no, or take part no more."""
    held = AskedRegion.objects.filter(topic=topic, state__in=(State.ASKED, State.ACCEPTED)).values("region")
    regions = Network.objects.filter(kind=Network.Kind.REGION, closed=None).exclude(pk=topic.forum.network_id)
    return list(regions.exclude(pk__in=held).order_by("position", "name"))


def waiting_for(member: Member) -> QuerySet[AskedRegion] | None:
    """What other regions ask, and this member may answer for theirs; None for who answers for no region."""
    who = member_standing(member)
    if not (who.represents or who.covers):
        return None
    regions = [one.pk for one in Network.objects.filter(kind="region") if can_answer_for_region(who, one)]
    return AskedRegion.objects.filter(state=State.ASKED, region__in=regions, topic__approved=True)


def people_answering_for(region: Network) -> list[int]:
    """Today's representatives of the region, or who covers it: whoever the rule lets answer for it."""
    held = in_force(timezone.localdate())
    people = set(Representation.objects.filter(held, member__is_active=True).values_list("member_id", flat=True))
    return [pk for pk, who in standings_of(sorted(people)).items() if can_answer_for_region(who, region)]


def board_of_region(region: Network) -> Board | None:
    """Where a question of another region stands: the region's oldest open board that its own people read, else the
    oldest that all members read.
    """
    boards = Board.objects.filter(network=region, closed=None).order_by("pk")
    return min(boards, key=lambda board: board.shared, default=None)


def boards_beside(topic: Topic | int) -> list[int]:
    """The boards on which the topic stands besides its own."""
    pk = topic if isinstance(topic, int) else topic.pk
    rows = AskedRegion.objects.filter(topic=pk, state=State.ACCEPTED, board__isnull=False)
    return list(rows.order_by("pk").values_list("board_id", flat=True))


def board_of_reader(member: Member, topic: Topic) -> Board:
    """The board on which this reader finds the topic: its own, or the one of their region where it stands beside. The
    other board is not theirs to open. One query where several regions take part, else none.
    """
    board: Board = topic.forum
    standing = member_standing(member)
    if not topic.asked_ids or can_read(standing, board.network, shared=board.shared):
        return board
    rows = AskedRegion.objects.filter(topic=topic, state=State.ACCEPTED, region__in=standing.region_ids)
    row = rows.select_related("board__network").order_by("pk").first()
    return row.board if row and row.board else board


def member_ids_around(topic: Topic) -> set[int]:
    """Everybody whose own topic it is: the people of its network, and of the regions that take part."""
    people = member_ids_in(topic.forum.network)
    for region in Network.objects.filter(pk__in=topic.asked) if topic.asked_ids else ():
        people |= member_ids_in(region)
    return people


def answering_region(member: Member, topic: Topic) -> int | None:
    """The region that this member answers from, in a topic in which several take part."""
    regions = standing_of(member).region_ids
    if topic.forum.network_id in regions:
        return topic.forum.network_id
    return min(topic.asked & regions, default=None)


def note_who_takes_part(topic_ids: Iterable[int]) -> None:
    """Repeat in `Topic.asked_ids` what the rows say. The caller holds the topics."""
    for pk in topic_ids:
        rows = AskedRegion.objects.filter(topic=pk, state=State.ACCEPTED).order_by("region_id")
        Topic.objects.filter(pk=pk).update(
            asked_ids=" ".join(str(one) for one in rows.values_list("region_id", flat=True))
        )
