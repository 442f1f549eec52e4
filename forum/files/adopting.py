"""From lying ready to being a post's: what the submission's key gathered becomes part of the post that it made."""

from forum.files.kinds import MOST_FILES
from forum.models import Attachment, Post, RefusedFile

MOST_SEARCHED = 300_000  # characters: PostgreSQL's tsvector holds one megabyte


def adopt_files(post: Post) -> list[str]:
    """In the transaction that writes the post. Returns the kinds of rule by which its files look like a child's
    details.
    """
    key = post.idempotency_key or ""
    ready = Attachment.objects.filter(owner_id=post.poster_id, key=key, post=None)
    rows = list(ready.order_by("pk").only("pk", "rules")[:MOST_FILES]) if key else []
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).update(post=post)
    if key:
        RefusedFile.objects.filter(owner_id=post.poster_id, key=key, post=None).update(post=post)
    return rules_of(rows)


def rules_of(rows: list[Attachment]) -> list[str]:
    return list(dict.fromkeys(rule for row in rows for rule in row.rules))


def words_of_files(post: Post) -> str:
    """The names and the words of a post's files, for search."""
    said = [f"{name}\n{words}" for name, words in post.attachments.order_by("pk").values_list("name", "words")]
    return "\n".join(said)[:MOST_SEARCHED]
