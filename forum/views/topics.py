"""A topic and its posts, answering it, and starting a new one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from forum.access import NotVisible, get_post_for, get_topic_for, visible_boards
from forum.actions.follow_topic import follow_topic
from forum.actions.mark_read import mark_read
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.start_topic import start_topic
from forum.asking import board_of_reader
from forum.content import BadContent
from forum.drafts import NEW, topic_place
from forum.files.showing import with_files
from forum.forms import AnswerForm, TopicForm, new_key
from forum.models import Board, Post
from forum.origin import Origin
from forum.polls.forms import PollForm
from forum.polls.panel import panel_of
from forum.polls.wish import BadPoll
from forum.preview import Preview, preview_of
from forum.selectors import (
    POSTS_A_PAGE,
    get_topic_page_for,
    page_of,
    pages_of,
    posts_after,
    posts_on_page,
    topic_choice,
)
from forum.tags import split_tags
from forum.told import Told, off_by_mail
from forum.traces import merged_topic_for, traces_of
from forum.views.attaching import ready_files, take_files
from forum.views.beginning import answer_begun, closing_of, posted, topic_begun
from regions.cover import looked_after
from regions.doors import MemberRequest, kept_fields, member_page, tells_refusals
from regions.permissions import (
    can_add_poll,
    can_ask_regions,
    can_close_topic,
    can_moderate,
    can_reply,
    can_start_topic,
    can_tag,
    can_volunteer,
    why_not_write,
    why_not_write_at_all,
)
from regions.problems import Problem
from regions.standing import member_standing

UNPROCESSABLE = 422


@member_page
@tells_refusals("reply_to_topic")
def topic(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the topic; on POST, answer it. What was merged into another topic leads there, and so does its answer."""
    try:
        return _read_or_answer(request, pk)
    except NotVisible:
        merged = merged_topic_for(request.user, pk)
        return _read_or_answer(request, merged.pk) if request.method == "POST" else redirect("topic", merged.pk)


def _read_or_answer(request: MemberRequest, pk: int) -> HttpResponse:
    if request.method != "POST":
        kept, found = kept_fields(request), get_topic_page_for(request.user, pk)
        start = {"key": new_key()} | answer_begun(request, found) | kept
        return _show(request, found, AnswerForm(initial=start), back=bool(kept))
    form = AnswerForm(request.POST, request.FILES)
    good = take_files(request, form)
    if good and request.POST.get("do") == "preview":
        found = get_topic_page_for(request.user, pk)
        return _show(request, found, form, preview=preview_of(found.subject, form.cleaned_data["text"]))
    if good:
        try:
            post = reply_to_topic(
                request.user, pk, content=form.cleaned_data["text"], origin=Origin.web(),
                idempotency_key=form.cleaned_data["key"],
            )  # fmt: skip
        except BadContent as problem:
            form.add_error("text", str(problem))
        else:
            if getattr(post.topic, "has_draft", True):
                posted(request, topic_place(pk))
            return redirect(where_it_is(post))
    return _show(request, get_topic_page_for(request.user, pk), form, status=UNPROCESSABLE)


def _show(
    request: MemberRequest, found: Any, form: AnswerForm, *, back: bool = False, status: int = 200,
    preview: Preview | None = None,
) -> HttpResponse:  # fmt: skip
    read = found.read_number
    pages = pages_of(found)
    page = _page_number(request, default=min(page_of(read + 1), pages) if form.is_bound is False else pages)
    if page > pages:
        raise Http404
    posts = with_files(posts_on_page(found, page), request.user)
    shown_to = last_number(posts)
    if shown_to > read:
        mark_read(request.user, found, shown_to)
    standing, network, around = member_standing(request.user), found.forum.network, found.around
    shut = {"locked": found.is_locked, "closed": found.forum.closed is not None}
    writes = can_reply(standing, around, **shut)
    care = looked_after(network)
    poll, is_author = getattr(found, "poll", None), found.poster_id == request.user.pk
    context = {
        "panel": panel_of(request.user, found, poll) if poll else None,
        "may_add_poll": not poll and can_add_poll(standing, network, is_author=is_author, **shut),
        "topic": found,
        "board": board_of_reader(request.user, found),
        "posts": posts,
        "page": page,
        "pages": range(1, pages + 1),
        "first_unread": next((post.number for post in posts if 0 < read < (post.number or 0)), None),
        "form": form,
        "ready_files": ready_files(request, form),
        "place": topic_place(found.pk),
        "preview": preview,
        "accepted": getattr(found, "accepted", None),
        "closing": closing_of(found),
        "may_close": can_close_topic(
            standing, network, is_asker=found.poster_id == request.user.pk, closed=shut["closed"]
        ),
        "text_is_back": back,
        "may_write": writes,
        "why_not": "" if writes else why_not_write(standing, around, **shut).sentence,
        "choice": topic_choice(request.user, found),
        "off_by_mail": off_by_mail(found.told_off or "", Told.ANSWER),
        "care": care,
        "may_volunteer": can_volunteer(standing, network, vacant=care.vacant),
        "may_move": can_moderate(standing, network),
        "traces": traces_of(found, request.user, first=(page - 1) * POSTS_A_PAGE, last=page * POSTS_A_PAGE),
        "may_ask": can_ask_regions(standing, network, is_asker=is_author, shut=any(shut.values())),
        "may_tag": can_tag(standing, network, is_author=found.poster_id == request.user.pk),
    }
    return render(request, "forum/topic.html", context, status=status)


