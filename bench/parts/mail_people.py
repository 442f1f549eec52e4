"""Who is mailed: a region whose members all get its board's posts as they happen, made by the product's own actions."""

from dataclasses import dataclass

from accounts.models import Member
from forum.actions.start_topic import start_topic
from forum.models import Board, Post
from forum.origin import Origin
from tests.factories import make_board, make_member, make_network

TEXT = (
    "We moved it to a weekly meeting in the spring, and waits fell from five weeks to two. What helped most:\n\n"
    "- one named contact in each school\n- one page, no jargon\n- a telephone call the same day\n\n"
    "Has anybody tried it with a rota? I can send the form that we use."
)


@dataclass(frozen=True)
class People:
    author: Member
    board: Board

    def post(self, saying: str) -> Post:
        """A topic that nobody has read yet: each of the others gets a mail of it. `saying` is found in each."""
        return start_topic(
            self.author, self.board.slug, title="Who has a rota?", content=f"{saying} {TEXT}", origin=Origin.web(),
            idempotency_key=f"bench:{saying}",
        )  # fmt: skip


def make_people(followers: int) -> People:
    region = make_network("North West")
    author = make_member(region, "Sam")
    for _ in range(followers):
        make_member(region)
    return People(author, make_board(region, slug="north-west"))
