"""What a form for writing begins with: a draft, a quotation, or nothing."""

from typing import Any

from forum.access import visible_posts
from forum.actions.forget_draft import forget_draft
from forum.drafts import NEW, draft_at
from forum.models import Closing, Topic
from forum.polls.typed import as_fields
from forum.quoting import quoted
from regions.doors import MemberRequest


def answer_begun(request: MemberRequest, topic: Any) -> dict[str, Any]:
    """The member's draft for this topic, of `get_topic_page_for`; below it, with `?quote=`, what the post of that
    number in it says.
    """
    start: dict[str, Any] = {"draft_version": topic.draft_version or 0}
    text = topic.draft_text or ""
    quotation = _quotation(request, topic)
    if quotation and quotation.strip() not in text:
        text = f"{text.rstrip()}\n\n{quotation}".lstrip()
    return start | ({"text": text} if text else {})


def _quotation(request: MemberRequest, topic: Topic) -> str:
    asked = request.GET.get("quote", "")
    if not asked.isdecimal():
        return ""
    posts = visible_posts(request.user).filter(topic=topic, number=int(asked[:9])).select_related("poster")
    post = posts.first()
    return "" if post is None or post.is_taken_back else quoted(post)


def topic_begun(request: MemberRequest) -> dict[str, Any]:
    draft = draft_at(request.user, NEW)
    if draft is None:
        return {}
    start = {"title": draft.title, "text": draft.text, "draft_version": draft.version, "tags": ", ".join(draft.tags)}
    start |= as_fields(draft.poll)
    return start | ({"kind": draft.kind} if draft.kind else {}) | ({"board": draft.board.slug} if draft.board else {})


def posted(request: MemberRequest, place: str) -> None:
    """The draft that this form grew from has served; what another tab kept since stays."""
    version = request.POST.get("draft_version", "")
    forget_draft(
        request.user, place, version=int(version[:9]) if version.isdigit() else 0, text=request.POST.get("text", "")
    )


def closing_of(topic: Topic) -> Closing | None:
    closing = getattr(topic, "closing", None)
    return closing if closing is not None and closing.reopened is None else None
