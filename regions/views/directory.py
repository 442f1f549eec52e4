"""Finding a colleague, and what I show of myself."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from regions.actions.save_profile import save_profile
from regions.directory import LONGEST_QUERY, Wanted, clean, find_members, regions_to_choose
from regions.doors import MemberRequest, allowed_page
from regions.forms.directory import ProfileForm
from regions.permissions import Reason, can_see_directory
from regions.problems import Problem
from regions.selectors import current_membership

MEMBERS_A_PAGE = 30
for_members = allowed_page("see_directory", can_see_directory, Reason.NOT_A_MEMBER)


@for_members
def directory(request: MemberRequest) -> HttpResponse:
    """Members by name, service, region and interest, a page at a time."""
    query = clean(request.GET.get("q", ""))
    wanted = Wanted.of(query, region=request.GET.get("region", ""), interest=request.GET.get("interest", ""))
    page = Paginator(find_members(wanted), MEMBERS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "query": query, "wanted": wanted, "regions": regions_to_choose(), "longest": LONGEST_QUERY,
    }  # fmt: skip
    return render(request, "directory/directory.html", context)


@for_members
def my_profile(request: MemberRequest) -> HttpResponse:
    """What the others see of me, to change."""
    form = ProfileForm(request.POST or None, initial=ProfileForm.start_of(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            save_profile(request.user, **form.cleaned_data)
        except Problem as problem:
            form.add_error(problem.field, problem.sentence)
        else:
            messages.success(request, "Saved. The others see it from now on.")
            return redirect("my_profile")
    context = {"form": form, "place": current_membership(request.user)}
    return render(request, "directory/my_profile.html", context, status=422 if form.errors else 200)
