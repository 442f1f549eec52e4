"""Does the crawl bite? One check after another is taken out of the product; each time something must be found."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import CellType
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Q, Value
from django.utils import timezone

from accounts.models import Member
from forum.access import NotVisible
from forum.history import history_of as right_history
from forum.matters import with_all
from forum.models import Attachment, Board, Draft, Matter, Post, SavedSearch, Topic
from inbound.models import InboundMail
from meetings.models import Meeting
from notifications.models import Notification
from regions.models import Application, Invitation, Membership, Network
from regions.permissions import JoiningScope, ReadingScope
from regions.personal_data import gather as right_gather
from regions.prepared import statement_of
from regions.standing import State, standing_of
from tests.canary.crawl import Crawl, crawl, look_through_mails, routes
from tests.canary.policies import wrongly_opened_or_closed
from tests.canary.world import HOME_READERS, World, make_world
from tests.factories import make_answer
from tests.outbound import drain_outbox

EVERYTHING = ReadingScope(kinds=frozenset(Network.Kind.values), shared=True)


def holders_of(right: Any) -> list[tuple[Any, str]]:
    """Where the product has it by name."""
    return [
        (one, key)
        for one in list(sys.modules.values())
        if getattr(one, "__name__", "").split(".")[0] in ROOMS
        for key, value in list(vars(one).items())
        if value is right
    ]


def cells_of_views() -> list[CellType]:
    """What the decorators of all views keep: `allowed_page` and its like hold the rule that they were given."""
    waiting: list[Any] = [pattern.callback for _, pattern in routes()]
    cells: dict[int, CellType] = {}
    while waiting:
        for cell in getattr(waiting.pop(), "__closure__", None) or ():
            if id(cell) not in cells:
                cells[id(cell)] = cell
                waiting.append(cell.cell_contents)
    return list(cells.values())


@contextmanager
def planted(where: str, wrong: Callable[..., Any]) -> Iterator[None]:
    """Put `wrong` in the place of a function, wherever the product has taken it by name."""
    module, _, name = where.rpartition(".")
    views = cells_of_views()  # imports every view: one that came later would take the wrong function for good
    right = getattr(sys.modules[module], name)
    holders = holders_of(right)
    cells = [one for one in views if one.cell_contents is right]
    assert holders, where
    for one, key in holders:
        setattr(one, key, wrong)
    for cell in cells:
        cell.cell_contents = wrong
    statement_of.cache_clear()
    try:
        yield
    finally:
        for one, key in [*holders, *holders_of(wrong)]:
            setattr(one, key, right)
        for cell in cells:
            cell.cell_contents = right
        statement_of.cache_clear()


def any_matter(member: Member, post_id: int, lock: bool = False) -> Matter:
    """As if each post of everybody's waited for this member."""
    post = Post.objects.select_related("topic__forum__network", "poster").get(pk=post_id)
    return Matter(kind="held", post=post, network=post.topic.forum.network, opened=timezone.now(), due=timezone.now())


ROOMS = {"config", "inbound", "notifications", "meetings", "forum", "regions", "accounts", "audit"}


@dataclass(frozen=True)
class Fault:
    """A check that is dropped: which function, what stands there instead, and who would notice where."""

    where: str
    instead: Callable[..., Any]
    routes: tuple[str, ...]
    personas: tuple[str, ...] = ("away_member",)


def with_standing(**changes: Any) -> Callable[..., Any]:
    def wrong(member: Member | None) -> Any:
        return replace(standing_of(member), **changes)

    return wrong


def any_row(model: Any) -> Callable[..., Any]:
    def wrong(*args: Any, **kwargs: Any) -> Any:
        return model.objects.get(pk=args[1])

    return wrong


def reads_kinds(*kinds: str) -> Callable[..., Any]:
    return lambda who: ReadingScope(who.region_ids | who.group_ids, frozenset({"national", *kinds}), shared=True)


