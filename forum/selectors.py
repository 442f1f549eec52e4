"""Reading boards for pages and for letters."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Member
from forum.access import NotVisible, visible_topics
from forum.files.showing import HAS_FILES
from forum.models import Board, BoardFollow, Post, ReadMark, Topic, TopicFollow
from regions.models import Network
from regions.permissions import belongs_to
from regions.selectors import member_ids_in
from regions.standing import member_standing

TOPICS_A_PAGE = 30
UNREAD_COUNTS_FOR = timedelta(days=30)
POSTS_A_PAGE = 20


def with_read_number(topics: QuerySet[Topic], member: Member) -> QuerySet[Topic]:
    """Each topic with `read_number`: how far the member has read it, 0 if never opened."""
    mark = ReadMark.objects.filter(member=member, topic=OuterRef("pk")).values("number")[:1]
    return topics.annotate(read_number=Coalesce(Subquery(mark), 0))


def newest_topics(topics: QuerySet[Topic], member: Member) -> QuerySet[Topic]:
    """The rows of a list: with board, network, last author and read mark, newest first."""
    return (
        with_read_number(topics, member)
        .select_related("forum__network", "last_post__poster")
        .defer("last_post__content", "last_post___content_rendered", "forum__description")
        .order_by("-last_post_on", "-pk")
    )


def posts_on_page(topic: Topic, page: int) -> QuerySet[Post]:
    """The posts of one page, found by their number: the last page costs what the first does."""
    first = (page - 1) * POSTS_A_PAGE + 1
    return (
        Post.objects.filter(topic=topic, approved=True, number__gte=first, number__lt=first + POSTS_A_PAGE)
        .select_related("poster", "origin")
        .annotate(has_files=HAS_FILES)
        .order_by("number")
    )


def posts_after(topic: Topic, number: int) -> QuerySet[Post]:
    return (
        Post.objects.filter(topic=topic, approved=True, number__gt=number)
        .select_related("poster", "origin")
        .annotate(has_files=HAS_FILES)
        .order_by("number")
    )


def own_posts(member: Member) -> QuerySet[Any]:
    """What the member posted, newest first, each with `readable`: whether they may still read the topic around it.
    Their own words stay theirs, wherever a topic moves to.
    """
    around = visible_topics(member).filter(pk=OuterRef("topic_id")).order_by()
    mine = Post.objects.filter(poster=member, approved=True).annotate(readable=Exists(around))
    return mine.select_related("topic__forum__network").order_by("-pk")


def pages_of(topic: Topic) -> int:
    return max(1, -(-topic.last_number // POSTS_A_PAGE))


def page_of(number: int) -> int:
    return (max(number, 1) - 1) // POSTS_A_PAGE + 1


def follower_ids(topic: Topic, *, by_mail: bool) -> set[int]:
    """Who is to hear of a new post, by choice or by default. Each one's right is asked again before anything leaves.

    By default the people of a region or group follow its boards; a national board is followed by choice, as every
    member is a reader there. A choice for the topic outranks one for the board. Who wants no email from a board is
    still told on the site; who mutes a topic is told nothing at all.
    """
    board = topic.forum
    followed_by_default = board.network.kind != Network.Kind.NATIONAL
    ids = member_ids_in(board.network) if followed_by_default else set()
    choices = BoardFollow.objects.filter(board=board).values_list("member_id", "wants")
    ids |= {member for member, wants in choices if wants == BoardFollow.Wants.EVERYTHING}
    if by_mail:
        ids -= {member for member, wants in choices if wants == BoardFollow.Wants.NOTHING}
    chosen = TopicFollow.objects.filter(topic=topic).values_list("member_id", "wants")
    ids |= {member for member, wants in chosen if wants == TopicFollow.Wants.FOLLOW}
    return ids - {member for member, wants in chosen if wants == TopicFollow.Wants.MUTE}


def wants_by_default(member: Member, board: Board) -> str:
    """What the board sends the member who has not chosen: see `follower_ids`."""
    own = board.network.kind != Network.Kind.NATIONAL and belongs_to(member_standing(member), board.network)
    return BoardFollow.Wants.EVERYTHING if own else BoardFollow.Wants.NOTHING


def board_choice(member: Member, board: Board) -> str:
    """What the member gets by mail from this board: `everything` or `nothing`."""
    row = BoardFollow.objects.filter(member=member, board=board).first()
    return row.wants if row is not None else wants_by_default(member, board)


def with_own_choices(topics: QuerySet[Topic], member: Member) -> QuerySet[Any]:
    """Each topic with `read_number`, and with the member's own choices for it and its board, if there are any."""
    of_topic = TopicFollow.objects.filter(member=member, topic=OuterRef("pk")).values("wants")[:1]
    of_board = BoardFollow.objects.filter(member=member, board=OuterRef("forum_id")).values("wants")[:1]
    return with_read_number(topics, member).annotate(topic_wants=Subquery(of_topic), board_wants=Subquery(of_board))


def get_topic_page_for(member: Member, pk: int) -> Any:
    """The topic with what its page needs of the reader: how far they read, and what they chose. Raises NotVisible."""
    topics = visible_topics(member).filter(pk=pk).select_related("forum__network", "poster")
    found = with_own_choices(topics, member).first()
    if found is None:
        raise NotVisible
    return found


def topic_choice(member: Member, topic: Any) -> str:
    """`follow` or `mute` for a topic of `with_own_choices`: the member's own word, or what the board's comes to."""
    if topic.topic_wants:
        return str(topic.topic_wants)
    everything = (topic.board_wants or wants_by_default(member, topic.forum)) == BoardFollow.Wants.EVERYTHING
    return TopicFollow.Wants.FOLLOW if everything else TopicFollow.Wants.MUTE


def unread_by_board(member: Member, *, now: datetime | None = None) -> dict[int, int]:
    """How many topics of each readable board moved in the last month and were not read to the end. One query."""
    return dict(_unread_topics(member, now).values_list("forum_id").annotate(unread=Count("pk")))


def _unread_topics(member: Member, now: datetime | None) -> QuerySet[Topic]:
    since = (now or timezone.now()) - UNREAD_COUNTS_FOR
    mark = ReadMark.objects.filter(member=member, topic=OuterRef("pk"), number__gte=OuterRef("last_number"))
    return visible_topics(member).filter(~Exists(mark), last_post_on__gte=since).order_by()


def with_unread(boards: QuerySet[Board], member: Member, *, now: datetime | None = None) -> QuerySet[Any]:
    """Each board with `unread`: how many of its topics moved in the last month and were not read to the end."""
    since = (now or timezone.now()) - UNREAD_COUNTS_FOR
    mark = ReadMark.objects.filter(
        member=member, topic=OuterRef("moved__pk"), number__gte=OuterRef("moved__last_number")
    )
    moved = FilteredRelation("topics", condition=Q(topics__approved=True, topics__last_post_on__gte=since))
    return boards.annotate(moved=moved, unread=Count("moved", filter=~Exists(mark)))
