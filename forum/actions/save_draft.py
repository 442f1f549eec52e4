"""A member keeps what they have begun to write."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Member
from forum.access import visible_boards
from forum.content import BadContent
from forum.drafts import LONGEST_DRAFT, Words, plain_lines, topic_of_place
from forum.models import Draft
from regions.permissions import can_keep_draft, require, why_not_write_at_all
from regions.standing import member_standing


class DraftMoved(Exception):
    """Another tab kept something else there meanwhile: `draft`, or None if it was posted or thrown away."""

    def __init__(self, draft: Draft | None) -> None:
        super().__init__("another tab kept something else")
        self.draft = draft


def save_draft(actor: Member, place: str, *, words: Words, version: int) -> Draft | None:
    """Keep the words; `version` is that of the draft they grew from, 0 for none. Without words the draft goes: None.

    The same words again change nothing. Raises NotVisible, Refused, BadContent, DraftMoved.
    """
    try:
        return _save(actor, place, words, version)
    except IntegrityError:
        raise DraftMoved(Draft.objects.filter(member=actor, place=place).first()) from None


@transaction.atomic
def _save(actor: Member, place: str, words: Words, version: int) -> Draft | None:
    standing = member_standing(actor)
    require(can_keep_draft(standing), why_not_write_at_all(standing))
    topic_id = topic_of_place(actor, place)
    if len(words.text) > LONGEST_DRAFT:
        raise BadContent(f"The text has {len(words.text):,} characters, and a draft {LONGEST_DRAFT:,} at the most.")
    draft = Draft.objects.select_for_update().filter(member=actor, place=place).first()
    board = visible_boards(actor).filter(slug=words.board).first() if words.board else None
    kept = {
        "text": plain_lines(words.text), "title": words.title.replace("\x00", "")[:255],
        "kind": words.kind[:12], "board_id": board.pk if board else None, "topic_id": topic_id,
        "tags": list(words.tags), "poll": dict(words.poll),
    }  # fmt: skip
    if draft is None:
        return None if words.empty else Draft.objects.create(member=actor, place=place, **kept)
    if all(getattr(draft, name) == value for name, value in kept.items()):
        return draft
    if draft.version != version:
        raise DraftMoved(draft)
    if words.empty:
        draft.delete()
        return None
    for name, value in kept.items():
        setattr(draft, name, value)
    draft.version, draft.updated = draft.version + 1, timezone.now()
    draft.save()
    return draft
