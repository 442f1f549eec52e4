"""Words to a post's author alone, as a letter from the product; then they are nowhere here."""

from typing import Any

from django.db import transaction

from forum.access import visible_posts
from forum.events import AsideWritten
from forum.models import Aside, Post
from notifications.addresses import aside_address
from notifications.fresh import NothingToSend, there
from notifications.letters import write_letter
from notifications.models import Letter
from notifications.reading import readers_among
from notifications.tokens import Purpose, seal
from regions.selectors import current_membership


def take_aside(event: AsideWritten, event_id: int) -> None:
    """To the one member whom it was written to."""
    row = Aside.objects.select_related("reader").filter(pk=event.aside_id).first()
    if row is not None:
        write_letter("aside", member=row.reader, key=f"aside:{row.pk}", context={"aside_id": row.pk})


def aside_facts(letter: Letter) -> dict[str, Any]:
    """The words, while both may read the post that they are about. The answer goes back the same way."""
    row = there(Aside, letter.context["aside_id"])
    post = Post.objects.select_related("topic__forum__network").get(pk=row.post_id)
    both = [row.sender_id, row.reader_id]
    shown = post.approved and post.topic.approved
    if not row.words or not shown or len(readers_among(both, post.topic)) != len(both):
        raise NothingToSend
    place, reader = current_membership(row.sender), row.reader
    token = seal(
        Purpose.ASIDE, member_id=reader.pk, thing_id=row.pk, generation=reader.token_generation
    )  # fmt: skip
    return {
        "words": row.words, "sender": row.sender, "post": post, "topic": post.topic, "board": post.topic.forum,
        "is_answer": post.poster_id != reader.pk,
        "place": place if place is not None and place.status != "ended" else None, "reply_to": aside_address(token),
    }  # fmt: skip


def settle_aside(letter: Letter, *, taken: bool) -> None:
    """Taken by the relay: blanked. Not taken: given back to who wrote."""
    if taken:
        _blank(letter)
        return
    row = Aside.objects.select_related("sender").filter(pk=letter.context["aside_id"]).first()
    if row is not None and row.words:
        with transaction.atomic():
            write_letter("aside_back", member=row.sender, key=f"aside-back:{row.pk}", context={"aside_id": row.pk})


def returned_facts(letter: Letter) -> dict[str, Any]:
    row = there(Aside, letter.context["aside_id"])
    if not row.words:
        raise NothingToSend
    return {"words": row.words, "reader": row.reader}


def settle_returned_aside(letter: Letter, *, taken: bool) -> None:
    """The last that can be done: the words are not kept for a third try."""
    _blank(letter)


def sent_facts(letter: Letter) -> dict[str, Any]:
    """Who it went to, for who wrote it. The topic's name only while they may read it."""
    row = there(Aside, letter.context["aside_id"])
    if letter.member is None or not visible_posts(letter.member).filter(pk=row.post_id).exists():
        raise NothingToSend
    return {"reader": row.reader, "topic": row.post.topic}


def _blank(letter: Letter) -> None:
    Aside.objects.filter(pk=letter.context["aside_id"]).update(words="")
