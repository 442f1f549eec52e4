"""What moderators see beside the matters that wait: what its author is looking at, and what was removed."""

from django.db.models import QuerySet

from accounts.models import Member
from forum.models import Post
from regions.models import Network
from regions.permissions import can_moderate
from regions.standing import member_standing


def moderated_networks(member: Member) -> list[Network]:
    standing = member_standing(member)
    if not (standing.represents or standing.is_executive):
        return []
    return [network for network in Network.objects.all() if can_moderate(standing, network)]


def with_their_authors(member: Member, networks: list[Network]) -> QuerySet[Post]:
    """Held, and not vouched for: the moderator knows that it is held and by which kind of rule, never the text."""
    return _posts(member, networks, Post.State.HELD)


def removed_posts(member: Member, networks: list[Network]) -> QuerySet[Post]:
    """To be restored, or not."""
    return _posts(member, networks, Post.State.REMOVED)


def _posts(member: Member, networks: list[Network], state: str) -> QuerySet[Post]:
    return (
        Post.objects.filter(topic__forum__network__in=networks, state=state)
        .exclude(poster=member)
        .select_related("topic__forum__network", "poster")
        .defer("content", "_content_rendered", "topic__forum__description")
        .prefetch_related("findings")
        .order_by("-pk")
    )
