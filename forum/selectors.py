"""Reading boards for pages and for letters."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from accounts.models import Member
from forum.access import NotVisible, visible_boards, visible_topics
from forum.asking import member_ids_around
from forum.files.showing import HAS_FILES
from forum.mail_wishes import OF_TOPIC, OwnWishes, chosen_for_topic, wishes_about
from forum.models import (
    AskedRegion,
    Board,
    BoardFollow,
    Draft,
    MailHabits,
    NetworkFollow,
    Post,
    ReadMark,
    Reminder,
    Topic,
    TopicFollow,
)
from forum.streams import board_stream
from forum.told import Told
from outbox.models import Stream
from regions.models import Network
from regions.standing import member_standing

TOPICS_A_PAGE = 30
UNREAD_COUNTS_FOR = timedelta(days=30)
POSTS_A_PAGE = 20
AS_TOPIC = {rhythm: choice for choice, rhythm in OF_TOPIC.items()}


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


def topics_of_board(board: Any, member: Member) -> QuerySet[Topic]:
    """What stands on the board: its own topics, and other regions' whose question was taken on here."""
    topics = visible_topics(member)
    if not board.has_guests:
        return topics.filter(forum=board)
    taken = AskedRegion.objects.filter(board=board.pk, state=AskedRegion.State.ACCEPTED).values("topic")
    return topics.filter(Q(forum=board) | Q(pk__in=taken))


def posts_on_page(topic: Topic, page: int) -> QuerySet[Post]:
    """The posts of one page, found by their number: the last page costs what the first does."""
    first = (page - 1) * POSTS_A_PAGE + 1
    return (
        Post.objects.filter(topic=topic, approved=True, number__gte=first, number__lt=first + POSTS_A_PAGE)
        .select_related("poster", "origin", "region")
        .annotate(has_files=HAS_FILES)
        .order_by("number")
    )


