"""A topic's poll: adding one, answering it, and taking its result away as a file."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forum.access import NotVisible, get_topic_for
from forum.actions.add_poll import add_poll as add_it
from forum.actions.cast_vote import cast_vote
from forum.asking import board_of_reader
from forum.content import BadContent
from forum.models import Topic
from forum.polls.forms import PollForm, picked
from forum.polls.models import Poll
from forum.polls.panel import panel_of
from forum.polls.results import results_of
from forum.polls.voters import ballots_of
from forum.polls.wish import BadPoll
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.downloads import download
from regions.permissions import Reason, can_add_poll, require
from regions.spreadsheets import CSV_TYPE, Cell, as_csv
from regions.standing import member_standing

UNPROCESSABLE = 422


@member_page
@tells_refusals("add_poll")
def add_poll(request: MemberRequest, pk: int) -> HttpResponse:
    topic = get_topic_for(request.user, pk)
    shut = {"locked": topic.is_locked, "closed": topic.forum.closed is not None}
    is_author = topic.poster_id == request.user.pk
    allowed = can_add_poll(member_standing(request.user), topic.forum.network, is_author=is_author, **shut)
    require(allowed, Reason.NOT_THE_AUTHOR)
    form = PollForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            add_it(request.user, pk, wish=form.wish())
        except BadPoll as problem:
            form.add_error(problem.field, str(problem))
        else:
            return redirect(f"{reverse('topic', args=[pk])}#poll")
    context = {"topic": topic, "board": topic.forum, "poll_form": form, "form": form}
    return render(request, "forum/add_poll.html", context, status=UNPROCESSABLE if form.errors else 200)


@member_page
@tells_refusals("cast_vote")
def poll(request: MemberRequest, pk: int) -> HttpResponse:
    """The poll by itself: for a page that is open, and for an answer that has to be put right. On POST, answer it."""
    topic = get_topic_for(request.user, pk)
    found, problem = _poll_of(topic), ""
    if request.method == "POST":
        try:
            cast_vote(request.user, pk, picks=picked(found, request.POST))
        except BadContent as bad:
            problem = str(bad)
        else:
            messages.success(request, "Your answer is counted. You can change it until the poll closes.")
            return redirect(f"{reverse('topic', args=[pk])}#poll")
    panel = panel_of(request.user, topic, found, problem=problem)
    part = request.headers.get("X-Part") == "results"
    template = "forum/parts/poll_results.html" if part else "forum/poll.html"
    context = {"topic": topic, "board": board_of_reader(request.user, topic), "panel": panel}
    return render(request, template, context, status=UNPROCESSABLE if problem else 200)


@member_page
def poll_results(request: MemberRequest, pk: int) -> HttpResponse:
    """What the page shows, as a table for a spreadsheet."""
    topic = get_topic_for(request.user, pk)
    found = _poll_of(topic)
    found.topic = topic
    return download(as_csv(("what", "who", "option", "number"), _lines(found)), f"poll-{topic.pk}.csv", CSV_TYPE)


def _lines(found: Poll) -> Iterator[tuple[Cell, ...]]:
    results = results_of(found, ballots_of(found))
    yield ("question", "", found.question, "")
    yield ("asked", "", "", results.asked)
    yield ("answered", "", "", results.answered)
    if results.why:
        yield ("result", "", results.why, "")
    for option in results.options:
        yield ("first choices" if results.ranked else "answers", "all", option.words, option.votes)
    for one in results.rounds:
        for words, votes in one.rows:
            yield (f"round {one.number}", "all", words, votes)
        yield (f"round {one.number}", "all", "nobody left to count for", one.spent)
    for row in results.regions:
        names = ", ".join(row.names)
        yield ("answered", names, "", row.answered)
        for words, votes in zip(found.options, row.votes, strict=True):
            yield ("first choices" if results.ranked else "answers", names, words, votes)


def _poll_of(topic: Topic) -> Poll:
    found = Poll.objects.filter(topic=topic).first()
    if found is None:
        raise NotVisible
    return found
