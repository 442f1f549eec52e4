"""People, networks and topics for tests: made by the product's own actions, with boring values."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from accounts.actions.register_member import register_member
from accounts.models import Member
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.start_topic import start_topic
from forum.models import Board, Post, Topic
from forum.origin import Origin
from regions.actions.admit_member import admit_member
from regions.actions.appoint_officer import appoint_officer
from regions.actions.appoint_representative import appoint_representative
from regions.actions.give_network_place import give_network_place
from regions.models import Network, Service

_numbers = count(1)
MONTH_AGO = timedelta(days=30)


def make_network(name: str = "", *, kind: str = Network.Kind.REGION) -> Network:
    number = next(_numbers)
    name = name or f"Region {number}"
    slug = name.lower().replace(" ", "-")
    found = Network.objects.filter(slug=slug).first()
    return found or Network.objects.create(
        kind=kind, name=name, slug=slug, code=name[:2].upper(), hue=number * 5 % 360, position=number
    )


def make_board(network: Network, *, slug: str = "", readers: str = Board.Readers.NETWORK) -> Board:
    slug = slug or f"{network.slug}-{next(_numbers)}"
    board = Board(name=f"{network.name} board", slug=slug, network=network, readers=readers, type=Board.FORUM_POST)
    board.save()
    return board


def make_service(region: Network) -> Service:
    number = next(_numbers)
    return Service.objects.create(name=f"Service {number}", slug=f"service-{number}", region=region)


def make_person(
    first_name: str = "", last_name: str = "Tester", *, address: str = "", more: tuple[str, ...] = ()
) -> Member:
    """Somebody who can sign in and belongs nowhere."""
    first_name = first_name or f"Person{next(_numbers)}"
    address = address or f"{first_name}.{next(_numbers)}@council.example".lower()
    return register_member(first_name=first_name, last_name=last_name, address=address, further_addresses=more)


def make_member(region: Network, first_name: str = "", *, address: str = "", more: tuple[str, ...] = ()) -> Member:
    member = make_person(first_name, address=address, more=more)
    admit_member(
        None, member, make_service(region), tier="full", job_title="Head of service",
        starts=timezone.localdate() - MONTH_AGO,
    )  # fmt: skip
    return member


def make_representative(network: Network, first_name: str = "") -> Member:
    member = make_member(network if network.kind == Network.Kind.REGION else make_network(), first_name)
    appoint_representative(None, member, network, starts=timezone.localdate() - MONTH_AGO)
    return member


def make_officer(name: str = "chair", *, region: Network | None = None) -> Member:
    member = make_person() if name == "secretariat" else make_member(region or make_network())
    appoint_officer(None, member, name, starts=timezone.localdate() - MONTH_AGO)
    return member


def join(member: Member, network: Network) -> Member:
    give_network_place(None, member, network, starts=timezone.localdate() - MONTH_AGO)
    return member


def make_topic(
    author: Member, board: Board, *, title: str = "Who has a remand protocol?", text: str = "We need one."
) -> Topic:
    post = start_topic(author, board.slug, title=title, content=text, origin=Origin.web(), idempotency_key=new_key())
    return Topic.objects.select_related("forum__network").get(pk=post.topic_id)


def make_answer(author: Member, topic: Topic, text: str = "We have one.") -> Post:
    return reply_to_topic(author, topic.pk, content=text, origin=Origin.web(), idempotency_key=new_key())


def new_key() -> str:
    return f"test:{next(_numbers)}"


def fresh(member: Member) -> Member:
    """The member as the next request would load them: nothing remembered of their standing."""
    return Member.objects.get(pk=member.pk)
