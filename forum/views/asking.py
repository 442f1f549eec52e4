"""Asking other regions, and answering for one's own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from forum.access import get_topic_for, visible_topics
from forum.actions.ask_regions import ask_regions
from forum.actions.decide_asking import decide_asking
from forum.actions.end_asking import end_asking
from forum.asking import askings_of, regions_to_ask
from forum.asking_access import get_asking_for
from forum.forms_asking import AskForm, DeclineForm
from forum.models import AskedRegion
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.permissions import Reason, can_answer_for_region, can_ask_regions, can_end_asking, require
from regions.problems import Problem
from regions.standing import member_standing

UNPROCESSABLE = 422


@member_page
@tells_refusals("ask_regions")
def ask(request: MemberRequest, pk: int) -> HttpResponse:
    """Which regions were asked and what each said; choose more."""
    topic = get_topic_for(request.user, pk)
    who, network, is_asker = member_standing(request.user), topic.forum.network, topic.poster_id == request.user.pk
    shut = topic.is_locked or topic.forum.closed is not None
    may_ask = can_ask_regions(who, network, is_asker=is_asker, shut=shut)
    require(may_ask or (bool(topic.asked_ids) and request.method == "GET"), Reason.NOT_THE_ASKER)
    regions = regions_to_ask(topic) if may_ask else []
    form = AskForm(request.POST if request.method == "POST" else None, regions=regions)
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask_regions(request.user, pk, region_ids=form.cleaned_data["regions"])
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, f"Asked: {', '.join(row.region.name for row in asked)}. You hear what each says.")
            return redirect("ask_regions", pk)
    rows = list(askings_of(topic))
    for row in rows:
        row.may_end = can_end_asking(who, network, row.region, is_asker=is_asker)  # type: ignore[attr-defined]
    context = {
        "topic": topic, "board": topic.forum, "rows": rows, "form": form, "may_ask": may_ask,
        "regions": regions,
    }  # fmt: skip
    return render(request, "forum/ask_regions.html", context, status=UNPROCESSABLE if form.errors else 200)


@member_page
@tells_refusals("decide_asking")
def asked(request: MemberRequest, pk: int) -> HttpResponse:
    """Another region's question, for who answers for the region that was asked: take it on, or say why not."""
    row = get_asking_for(request.user, pk)
    require(can_answer_for_region(member_standing(request.user), row.region), Reason.NOT_THE_REPRESENTATIVE)
    do = request.POST.get("do") if request.method == "POST" else None
    form = DeclineForm(request.POST if do == "decline" else None)
    if do == "accept":
        decide_asking(request.user, pk, accept=True)
        messages.success(request, f"Done. {row.region.name} reads the topic, and can answer.")
        return redirect("topic", row.topic_id)
    if do == "decline" and form.is_valid():
        decide_asking(request.user, pk, accept=False, reason=form.cleaned_data["reason"])
        messages.success(request, "Done. Who asked reads your reason.")
        return redirect("home")
    context = {
        "row": row, "topic": row.topic, "form": form, "waits": row.state == AskedRegion.State.ASKED,
        "first": row.topic.first_post if row.state == AskedRegion.State.ASKED else None,
        "reads": visible_topics(request.user).filter(pk=row.topic_id).exists(),
    }  # fmt: skip
    return render(request, "forum/asked.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@member_page
@tells_refusals("end_asking")
def end(request: MemberRequest, pk: int) -> HttpResponse:
    row = end_asking(request.user, pk)
    messages.success(request, f"{row.region.name} does not take part any more.")
    if visible_topics(request.user).filter(pk=row.topic_id).exists():
        return redirect("ask_regions", row.topic_id)
    return redirect("home")
