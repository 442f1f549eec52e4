"""A moderator's hand on a topic: lock, pin, split, merge; and deleting a post everywhere."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.assurance import second_factor_page
from forum.access import get_topic_for
from forum.actions.hold_first_posts import hold_first_posts
from forum.actions.lock_topic import lock_topic
from forum.actions.merge_topics import merge_topics
from forum.actions.pin_topic import pin_topic
from forum.actions.purge_post import PURGEABLE, purge_post
from forum.actions.split_topic import split_topic
from forum.actions.unlock_topic import unlock_topic
from forum.actions.unpin_topic import unpin_topic
from forum.content import BadContent
from forum.forms_moderation import MergeForm, SplitForm
from forum.models import Poll, Topic
from forum.removal import get_post_to_see
from forum.views.networks import get_network_for
from forum.views.topics import UNPROCESSABLE
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.permissions import Reason, can_hold_first_posts, can_moderate, require
from regions.problems import Problem
from regions.standing import member_standing

DOES = {"lock": lock_topic, "unlock": unlock_topic, "pin": pin_topic, "unpin": unpin_topic}


def _topic(request: MemberRequest, pk: int) -> Topic:
    topic = get_topic_for(request.user, pk)
    require(can_moderate(member_standing(request.user), topic.forum.network), Reason.NOT_THE_REPRESENTATIVE)
    return topic


@member_page
@tells_refusals("moderate_topic")
def moderate_topic(request: MemberRequest, pk: int) -> HttpResponse:
    """What who moderates may do with the topic, on one page."""
    topic = _topic(request, pk)
    if request.method == "POST":
        act = DOES.get(request.POST.get("do", ""))
        if act is None:
            raise Http404
        act(request.user, pk)
        messages.success(request, "Done.")
        return redirect("moderate_topic", pk)
    return render(request, "moderation/topic.html", {"topic": topic, "board": topic.forum})


@member_page
@tells_refusals("split_topic")
def split(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose the answers that go, and what the new topic is called."""
    topic = _topic(request, pk)
    answers = list(topic.posts.filter(approved=True, number__gt=1).select_related("poster").order_by("number")[:500])
    form = SplitForm(request.POST or None, answers=answers)
    if request.method == "POST" and form.is_valid():
        try:
            new = split_topic(request.user, pk, post_ids=form.cleaned_data["answers"], title=form.cleaned_data["title"])
        except BadContent as problem:
            form.add_error("title", str(problem))
        else:
            messages.success(request, "Split. Both topics show it.")
            return redirect("topic", new.pk)
    chosen = set(request.POST.getlist("answers"))
    context = {"topic": topic, "board": topic.forum, "answers": answers, "form": form, "chosen": chosen}
    return render(request, "moderation/split.html", context, status=UNPROCESSABLE if form.errors else 200)


@member_page
@tells_refusals("merge_topics")
def merge(request: MemberRequest, pk: int) -> HttpResponse:
    """Into which topic this one's posts go: by the number or the address of that one."""
    topic = _topic(request, pk)
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            into = merge_topics(request.user, pk, into_id=form.cleaned_data["into"])
        except Problem as problem:
            form.add_error("into", problem.sentence)
        except Http404:
            form.add_error("into", "There is no topic of that number that you can read.")
        else:
            messages.success(request, "Merged. The old address leads here.")
            return redirect("topic", into.pk)
    poll = Poll.objects.filter(topic=topic).first()
    context = {"topic": topic, "board": topic.forum, "form": form, "poll": poll}
    return render(request, "moderation/merge.html", context, status=UNPROCESSABLE if form.errors else 200)


@member_page
@tells_refusals("purge_post")
def purge(request: MemberRequest, pk: int) -> HttpResponse:
    """Who may not is told so before anybody asks for a second factor."""
    get_post_to_see(request.user, pk)
    return _purge(request, pk)


@second_factor_page
def _purge(request: MemberRequest, pk: int) -> HttpResponse:
    post = get_post_to_see(request.user, pk)
    if request.method == "POST":
        purge_post(request.user, pk)
        messages.success(request, "Deleted everywhere. Those it was mailed to are asked to delete it.")
        return redirect("moderation")
    sent = post.deliveries.filter(state="sent").count()
    context = {"post": post, "board": post.topic.forum, "sent": sent, "purgeable": post.state in PURGEABLE}
    return render(request, "moderation/purge.html", context)


@member_page
@tells_refusals("hold_first_posts")
def first_posts(request: MemberRequest, slug: str) -> HttpResponse:
    """Does a newcomer's first post wait?"""
    network = get_network_for(request.user, slug)
    require(can_hold_first_posts(member_standing(request.user), network), Reason.NOT_THE_REPRESENTATIVE)
    if request.method == "POST":
        hold_first_posts(request.user, network, holds=request.POST.get("holds") == "yes")
        messages.success(request, "Saved.")
        return redirect(reverse("board_readers", args=[network.slug]))
    return render(request, "moderation/first_posts.html", {"network": network})