BOARD_PAGES = ("boards", "board", "topic", "post", "search", "home", "live_since")
FAULTS = {
    "every region reads every region": Fault("regions.permissions.reading_scope", reads_kinds("region"), BOARD_PAGES),
    "members read the executive": Fault("regions.permissions.reading_scope", reads_kinds("executive"), BOARD_PAGES),
    "members read groups": Fault("regions.permissions.reading_scope", reads_kinds("group"), BOARD_PAGES),
    "members read the representatives": Fault("regions.permissions.reading_scope", reads_kinds("representatives"), BOARD_PAGES),
    "the suspended read": Fault("regions.permissions.can_read_anything", lambda who: True, BOARD_PAGES, ("home_suspended",)),
    "outsiders read what is shared": Fault("regions.permissions.can_read_anything", lambda who: True, BOARD_PAGES, ("outsider",)),
    "those who left still belong": Fault(
        "regions.standing.member_standing", with_standing(state=State.CURRENT), BOARD_PAGES, ("home_ended",)
    ),
    "lists of boards are not scoped": Fault(
        "forum.access.visible_boards", lambda member: Board.objects.select_related("network"), ("boards", "board")
    ),
    "lists of topics are not scoped": Fault(
        "forum.access.visible_topics", lambda member: Topic.objects.filter(approved=True), ("home", "board", "topic")
    ),
    "posts are not scoped": Fault(
        "forum.access.visible_posts", lambda member: Post.objects.filter(approved=True), ("search", "post")
    ),
    "held posts are found": Fault(
        "forum.access.visible_posts", lambda member: Post.objects.all(), ("search", "post"), ("home_member",)
    ),
    "held topics are listed": Fault(
        "forum.access.visible_topics",
        lambda member: Topic.objects.filter(forum__network__slug="home-region"), ("board", "home", "topic"), ("home_member",),
    ),
    "a board is got by its address alone": Fault(
        "forum.access.get_board_for",
        lambda member, slug: Board.objects.select_related("network").get(slug=slug), ("board", "follow_board"),
    ),
    "a topic is got by its id alone": Fault(
        "forum.access.get_topic_for",
        lambda member, pk, lock=False: Topic.objects.select_related("forum__network").get(pk=pk),
        ("newer_posts", "follow_topic"),
    ),
    "a post is got by its id alone": Fault(
        "forum.access.get_post_for",
        lambda member, pk: Post.objects.select_related("topic__forum__network").get(pk=pk), ("post",),
    ),
    "a file is got by its id alone": Fault("forum.access.get_file_for", any_row(Attachment), ("file",), ("home_member",)),
    "a saved search is got by its id alone": Fault(
        "forum.access.get_saved_search_of", lambda member, pk, lock=False: SavedSearch.objects.get(pk=pk), ("saved_search",)
    ),
    "everybody's drafts are listed": Fault(
        "forum.drafts.own_drafts",
        lambda member: Draft.objects.annotate(readable=Value(True)).select_related("topic__forum__network"), ("drafts",),
    ),
    "what a post said before is got by its id alone": Fault(
        "forum.access.get_post_for",
        lambda member, pk, lock=False: Post.objects.select_related("topic__forum__network", "poster").get(pk=pk),
        ("post_history", "post_page"),
    ),
    "what a withdrawn post said is everybody's": Fault(
        "forum.history.history_of", lambda member, post, before=None: right_history(post.poster, post, before=before),
        ("post_history",), ("home_member",),
    ),
    "a poll is got by its topic's id alone": Fault(
        "forum.access.get_topic_for",
        lambda member, pk, lock=False: Topic.objects.select_related("forum__network").get(pk=pk), ("poll",),
    ),
    "anybody's held post opens": Fault(
        "forum.access.get_held_post_of",
        lambda author, pk, lock=False: Post.objects.select_related("topic__forum__network").get(pk=pk),
        ("held_post",), ("home_member",),
    ),
    "anybody decides": Fault("forum.matters.get_matter_for", any_matter, ("decide_held_post",), ("home_member",)),
    "a representative decides before the author has answered": Fault(
        "forum.matters.get_matter_for", any_matter, ("decide_held_post",), ("home_rep",)
    ),
    "everybody reads what waits": Fault(
        "forum.matters.open_matters_for", lambda member: with_all(Matter.objects.filter(outcome="")),
        ("moderation", "moderation_queue"), ("home_member",),
    ),
    "removed posts stay to be read": Fault(
        "forum.access.visible_posts", lambda member: Post.objects.filter(topic__approved=True), ("post",),
        ("home_member",),
    ),
    "anybody moderates a post": Fault(
        "forum.removal.can_moderate", lambda who, network: True, ("moderate_post",), ("home_member",),
    ),
    "another region's representative moderates": Fault(
        "regions.permissions.can_moderate", lambda who, network: bool(who.represents), ("decide_held_post",), ("away_rep",)
    ),
    "anybody's held mail opens": Fault("inbound.held.get_held_mail_of", any_row(InboundMail), ("held_mail",)),
    "everybody's held mails are listed": Fault(
        "inbound.held.held_mails_of", lambda member: InboundMail.objects.filter(state="held"), ("held_for_me", "home")
    ),
    "everybody sees the mail ledger": Fault("regions.permissions.can_see_mail_ledger", lambda who: True, ("mail_ledger", "ledger_mail"), ("officer",)
    ),
    "a meeting is got by its number alone": Fault(
        "meetings.access.visible_meetings", lambda member: Meeting.objects.select_related("network"),
        ("meeting", "meetings", "meeting_people"),
    ),
    "anybody arranges a meeting": Fault(
        "regions.permissions.can_propose_meeting", lambda who, network: True, ("propose_meeting", "cancel_meeting"), ("home_member",)
    ),
    "who is not going sees how to join": Fault(
        "regions.permissions.can_see_joining_link", lambda who, network, is_going: True, ("meeting",), ("home_member",)
    ),
    "a mail for one alone is opened": Fault("inbound.opening.why_shut", lambda row, kept: "", ("open_ledger_mail",), ("secretariat",)),
    "everybody's notifications are shown": Fault(
        "notifications.selectors.told_to", lambda member: Notification.objects.all(), ("notifications",)
    ),
    "strangers see the directory": Fault(
        "regions.permissions.can_see_directory", lambda who: True, ("directory", "member", "services", "service"), ("outsider",)
    ),
    "the suspended see the directory": Fault(
        "regions.permissions.can_see_directory", lambda who: True, ("directory", "my_profile"), ("home_suspended",)
    ),
    "everybody sees membership data": Fault(
        "regions.permissions.can_see_membership_data", lambda who, network: True, ("region_members", "export_region"),
        ("away_rep",),
    ),
    "a region's export is for any representative": Fault(
        "regions.permissions.can_export_region", lambda who, region: bool(who.represents), ("export_region",), ("away_rep",)
    ),
    "an export holds every region": Fault(
        "regions.exporting.memberships",
        lambda region=None: Membership.objects.select_related("member", "service__region"), ("export_region",), ("away_rep",),
    ),
    "a representative exports all": Fault("regions.permissions.is_working_secretariat", lambda who: True, ("export_members",), ("home_rep",)),
    "representatives decide on all applications": Fault(
        "regions.permissions.deciding_scope", lambda who: JoiningScope(everything=True),
        ("applications", "application", "address_requests"), ("away_rep",),
    ),
    "members decide on applications": Fault(
        "regions.permissions.deciding_scope", lambda who: JoiningScope(everything=True), ("applications", "application"),
    ),
    "an application is got by its id alone": Fault(
        "regions.joining.get_application_for", any_row(Application), ("application",), ("away_rep",)
    ),
    "invitations are not scoped": Fault(
        "regions.permissions.inviting_scope", lambda who: JoiningScope(everything=True), ("invitations",), ("away_rep",)
    ),
    "an invitation is got by its id alone": Fault(
        "regions.joining.get_invitation_for", any_row(Invitation), ("change_invitation",), ("away_rep",)
    ),
    "addresses are approved in every region": Fault(
        "regions.permissions.can_approve_address", lambda who, region: True, ("address_requests", "decide_address"), ("away_rep",)
    ),
    "anybody manages places": Fault("regions.permissions.can_manage_places", lambda who, pk: True, ("service_places",), ("home_rep",)),
    "anybody edits a service": Fault("regions.permissions.can_edit_service", lambda who, pk: True, ("edit_service",), ("home_rep",)),
    "any representative has any desk": Fault(
        "regions.permissions.can_see_desk", lambda who, region: bool(who.represents), ("region_desk",), ("away_rep",)
    ),
    "anybody suspends": Fault(
        "regions.permissions.can_suspend", lambda who, region, is_self: True, ("suspend_member",), ("away_rep",)
    ),
    "everybody sees terms": Fault("regions.permissions.can_see_terms", lambda who: True, ("secretariat_terms",)),
    "everybody sees the audit log": Fault(
        "regions.permissions.can_see_audit_log", lambda who: True, ("audit_log",), ("secretariat",)
    ),
    "everybody is the secretariat": Fault(
        "regions.permissions.is_working_secretariat", lambda who: True, ("secretariat_service", "secretariat_import"), ("officer",)
    ),
    "everybody manages groups": Fault(
        "regions.permissions.can_manage_group", lambda who, network: True, ("group_members",), ("home_rep",)
    ),
    "a network is got by its address alone": Fault(
        "forum.views.networks.get_network_for", lambda member, slug: Network.objects.get(slug=slug), ("board_readers",)
    ),
    "everybody sees every network": Fault("regions.permissions.can_see_network", lambda who, network: True, ("network",)),
    "anybody sets who reads": Fault(
        "regions.permissions.can_set_readers", lambda who, network: True, ("board_readers", "change_board"), ("home_member",)
    ),
    "anybody moderates where they read": Fault(
        "regions.permissions.can_moderate", lambda who, network: True, ("move_topic",), ("home_member",)
    ),
    "a question is read before it was taken on": Fault(
        "forum.access.topic_filter", lambda scope, prefix="": Q(), ("topic", "search"),
    ),
    "anybody answers for a region": Fault(
        "regions.permissions.can_answer_for_region", lambda who, region: True, ("asked_region",), ("home_member",)
    ),
    "anybody ends it": Fault(
        "regions.permissions.can_end_asking", lambda who, network, region, is_asker: True, ("end_asking",), ("home_member",)
    ),
    "who is not listed has a page": Fault(
        "regions.directory.listed_members", lambda today=None: Member.objects.all(), ("directory", "member")
    ),
    "what is held about me is another's": Fault(
        "regions.personal_data.gather", lambda member: right_gather(Member.objects.get(first_name="Sid")), ("my_data",), ("home_author",)
    ),
    "representatives need no second factor": Fault(
        "accounts.assurance.has_second_factor", lambda session: True, ("audit_log", "region_members"), ("unsure_rep",)
    ),
    "the secretariat need no second factor": Fault(
        "accounts.assurance.has_second_factor", lambda session: True, ("secretariat", "secretariat_members"),
        ("unsure_secretariat",),
    ),
    "what is refused is not called missing": Fault(
        "forum.selectors.get_board_page_for",
        lambda member, slug: refuse(Board.objects.filter(slug=slug).exists()), ("board",),
    ),
}  # fmt: skip


