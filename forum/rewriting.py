"""Changing what a published post says: its text, its words in search, and the topic's title with all that bears it."""

from django.db.models import F

from forum import search
from forum.content import BadContent
from forum.models import Post, PostVersion, Topic
from forum.origin import Origin
from forum.publishing import findings_in, set_text
from screening import Finding, rules_found


class WouldBeHeld(BadContent):
    """The changed text looks like a child's details, so it is not shown. `rules`: the kinds of rule, in order."""

    def __init__(self, rules: tuple[str, ...]) -> None:
        super().__init__(
            "Your change is not saved: it may let somebody work out who a child is. "
            "Others still see the text as it was."
        )
        self.rules = rules


def keep_version(post: Post) -> None:
    """Put what the post says now among its earlier texts."""
    PostVersion.objects.create(post=post, number=post.updates_count, title=post.subject, text=post.content.raw)


def require_safe(post: Post, title: str, text: str) -> None:
    """Raises WouldBeHeld for details that the post did not hold before: what a representative let through stays."""
    already = _matched(post.subject, post.content.raw)
    new = _matched(title, text) - already
    if new:
        findings = findings_in(title, text, Origin.web())
        raise WouldBeHeld(tuple(str(rule) for rule in rules_found(findings)))


def _matched(title: str, text: str) -> set[tuple[str, str]]:
    whole = "\n\n".join((title, text))
    found: tuple[Finding, ...] = findings_in(title, text, Origin.web())
    return {(str(one.rule), whole[one.start : one.end]) for one in found}


def rewrite(post: Post, *, title: str, text: str) -> None:
    """Set title and text of a post that the caller has locked, and count the change."""
    set_text(post, text)
    Post.objects.filter(pk=post.pk).update(
        subject=title, content=text, _content_rendered=post._content_rendered, updates_count=F("updates_count") + 1
    )
    post.subject, post.updates_count = title, post.updates_count + 1


def retitle(topic: Topic, title: str, slug: str) -> None:
    """The title stands in the topic and in each of its posts, and is found by each."""
    Post.objects.filter(topic=topic).update(subject=title)
    Topic.objects.filter(pk=topic.pk).update(subject=title, slug=slug)
    for post in Post.objects.filter(topic=topic, approved=True, state=Post.State.PUBLISHED).iterator(chunk_size=200):
        search.index(post)


def count_change(topic: Topic) -> None:
    """Open pages of the topic learn that what they show is no longer so."""
    Topic.objects.filter(pk=topic.pk).update(changes=F("changes") + 1)
