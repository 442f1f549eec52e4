"""Tags: those of a topic, for who may set them; and a network's list, which who looks after it keeps tidy."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from forum.access import get_topic_for, visible_topics
from forum.actions.remove_tag import remove_tag
from forum.actions.rename_tag import rename_tag
from forum.actions.set_tags import set_tags
from forum.paging import TopicPage
from forum.selectors import newest_topics
from forum.tag_access import get_network_of_tags_for
from forum.tags import LONGEST_TAG, MOST_TAGS, tags_seen_by
from forum.topic_list import Choice
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.permissions import Reason, can_moderate, can_tag, require
from regions.problems import Problem
from regions.standing import member_standing

SUGGESTED = 24


@member_page
@tells_refusals("set_tags")
def topic_tags(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose from the network's tags, or write others."""
    topic = get_topic_for(request.user, pk)
    network, is_author = topic.forum.network, topic.poster_id == request.user.pk
    require(can_tag(member_standing(request.user), network, is_author=is_author), Reason.NOT_THE_AUTHOR)
    chosen, typed, problem = [row.tag.name for row in topic.tag_rows.select_related("tag").order_by("pk")], "", ""
    if request.method == "POST":
        chosen, typed = request.POST.getlist("tag"), request.POST.get("more", "")
        try:
            set_tags(request.user, pk, names=[*chosen, *typed.split(",")])
        except Problem as wrong:
            problem = wrong.sentence
        else:
            return redirect("topic", pk)
    listed = [tag.name for tag in tags_seen_by(request.user, network)[:SUGGESTED]]
    listed += [name for name in chosen if name not in listed]
    context = {
        "topic": topic, "board": topic.forum, "listed": listed, "chosen": chosen, "typed": typed, "problem": problem,
        "most": MOST_TAGS,
    }  # fmt: skip
    return render(request, "forum/topic_tags.html", context, status=422 if problem else 200)


@member_page
@tells_refusals("rename_tag")
def network_tags(request: MemberRequest, slug: str) -> HttpResponse:
    """The network's tags with the topics that the reader may read; to rename or remove one, for who looks after it."""
    network = get_network_of_tags_for(request.user, slug)
    problem, wrong_tag = "", 0
    if request.method == "POST":
        tag_id = request.POST.get("tag", "")
        wrong_tag = int(tag_id[:18]) if tag_id.isdigit() else 0
        try:
            if request.POST.get("do") == "remove":
                remove_tag(request.user, slug, wrong_tag)
            else:
                rename_tag(request.user, slug, wrong_tag, name=request.POST.get("name", ""))
        except Problem as wrong:
            problem = wrong.sentence
        else:
            messages.success(request, "The list of tags is changed.")
            return redirect("network_tags", network.slug)
    context = {
        "network": network,
        "tags": list(tags_seen_by(request.user, network)),
        "may_tidy": can_moderate(member_standing(request.user), network),
        "problem": problem,
        "wrong_tag": wrong_tag,
        "longest": LONGEST_TAG,
    }
    return render(request, "forum/network_tags.html", context, status=422 if problem else 200)


@member_page
def tagged(request: MemberRequest, slug: str, tag: str) -> HttpResponse:
    """The topics of a network with one of its tags, on all its boards that the reader may read."""
    network = get_network_of_tags_for(request.user, slug)
    found = tags_seen_by(request.user, network).filter(slug=tag).first()
    if found is None:
        raise Http404
    topics = newest_topics(visible_topics(request.user).filter(tag_rows__tag=found), request.user)
    page = TopicPage.of(topics.order_by("-type", "-last_post_on", "-pk"), request.GET, Choice())
    return render(request, "forum/tagged.html", {"network": network, "tag": found, "page": page})
