"""What an answer needs to know, told in the statement that locks its topic."""

from typing import Any

from django.db.models import Exists, Subquery

from accounts.models import Member
from forum.access import NotVisible, visible_topics
from forum.drafts import topic_place
from forum.models import Attachment, Draft, Post, RefusedFile
from regions.selectors import places_to_name


def topic_to_answer(actor: Member, pk: int, idempotency_key: str) -> Any:
    """The topic, locked until the transaction ends, with `answered_by`, the post that this key made before,
    `has_files`, whether files wait for it, `has_draft`, whether a draft lies there, and the author's
    part and service. Raises NotVisible.

    All of that is as it was when the statement began: where it waited for the lock, a post with this key may have
    come meanwhile, and the unique key tells. The topic's own columns are read under the lock.
    """
    earlier = Post.objects.filter(poster=actor, idempotency_key=idempotency_key).order_by().values("pk")[:1]
    waiting = {"owner": actor, "key": idempotency_key, "post": None}
    files, refused = Attachment.objects.filter(**waiting), RefusedFile.objects.filter(**waiting)
    places = places_to_name().filter(member=actor)
    topics = (
        visible_topics(actor)
        .filter(pk=pk)
        .select_related("forum__network")
        .annotate(
            has_files=Exists(files) | Exists(refused),
            answered_by=Subquery(earlier),
            has_draft=Exists(Draft.objects.filter(member=actor, place=topic_place(pk))),
            author_part=Subquery(places.values("job_title")[:1]),
            author_service=Subquery(places.values("service__name")[:1]),
        )
    )
    found = topics.select_for_update(of=("self",)).first()
    if found is None:
        raise NotVisible
    return found


def line_of(topic: Any) -> str:
    """The author's part and service as they are today: old posts show the service of their day."""
    return ", ".join(part for part in (topic.author_part, topic.author_service) if part)
