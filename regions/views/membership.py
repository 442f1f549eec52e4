"""My membership; leaving."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.models import Member
from regions.actions.end_membership_on import Successor, end_membership_on
from regions.doing import done, given_back, posted
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.forms.membership import LeaveForm
from regions.membership_words import status_sentence
from regions.models import Membership, Payment
from regions.places import not_over, places_of_all
from regions.status import Word, word_of
from regions.views.places import UNPROCESSABLE


@member_page
def my_membership(request: MemberRequest) -> HttpResponse:
    """Am I paid up, through whom, until when; for everybody who can sign in, the suspended and former ones too."""
    today = timezone.localdate()
    places = list(
        request.user.memberships.select_related("service__region", "service__lead").order_by("-starts", "-pk")
    )
    found = places_of_all([place.service_id for place in places], today=today)
    cards = [
        {
            "place": place, "word": word_of(place, today), "sentence": status_sentence(place, today),
            "places": found[place.service_id], "leads": place.service.lead_id == request.user.pk,
        }
        for place in places
    ]  # fmt: skip
    own = Payment.objects.filter(subscription__member=request.user).select_related("subscription", "correction")
    context = {
        "cards": [card for card in cards if card["word"] is not Word.ENDED],
        "past": [card for card in cards if card["word"] is Word.ENDED],
        "payments": list(own), "today": today,
    }  # fmt: skip
    return render(request, "membership/mine.html", context)


@member_page
@tells_refusals("leave")
def leave(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """On a day, with a successor if there is one."""
    today = timezone.localdate()
    mine = request.user.memberships.filter(not_over(today)).select_related("service").order_by("pk")
    if pk is None:
        places = list(mine)
        if len(places) == 1:
            return redirect("leave_place", places[0].pk)
        return render(request, "membership/leave_which.html", {"places": places})
    place = get_object_or_404(mine, pk=pk)
    leads = place.service.lead_id == request.user.pk
    form = LeaveForm(posted(request), colleagues=_colleagues(place), leads=leads)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _leave(request.user, place, form)):
        messages.success(request, "Your last day is recorded. A letter says so too.")
        return redirect("my_membership")
    context = {"place": place, "form": form, "leads": leads, "text_is_back": given_back(request, form)}
    return render(request, "membership/leave.html", context, status=UNPROCESSABLE if form.errors else 200)


def _colleagues(place: Membership) -> list[tuple[int, str]]:
    others = place.service.memberships.filter(not_over(timezone.localdate())).exclude(member_id=place.member_id)
    return [(row.member_id, row.member.full_name) for row in others.select_related("member").order_by("pk")]


def _leave(member: Member, place: Membership, form: LeaveForm) -> None:
    data = form.cleaned_data
    successor = None
    if data.get("address"):
        successor = Successor(data["address"], data["first_name"], data["last_name"])
    end_membership_on(
        member, place.pk, last_day=data["last_day"], version=data["version"], successor=successor,
        new_lead_id=int(data["new_lead"]) if data.get("new_lead") else None,
    )  # fmt: skip
