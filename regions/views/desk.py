"""The secretariat's desk: what needs me, and the members."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.factors import factors_of
from accounts.models import Member
from regions.actions.let_in import let_in
from regions.desk import counts, members_list, things_waiting
from regions.doing import done, given_back, posted
from regions.doors import MemberRequest, allowed_page
from regions.forms.desk_people import NewMemberForm, PaymentForm
from regions.models import Membership, Network, Payment, Service
from regions.permissions import Reason, can_manage_memberships
from regions.status import Word, word_of
from regions.views.acts import MEMBERSHIP_ACTS, Words, pay_for_member
from regions.views.places import UNPROCESSABLE

PAGE = 50
desk_page = allowed_page("secretariat", can_manage_memberships, Reason.NOT_THE_SECRETARIAT, second_factor=True)
STATUSES = [
    ("", "all but ended"), *((word.value, word.label) for word in Word), ("unpaid", "nothing paid yet"), ("all", "all"),
]  # fmt: skip


@desk_page
def secretariat(request: MemberRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {"waiting": things_waiting(today=today), "counts": counts(today=today)}
    return render(request, "secretariat/desk.html", context)


def filters(request: MemberRequest, *names: str) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip()[:100] for name in names}


def kept_query(chosen: dict[str, str]) -> str:
    """The filters as the beginning of a query, for the pager's links."""
    filled = {name: value for name, value in chosen.items() if value}
    return urlencode(filled) + "&" if filled else ""


def regions() -> list[Network]:
    return list(Network.objects.filter(kind=Network.Kind.REGION).order_by("position", "name"))


@desk_page
def secretariat_members(request: MemberRequest) -> HttpResponse:
    """Every place, searched and filtered."""
    today = timezone.localdate()
    chosen = filters(request, "q", "region", "tier", "status")
    rows = members_list(
        words=chosen["q"], region=chosen["region"], tier=chosen["tier"], status=chosen["status"], today=today
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": [(place, word_of(place, today)) for place in page], "chosen": chosen,
        "kept": kept_query(chosen),
        "regions": regions(), "tiers": Membership.Tier.choices, "statuses": STATUSES,
    }  # fmt: skip
    return render(request, "secretariat/members.html", context)


@desk_page
def secretariat_member(request: MemberRequest, pk: int) -> HttpResponse:
    """One person: facts, places, payments, and what can be done."""
    today = timezone.localdate()
    member = get_object_or_404(Member, pk=pk)
    places = member.memberships.select_related("service__region", "service__lead").order_by("-starts", "-pk")
    payments = Payment.objects.filter(subscription__member=member, corrects=None)
    context = {
        "member": member, "rows": [(place, word_of(place, today)) for place in places], "ended": Word.ENDED,
        "payments": list(payments.select_related("subscription", "correction", "recorded_by")),
        "leads": list(member.leads.filter(closed=None)), "has_factor": bool(factors_of(member)),
    }  # fmt: skip
    return render(request, "secretariat/member.html", context)


@desk_page
def secretariat_membership_act(request: MemberRequest, pk: int, act: str) -> HttpResponse:
    """Something done to one membership."""
    place = get_object_or_404(Membership.objects.select_related("member", "service"), pk=pk)
    found = MEMBERSHIP_ACTS.get(act)
    if found is None:
        raise Http404
    form = found.form(posted(request), place=place)
    if form.is_valid() and done(form, lambda: found.run(request.user, place, form.cleaned_data)):
        messages.success(request, found.done)
        return redirect("secretariat_member", place.member_id)
    place.refresh_from_db(fields=["version"])
    return act_page(
        request,
        found.words,
        form,
        f"{place.member.full_name}, {place.service}",
        version=place.version,
        back=reverse("secretariat_member", args=[place.member_id]),
    )


@desk_page
def secretariat_member_payment(request: MemberRequest, pk: int) -> HttpResponse:
    """A payment for a member's own subscription."""
    member = get_object_or_404(Member, pk=pk)
    form = PaymentForm(posted(request), member=member)
    if (
        form.is_bound
        and form.is_valid()
        and done(form, lambda: pay_for_member(request.user, member, form.cleaned_data))
    ):
        messages.success(request, "The payment is recorded.")
        return redirect("secretariat_member", member.pk)
    explained = "For the member’s own subscription: it covers all their places, whatever their service pays."
    return act_page(
        request,
        Words("Record a payment", explained, "Record the payment"),
        form,
        member.full_name,
        back=reverse("secretariat_member", args=[pk]),
    )


@desk_page
def secretariat_new_member(request: MemberRequest) -> HttpResponse:
    form = NewMemberForm(posted(request))
    made: list[Membership] = []
    if form.is_valid():
        data = form.cleaned_data
        service = get_object_or_404(Service, pk=data.pop("service"))
        if done(form, lambda: made.append(let_in(request.user, service, **data))):
            messages.success(request, f"{made[0].member.full_name} is a member.")
            return redirect("secretariat_member", made[0].member_id)
    explained = "Most people come by an application, an invitation, or their lead. This is for everybody else."
    return act_page(
        request, Words("Let somebody in", explained, "Make them a member"), form, "", back=reverse("secretariat")
    )


def act_page(
    request: MemberRequest, act: Words, form: Any, whom: str, *, back: str, version: int | None = None
) -> HttpResponse:
    context = {"act": act, "form": form, "whom": whom, "version": version, "back": back}
    context["text_is_back"] = given_back(request, form)
    return render(request, "secretariat/act.html", context, status=UNPROCESSABLE if form.errors else 200)
