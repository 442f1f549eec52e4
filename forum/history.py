"""A post's earlier texts, each beside what it became."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from accounts.models import Member
from forum.access import NotVisible
from forum.differences import Part, difference
from forum.models import Post

CHANGES_A_PAGE = 20


@dataclass(frozen=True)
class Change:
    """One edit: when, and what it did to the title (empty if nothing) and to the text."""

    number: int
    at: datetime | None
    title: list[Part]
    text: list[Part]


@dataclass(frozen=True)
class HistoryPage:
    changes: list[Change]
    older: int | None


def history_of(member: Member, post: Post, *, before: int | None = None) -> HistoryPage:
    """The newest changes, or those below number `before`. The caller found the post through `access`.

    Raises NotVisible for a withdrawn post, except to its author: its history went with it.
    """
    if post.is_taken_back and post.poster_id != member.pk:
        raise NotVisible
    texts = post.versions.order_by("-number")
    states = [] if before is not None or post.is_taken_back else [_State(post.updates_count, post.subject, _raw(post))]
    if before is not None:
        texts = texts.filter(number__lte=before)
    states += [_State(one.number, one.title, one.text, one.replaced) for one in texts[: CHANGES_A_PAGE + 1]]
    states = states[: CHANGES_A_PAGE + 1]
    opens = post.topic.first_post_id == post.pk
    changes = [_change(old, new, with_title=opens) for new, old in pairwise(states)]
    more = len(states) > CHANGES_A_PAGE and states[-1].number > 0
    return HistoryPage(changes, states[-1].number if more else None)


@dataclass(frozen=True)
class _State:
    number: int
    title: str
    text: str
    replaced: datetime | None = None


def _raw(post: Post) -> str:
    return str(post.content.raw)


def _change(old: _State, new: _State, *, with_title: bool) -> Change:
    """The title of an answer is its topic's, and no change of the answer's author."""
    title = difference(old.title, new.title) if with_title and old.title != new.title else []
    return Change(new.number, old.replaced, title, difference(old.text, new.text))
