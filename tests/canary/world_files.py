"""A file for each board: its bytes, its name and its words are canaries. Laid by hand: how files come in is tested
where files are, and each persona has a world of its own.
"""

from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.start_topic import start_topic
from forum.files import store
from forum.models import Aside, Attachment, Post, RefusedFile
from forum.origin import Origin
from tests.canary.words import NOBODY, OWNERS, World, member_of

WRITERS = {
    "home": "home_author", "away": "away_member", "group": "group_member", "executive": "officer",
    "representatives": "home_rep", "shared": "away_member", "national": "home_author",
}  # fmt: skip
AUTHOR = frozenset({"home_author"})


def add_files(world: World) -> None:
    for key, writer in WRITERS.items():
        readers, author = OWNERS[key], member_of(world, writer)
        file = _lay(world, writer, key, readers)
        RefusedFile.objects.create(
            owner=author, key=file.key, why="too_large",
            name=world.canary(f"refused name on {key}", frozenset({writer})),
        )  # fmt: skip
        reply_to_topic(
            author, world.made[f"{key} topic"].pk, content="Here it is.", origin=Origin.web(), idempotency_key=file.key
        )
        for route in ("file", "file_preview"):
            world.target(route, file.pk, exists_for=readers, owner=key)
    _held_and_ready(world)
    Aside.objects.create(
        post=Post.objects.get(topic=world.made["home topic"], number=1), sender=member_of(world, "home_author"),
        reader=member_of(world, "home_rep"), words=world.canary("words to one member", NOBODY), idempotency_key="waits",
    )  # fmt: skip


def _held_and_ready(world: World) -> None:
    """A file of a post that is held for what the file says, and one that was never posted: the author's alone."""
    ready, held = (_lay(world, "home_author", what, AUTHOR) for what in ("ready", "held"))
    Attachment.objects.filter(pk=held.pk).update(rules=["name_dob"])
    start_topic(
        member_of(world, "home_author"), "home-board", title="A paper", content="With it.", origin=Origin.web(),
        idempotency_key=held.key,
    )  # fmt: skip
    held.refresh_from_db()
    assert held.post is not None
    assert not held.post.approved
    for file in (ready, held):
        world.target("file", file.pk, exists_for=AUTHOR, owner="a file of one")
    world.target("file", 999_999_999, exists_for=NOBODY, owner="nobody")


def _lay(world: World, writer: str, key: str, readers: frozenset[str]) -> Attachment:
    content, preview = (world.canary(f"{what} on {key}", readers).encode() for what in ("bytes", "preview"))
    return Attachment.objects.create(
        owner=member_of(world, writer), key=f"canary:{key}", kind="png", digest="0" * 64, size=len(content),
        name=f"{world.canary(f'file called so on {key}', readers)}.png", stored=store.put(content),
        words=f"It says {world.canary(f'words of a file on {key}', readers)}.", preview=store.put(preview),
    )  # fmt: skip