def refuse(there_is_one: bool) -> None:
    raise PermissionDenied if there_is_one else NotVisible


def complaints_of(world: World, result: Crawl, fault: Fault) -> list[str]:
    opened = [
        one
        for persona in fault.personas
        for one in wrongly_opened_or_closed(world, persona, result.opened, only=set(fault.routes))
        if ": open" in one
    ]
    return [str(finding) for finding in result.findings] + opened


@pytest.mark.django_db
def test_each_planted_fault_is_caught():
    world = make_world()
    missed = []
    for name, fault in FAULTS.items():
        with planted(fault.where, fault.instead):
            broken = crawl(world, fault.personas, methods=("GET", "POST"), only=set(fault.routes))
        if not complaints_of(world, broken, fault):
            missed.append(name)
    assert missed == []
    assert len(FAULTS) >= 40


@pytest.mark.django_db
def test_mail_to_somebody_who_lost_the_right_is_caught():
    world = make_world()
    with planted("notifications.reading.readers_among", lambda ids, board: ids):
        answer(world)
    assert look_through_mails(world).findings != []


@pytest.mark.django_db
def test_the_right_is_asked_again_when_too_many_follow():
    """Everybody follows every topic: the second check alone keeps the mail in, and without it the look finds it."""
    world = make_world()
    with planted(
        "forum.selectors.follower_ids", lambda topic, by_mail, told: set(Member.objects.values_list("pk", flat=True))
    ):
        answer(world)
        assert look_through_mails(world).findings == []
        with planted("notifications.reading.readers_among", lambda ids, board: ids):
            answer(world)
    assert look_through_mails(world).findings != []


def answer(world: World) -> None:
    author = Member.objects.get(first_name="Ada")
    make_answer(author, world.made["home topic"], f"More {world.canary('a later answer', HOME_READERS)}")
    drain_outbox()
