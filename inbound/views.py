"""What is held for a member: the list, and the page of one mail."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from forum.content import BadContent
from forum.models import Post
from forum.views.topics import where_it_is
from inbound.actions.post_held_mail import post_held_mail
from inbound.actions.withdraw_held_mail import withdraw_held_mail
from inbound.held import get_held_mail_of, held_mails_of, where_it_would_go
from inbound.meeting_answers import meeting_answered, says_in_words
from inbound.models import InboundMail
from inbound.reading import read_mail
from inbound.voting import VOTED
from meetings.access import visible_meetings
from meetings.models import Meeting
from regions.doors import MemberRequest, member_page, tells_refusals

MOST_HELD = 50


@member_page
def held_for_me(request: MemberRequest) -> HttpResponse:
    """Everything of mine that waits for my word: mails that might not be mine, and posts that were held."""
    posts = Post.objects.filter(poster=request.user).exclude(state=Post.State.PUBLISHED)
    context = {
        "mails": list(held_mails_of(request.user)[:MOST_HELD]),
        "posts": list(posts.select_related("topic__forum__network").order_by("-created")[:MOST_HELD]),
    }
    return render(request, "inbound/held_for_me.html", context)


@member_page
@tells_refusals("settle_held_mail")
def held_mail(request: MemberRequest, pk: int) -> HttpResponse:
    """«Was this you?»: the held words, to the member whose name they would bear. Looking changes nothing."""
    row = get_held_mail_of(request.user, pk)
    error = ""
    if request.method == "POST" and request.POST.get("do") == "withdraw":
        withdraw_held_mail(request.user, pk)
        return redirect("home")
    if request.method == "POST":
        try:
            post = post_held_mail(request.user, pk, instead=request.POST.get("text", ""))
            return redirect(where_it_is(post)) if post else _where_it_was_done(pk)
        except BadContent as problem:
            error = str(problem)
    topic, board = where_it_would_go(row)
    mail = read_mail(bytes(row.raw))
    given = "" if meeting_answered(row) else mail.reply or ""
    context = {
        "meeting": _meeting_of(request, row), "says": says_in_words(mail), "mail": row, "topic": topic,
        "board": board or (topic.forum if topic else None), "error": error,
        "text": request.POST.get("text", given), "folded": mail.folded, "subject_line": mail.subject,
    }  # fmt: skip
    return render(request, "inbound/held_mail.html", context, status=422 if error else 200)


def _where_it_was_done(pk: int) -> HttpResponse:
    """An answer shows on the meeting's page, a vote on the topic's page, a command among the choices of mail."""
    row = InboundMail.objects.defer("raw").get(pk=pk)
    if meeting_id := meeting_answered(row):
        return redirect("meeting", meeting_id)
    return redirect("topic", row.topic_id) if row.reason == VOTED else redirect("mail_settings")


def _meeting_of(request: MemberRequest, row: InboundMail) -> Meeting | None:
    """The meeting that it answers, where they may see it."""
    pk = meeting_answered(row)
    return visible_meetings(request.user).filter(pk=pk).first() if pk is not None else None
