"""Writing to an officer in confidence."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from regions.actions.write_to_officer import write_to_officer
from regions.careful_words import NotTaken
from regions.doors import MemberRequest, allowed_page, kept_fields
from regions.forms.confidence import ConfidenceForm
from regions.models import Office
from regions.permissions import Reason, can_write_to_officer
from regions.term_pages import away_until, officer_for

UNPROCESSABLE = 422
OFFICES = {name.value: name.label for name in Office.Name if name != Office.Name.SECRETARIAT}


@allowed_page("write_to_officer", can_write_to_officer, Reason.NOT_A_MEMBER)
def write_to(request: MemberRequest, office: str) -> HttpResponse:
    """The page names who will read it. What is sent is kept nowhere here, also not in a draft of the browser's."""
    if office not in OFFICES:
        raise Http404
    officer = officer_for(office)
    form = ConfidenceForm(request.POST or None)
    if request.method != "POST" and (kept := kept_fields(request)):
        form = ConfidenceForm(initial={"words": kept.get("words", "")})
    if request.method == "POST" and officer is not None and form.is_valid():
        try:
            write_to_officer(
                request.user, office, words=form.cleaned_data["words"], idempotency_key=form.cleaned_data["key"]
            )
        except NotTaken as problem:
            form.add_error("words", str(problem))
        else:
            messages.success(request, f"It is on its way to {officer.full_name}, and to nobody else.")
            return redirect("write_to_officer", office)
    others = {name: label for name, label in OFFICES.items() if name != office}
    context = {
        "office": office, "label": OFFICES[office], "officer": officer, "form": form, "others": others,
        "away_until": away_until(officer) if officer is not None else None,
    }  # fmt: skip
    return render(request, "confidence/write.html", context, status=UNPROCESSABLE if form.errors else 200)
