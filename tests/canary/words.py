"""The personas, what the canaries and the addresses of the world are, and who reads what."""

import random
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Member
from forum.models import Board
from regions.models import Network

HOME_READERS = frozenset({"home_author", "home_member", "home_lapsed", "home_rep", "away_rep", "officer"})
AWAY_READERS = frozenset({"away_member", "away_rep", "home_rep", "officer"})
EXECUTIVE = frozenset({"officer", "home_rep", "away_rep"})
REPRESENTATIVES = frozenset({"home_rep", "away_rep"})
GROUP_READERS = frozenset({"group_member"})
PAYING = frozenset({"home_author", "home_member", "home_rep", "away_member", "away_rep", "officer", "group_member"})
MEMBERS = PAYING | {"home_lapsed"}
READ_SHARED = MEMBERS | {"secretariat"}
NOBODY: frozenset[str] = frozenset()
SECRETARIAT = frozenset({"secretariat"})
OF_HOME = frozenset({"home_rep", "officer", "secretariat"})  # who sees the membership data of the home region
UNSURE = {"unsure_secretariat": "secretariat", "unsure_rep": "home_rep", "unsure_officer": "officer"}
OWNERS = {
    "home": HOME_READERS, "away": AWAY_READERS, "group": GROUP_READERS, "executive": EXECUTIVE,
    "representatives": REPRESENTATIVES, "shared": READ_SHARED, "national": READ_SHARED,
}  # fmt: skip

# Who wrote what stands on each board.
WRITERS = {
    "home": "home_author", "away": "away_member", "group": "group_member", "executive": "officer",
    "representatives": "home_rep", "shared": "away_member", "national": "home_author",
}  # fmt: skip


@dataclass(frozen=True)
class Canary:
    word: str
    readers: frozenset[str]
    where: str
    sure: bool = False  # shown only to who has shown a second factor


@dataclass(frozen=True)
class Target:
    """An address with the personas for whom it exists; everybody else must be told what a missing one is told."""

    args: tuple[Any, ...]
    exists_for: frozenset[str] | None
    owner: str = ""
    query: str = ""
    data: str = ""


@dataclass
class World:
    personas: dict[str, Member | None] = field(default_factory=dict)
    canaries: list[Canary] = field(default_factory=list)
    targets: dict[str, list[Target]] = field(default_factory=dict)
    boards: dict[str, Board] = field(default_factory=dict)
    networks: dict[str, Network] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    def canary(self, where: str, readers: frozenset[str], *, sure: bool = False) -> str:
        word = "".join(self.chance.choices("bcdfghjklmnpqrstvwxz", k=16))
        self.canaries.append(Canary(word, readers, where, sure))
        return word

    def target(
        self,
        route: str,
        *args: Any,
        exists_for: frozenset[str] | None,
        owner: str = "",
        query: str = "",
        data: str = "",
    ) -> None:
        """`data`: what a form sends, where an empty one would not get as far as the check."""
        self.targets.setdefault(route, []).append(Target(args, exists_for, owner, query, data))


def member_of(world: World, persona: str) -> Member:
    member = world.personas[persona]
    assert member is not None
    return member
