"""Coming back to a topic on a day, and who follows it."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date

from forum.access import get_topic_for
from forum.actions.forget_reminder import forget_reminder
from forum.actions.remind_of_topic import remind_of_topic
from forum.asking import board_of_reader
from forum.following import followers_of
from forum.models import Reminder
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.problems import Problem

SOON = (("Tomorrow", 1), ("In a week", 7), ("In a month", 30))


@member_page
@tells_refusals("remind_of_topic")
def remind(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose a day, or say that it is done."""
    topic, today, problem = get_topic_for(request.user, pk), timezone.localdate(), ""
    if request.method == "POST" and request.POST.get("do") == "forget":
        forget_reminder(request.user, pk)
        return redirect("topic", pk)
    if request.method == "POST":
        try:
            row = remind_of_topic(request.user, pk, day=_day_chosen(request, today), today=today)
        except Problem as wrong:
            problem = wrong.sentence
        else:
            messages.success(request, f"This topic comes back to you on {row.day:%A} {row.day.day} {row.day:%B %Y}.")
            return redirect("topic", pk)
    context = {
        "topic": topic,
        "board": board_of_reader(request.user, topic),
        "soon": [(words, today + timedelta(days=days)) for words, days in SOON],
        "row": Reminder.objects.filter(member=request.user, topic=topic).first(),
        "typed": request.POST.get("day", ""),
        "problem": problem,
    }
    return render(request, "forum/remind.html", context, status=422 if problem else 200)


def _day_chosen(request: MemberRequest, today: date) -> date:
    """A day that cannot be read is no day to come back on: the action says so."""
    try:
        return parse_date(request.POST.get("soon") or request.POST.get("day", "")) or today
    except ValueError:
        return today


@member_page
def followers(request: MemberRequest, pk: int) -> HttpResponse:
    """Who is told of each answer."""
    topic = get_topic_for(request.user, pk)
    context = {"topic": topic, "board": board_of_reader(request.user, topic), "people": followers_of(topic)}
    return render(request, "forum/followers.html", context)