def posts_after(topic: Topic, number: int) -> QuerySet[Post]:
    return (
        Post.objects.filter(topic=topic, approved=True, number__gt=number)
        .select_related("poster", "origin", "region")
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


def follower_ids(topic: Topic, *, by_mail: bool, told: Told = Told.ANSWER) -> set[int]:
    """Who is to hear of a new post as it happens. Each one's right is asked again before anything leaves.

    By mail: see `forum.mail_wishes`. On the site the people of a region or group are told of its boards, whatever they
    want by mail; a national board tells those who chose each post; who mutes a topic is told nothing at all.
    """
    wishes = wishes_about(topic)
    if by_mail:
        return {pk for pk, wish in wishes.items() if wish.of(told).rhythm == BoardFollow.Wants.EVERYTHING}
    as_it_happens = {pk for pk, wish in wishes.items() if wish.rhythm == BoardFollow.Wants.EVERYTHING}
    network = topic.forum.network
    own = member_ids_around(topic) if network.kind != Network.Kind.NATIONAL else set()
    muted = TopicFollow.objects.filter(topic=topic, wants=TopicFollow.Wants.MUTE)
    return (as_it_happens | own) - set(muted.values_list("member_id", flat=True))


def deaf_to_mentions(topic: Topic) -> set[int]:
    """Who muted the topic and wants not even to hear that somebody mentions them in it."""
    muted = TopicFollow.objects.filter(topic=topic, wants=TopicFollow.Wants.MUTE, mentions=False)
    return set(muted.values_list("member_id", flat=True))


def people_of_topic(topic: Topic) -> set[int]:
    """Who wrote in it or follows it, whether or not they may read it today."""
    posts = Post.objects.filter(topic=topic, approved=True, poster__isnull=False)
    follows = TopicFollow.objects.filter(topic=topic, wants=TopicFollow.Wants.FOLLOW)
    return set(posts.values_list("poster_id", flat=True)) | set(follows.values_list("member_id", flat=True))


def people_of_boards(boards: list[Board]) -> set[int]:
    """Who wrote on them."""
    posts = Post.objects.filter(topic__forum__in=boards, approved=True, poster__isnull=False)
    return set(posts.order_by().values_list("poster_id", flat=True).distinct())


def get_board_page_for(member: Member, slug: str) -> Any:
    """The board with what its page needs beside: what the member chose that decides its mail (`wish_for_board`), and
    where its stream stands as `live_seq`. Raises NotVisible.
    """
    wants = BoardFollow.objects.filter(member=member, board=OuterRef("pk")).values("wants")[:1]
    of_network = NetworkFollow.objects.filter(member=member, network=OuterRef("network_id")).values("wants")[:1]
    habits = MailHabits.objects.filter(member=member)
    stream = Stream.objects.filter(key=Concat(Value(board_stream("")), Cast(OuterRef("pk"), CharField())))
    boards = (
        visible_boards(member)
        .filter(slug=slug)
        .annotate(
            board_wants=Subquery(wants), network_wants=Subquery(of_network),
            habit=Subquery(habits.values("rhythm")[:1]), told_off=Subquery(habits.values("off")[:1]),
            live_seq=Coalesce(Subquery(stream.values("seq")[:1]), 0),
            has_guests=Exists(AskedRegion.objects.filter(board=OuterRef("pk"), state=AskedRegion.State.ACCEPTED)),
        )
    )  # fmt: skip
    found = boards.first()
    if found is None:
        raise NotVisible
    return found


def with_own_choices(topics: QuerySet[Topic], member: Member) -> QuerySet[Any]:
    """Each topic with `read_number`, and with all that the member ever chose that decides its mail."""
    of_topic = TopicFollow.objects.filter(member=member, topic=OuterRef("pk")).values("wants")[:1]
    of_board = BoardFollow.objects.filter(member=member, board=OuterRef("forum_id")).values("wants")[:1]
    of_network = NetworkFollow.objects.filter(member=member, network=OuterRef("forum__network_id")).values("wants")[:1]
    habit = MailHabits.objects.filter(member=member).values("rhythm")[:1]
    deaf = TopicFollow.objects.filter(member=member, topic=OuterRef("pk"), mentions=False)
    reminder = Reminder.objects.filter(member=member, topic=OuterRef("pk"))
    return with_read_number(topics, member).annotate(
        topic_wants=Subquery(of_topic), board_wants=Subquery(of_board), network_wants=Subquery(of_network),
        habit=Subquery(habit), deaf_to_mentions=Exists(deaf),
        reminder_day=Subquery(reminder.values("day")[:1]), reminder_told=Subquery(reminder.values("told")[:1]),
    )  # fmt: skip


def get_topic_page_for(member: Member, pk: int) -> Any:
    """The topic with what its page needs of the reader: how far they read, and what they chose. Raises NotVisible."""
    beside = ("forum__network", "poster", "accepted", "closing", "poll")
    topics = visible_topics(member).filter(pk=pk).select_related(*beside)
    begun = Draft.objects.filter(member=member, place=f"topic:{pk}")
    topics = topics.annotate(
        draft_text=Subquery(begun.values("text")[:1]),
        draft_version=Subquery(begun.values("version")[:1]),
        told_off=Subquery(MailHabits.objects.filter(member=member).values("off")[:1]),
    )
    found = with_own_choices(topics, member).first()
    if found is None:
        raise NotVisible
    return found


def topic_choice(member: Member, topic: Any) -> str:
    """What a topic of `with_own_choices` sends the member: `follow`, `daily`, `weekly` or `mute`."""
    if topic.asked_ids:
        return AS_TOPIC[BoardFollow.Wants(OwnWishes(member).about_topic(topic).rhythm)]
    return AS_TOPIC[BoardFollow.Wants(chosen_for_topic(topic, member_standing(member)).rhythm)]


def unread_by_board(member: Member, *, now: datetime | None = None) -> dict[int, int]:
    """How many topics of each readable board moved in the last month and were not read to the end. One query."""
    return dict(_unread_topics(member, now).values_list("forum_id").annotate(unread=Count("pk")))


def unread_by_network(member: Member, *, now: datetime | None = None) -> dict[int, int]:
    """The same for each readable network. One query."""
    return dict(_unread_topics(member, now).values_list("forum__network_id").annotate(unread=Count("pk")))


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
