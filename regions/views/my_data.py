"""What the association holds about me: read it, take it, erase it."""

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.assurance import fresh_code_page
from accounts.models import Member
from accounts.personal import everything_held
from regions.actions.erase_member import erase_member as erase
from regions.actions.take_own_data import take_own_data
from regions.doors import MemberRequest, allowed_page, member_page, tells_refusals
from regions.downloads import download
from regions.ending_here import what_ends
from regions.forms.my_data import EraseForm
from regions.permissions import Reason, can_manage_memberships


@member_page
def my_data(request: MemberRequest) -> HttpResponse:
    """In words what is held and for how long; the button hands out all of it."""
    if request.method == "POST":
        return _zip(request)
    return render(request, "my_data/my_data.html", {"held": everything_held()})


@fresh_code_page
def _zip(request: MemberRequest) -> HttpResponse:
    return download(take_own_data(request.user), "my-data.zip", "application/zip")


@member_page
@tells_refusals("erase_member")
@fresh_code_page
def erase_me(request: MemberRequest) -> HttpResponse:
    """What goes and what stays; then, with the word typed, the end of it."""
    member, form = request.user, EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        erase(member, member.pk)
        logout(request)
        response = render(request, "my_data/erased.html")
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response
    context = {"form": form, "held": everything_held(), "ends": what_ends(member), "person": None}
    return render(request, "my_data/erase.html", context, status=422 if form.errors else 200)


@allowed_page("erase_member", can_manage_memberships, Reason.NOT_THE_SECRETARIAT, second_factor=True)
@fresh_code_page
def erase_member(request: MemberRequest, pk: int) -> HttpResponse:
    """The same for somebody who asks the secretariat."""
    member = get_object_or_404(Member, pk=pk, erased=None)
    if member == request.user:
        return redirect("erase_me")
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        erase(request.user, pk)
        return render(request, "my_data/erased_other.html", {"number": pk})
    context = {"form": form, "held": everything_held(), "ends": what_ends(member), "person": member}
    return render(request, "my_data/erase.html", context, status=422 if form.errors else 200)
