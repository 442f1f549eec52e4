"""The secretariat's desk: services, their subscriptions, and what becomes of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from regions.actions.correct_payment import correct_payment
from regions.desk import services_list, with_places
from regions.doing import done, posted
from regions.doors import MemberRequest
from regions.finding import service_at
from regions.forms.fields import PlainForm
from regions.models import Payment, Service
from regions.places import open_invitations, places_of
from regions.status import Word, word_of
from regions.views.acts import SERVICE_ACTS, Words
from regions.views.desk import PAGE, act_page, desk_page, filters, kept_query, regions

SHOWS = [("", "all"), ("lead", "with members, without a lead"), ("member", "without a member"), ("closed", "closed")]


@desk_page
def secretariat_services(request: MemberRequest) -> HttpResponse:
    today = timezone.localdate()
    chosen = filters(request, "q", "region", "show")
    rows = services_list(words=chosen["q"], region=chosen["region"], show=chosen["show"], today=today)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": with_places(list(page), today=today), "chosen": chosen, "regions": regions(),
        "kept": kept_query(chosen), "shows": SHOWS, "today": today,
    }  # fmt: skip
    return render(request, "secretariat/services.html", context)


def _service(slug: str) -> Service:
    service = service_at(slug)
    if service is None:
        raise Http404
    return service


@desk_page
def secretariat_service(request: MemberRequest, slug: str) -> HttpResponse:
    """The record: people, places, money, what became of it, and the contact whom nobody else sees."""
    service = _service(slug)
    if service.slug != slug:
        return redirect("secretariat_service", service.slug)
    today = timezone.localdate()
    people = service.memberships.select_related("member").order_by("tier", "starts", "pk")
    rows = [(place, word_of(place, today)) for place in people]
    payments = Payment.objects.filter(corrects=None).select_related("correction", "recorded_by")
    years = service.subscriptions.prefetch_related(Prefetch("payments", payments)).order_by("-starts")
    context = {
        "service": service, "places": places_of(service), "years": list(years),
        "rows": [row for row in rows if row[1] is not Word.ENDED],
        "past": [row for row in rows if row[1] is Word.ENDED],
        "authorities": list(service.authorities.all()), "acts": SERVICE_ACTS,
        "changes": list(service.changes.select_related("other").order_by("-on", "-pk")),
        "invited": list(service.invitations.filter(open_invitations(timezone.now()))),
    }  # fmt: skip
    return render(request, "secretariat/service.html", context)


@desk_page
def secretariat_service_act(request: MemberRequest, slug: str, act: str) -> HttpResponse:
    """Something done to one service."""
    service = _service(slug)
    if act not in SERVICE_ACTS:
        raise Http404
    found = SERVICE_ACTS[act]
    form = found.form(posted(request), service=service)
    if form.is_valid() and done(form, lambda: found.run(request.user, service, form.cleaned_data)):
        messages.success(request, found.done)
        return redirect("secretariat_service", Service.objects.get(pk=service.pk).slug)
    service.refresh_from_db(fields=["version"])
    return act_page(
        request,
        found.words,
        form,
        service.name,
        version=service.version,
        back=reverse("secretariat_service", args=[service.slug]),
    )


@desk_page
def correct(request: MemberRequest, pk: int) -> HttpResponse:
    """Take back a payment that was entered by mistake."""
    payment = get_object_or_404(Payment.objects.select_related("subscription__service", "subscription__member"), pk=pk)
    form = PlainForm(posted(request))
    year = payment.subscription
    if form.is_bound and done(form, lambda: correct_payment(request.user, pk)):
        messages.success(request, "The payment is taken back.")
        if year.service is not None:
            return redirect("secretariat_service", year.service.slug)
        return redirect("secretariat_member", year.member_id)
    explained = (
        f"£{payment.amount_pence / 100:,.2f} of {payment.paid_on:%d/%m/%Y}, for {year.service or year.member}. A "
        "second entry takes it back, the places are settled as if it had never come, and who got the receipt is told."
    )
    act = Words("Take back a payment", explained, "Take it back", warns=True)
    return act_page(request, act, form, str(year.service or year.member), back=reverse("secretariat"))