def last_number(posts: list[Post]) -> int:
    return posts[-1].number or 0 if posts else 0


def _page_number(request: HttpRequest, *, default: int) -> int:
    asked = request.GET.get("page", "")
    return max(1, int(asked[:9])) if asked.isdigit() else default


def where_it_is(post: Post) -> str:
    """The address of a post: on its topic's page, or, if it is held, on its author's own page."""
    if not post.approved or post.number is None:
        return reverse("held_post", args=[post.pk])
    return f"{reverse('topic', args=[post.topic_id])}?page={page_of(post.number)}#post-{post.number}"


@member_page
def post(request: MemberRequest, pk: int) -> HttpResponse:
    """A post's permanent address."""
    return redirect(where_it_is(get_post_for(request.user, pk)))


@member_page
def newer_posts(request: MemberRequest, pk: int) -> HttpResponse:
    """The posts after a number, as a fragment for a page that is open. Reading them marks them read."""
    found = get_topic_for(request.user, pk)
    after = request.GET.get("after", "")
    posts = with_files(posts_after(found, int(after[:9]) if after.isdigit() else 0)[:100], request.user)
    if posts:
        mark_read(request.user, found, last_number(posts))
    may_move = can_moderate(member_standing(request.user), found.forum.network)
    return render(request, "forum/parts/posts.html", {"topic": found, "posts": posts, "may_move": may_move})


@require_POST
@member_page
@tells_refusals("follow_topic")
def follow(request: MemberRequest, pk: int) -> HttpResponse:
    try:
        follow_topic(
            request.user, pk, wants=request.POST.get("wants") or "?", mentions=request.POST.get("mentions") != "no"
        )
    except ValueError as error:
        raise Http404 from error
    return redirect("topic", pk)


@member_page
@tells_refusals("start_topic")
def new_topic(request: MemberRequest) -> HttpResponse:
    """Write a new topic; `?board=` chooses the board."""
    boards = boards_to_post_in(request)
    kept = kept_fields(request)
    if request.method != "POST":
        start = {"board": request.GET.get("board", ""), "key": new_key()} | topic_begun(request) | kept
        begun = {name.removeprefix("poll-"): typed for name, typed in start.items() if name.startswith("poll-")}
        poll = PollForm(initial=begun or None)
        return _new_topic_page(request, TopicForm(boards=boards, initial=start), poll, boards, back=bool(kept))
    form, poll = TopicForm(request.POST, request.FILES, boards=boards), PollForm(request.POST)
    good = take_files(request, form)
    if good and request.POST.get("do") == "preview":
        seen = preview_of(form.cleaned_data["title"], form.cleaned_data["text"])
        return _new_topic_page(request, form, poll, boards, preview=seen)
    if good and (not poll.is_wanted or poll.is_valid()):
        try:
            opening = start_topic(
                request.user, form.cleaned_data["board"], title=form.cleaned_data["title"],
                content=form.cleaned_data["text"], kind=form.cleaned_data["kind"], origin=Origin.web(),
                idempotency_key=form.cleaned_data["key"], poll=poll.wish() if poll.is_wanted else None,
                tags=split_tags(form.cleaned_data["tags"]),
            )  # fmt: skip
        except BadPoll as problem:
            poll.add_error(problem.field, str(problem))
        except BadContent as problem:
            form.add_error(None, str(problem))
        except Problem as problem:
            form.add_error(problem.field, problem.sentence)
        else:
            posted(request, NEW)
            return redirect(where_it_is(opening))
    return _new_topic_page(request, form, poll, boards, status=UNPROCESSABLE)


def _new_topic_page(
    request: MemberRequest, form: TopicForm, poll: PollForm, boards: list[Board], *, back: bool = False,
    status: int = 200, preview: Preview | None = None,
) -> HttpResponse:  # fmt: skip
    why_not = "" if boards else why_not_write_at_all(member_standing(request.user)).sentence
    context = {
        "form": form, "poll_form": poll, "boards": boards, "text_is_back": back, "why_not": why_not, "place": NEW,
        "preview": preview,
        "ready_files": ready_files(request, form),
    }  # fmt: skip
    return render(request, "forum/new_topic.html", context, status=status)


def boards_to_post_in(request: MemberRequest) -> list[Board]:
    standing = member_standing(request.user)
    readable = visible_boards(request.user).order_by("network__position", "name")
    return [board for board in readable if can_start_topic(standing, board.network, closed=board.closed is not None)]
