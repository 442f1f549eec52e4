"""The secretariat opens, renames, merges and closes regions and groups. It sees how many boards there are, not what
they hold.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from forum.actions.merge_networks import merge_networks
from forum.actions.open_network import open_network as open_it
from forum.actions.rename_network import rename_network
from regions.actions.close_network import CLOSABLE, close_network
from regions.actions.reopen_network import reopen_network
from regions.doors import MemberRequest, allowed_page
from regions.forms.networks import MergeForm, NetworkForm, NewNetworkForm
from regions.models import Network
from regions.permissions import Reason, Refused, can_manage_networks
from regions.problems import Problem
from regions.selectors import member_ids_in, representatives_of

for_secretariat = allowed_page("manage_networks", can_manage_networks, Reason.NOT_THE_SECRETARIAT, second_factor=True)
OPEN_BOARDS = Count("boards", filter=Q(boards__closed=None), distinct=True)
OPEN_SERVICES = Count("services", filter=Q(services__closed=None), distinct=True)


def managed() -> QuerySet[Network]:
    """Regions and groups; of the other kinds there is one each, and they are not managed here."""
    return Network.objects.filter(kind__in=CLOSABLE).annotate(board_count=OPEN_BOARDS, service_count=OPEN_SERVICES)


@for_secretariat
def networks(request: MemberRequest) -> HttpResponse:
    rows = managed().select_related("merged_into", "covered_by").order_by("-kind", "position", "name")
    context = {"open": [row for row in rows if row.closed is None], "closed": [row for row in rows if row.closed]}
    return render(request, "networks/secretariat_networks.html", context)


@for_secretariat
def open_network(request: MemberRequest) -> HttpResponse:
    form = NewNetworkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = open_it(request.user, **form.cleaned_data)
        except Problem as problem:
            form.add_error(problem.field, problem.sentence)
        else:
            messages.success(request, f"{made.name} is open, with one board. Nobody belongs to it yet.")
            return redirect("secretariat_network", made.slug)
    return render(request, "networks/open_network.html", {"form": form}, status=_status(form))


@for_secretariat
def network(request: MemberRequest, slug: str) -> HttpResponse:
    """One network: what it is called, to change; and the ways to merge and to close it."""
    found = get_object_or_404(managed(), slug=slug)
    form, version = NetworkForm(request.POST or None, network=found), found.version
    if request.method == "POST" and form.is_valid():
        version = _version(request)
        try:
            saved = rename_network(request.user, found.pk, version=version, **form.cleaned_data)
        except Problem as problem:
            form.add_error(problem.field, problem.sentence)
        except Refused as refused:
            version = _told_of_change(form, refused, found)
        else:
            messages.success(request, "Saved. Its old address leads on, if it has a new one.")
            return redirect("secretariat_network", saved.slug)
    context = {
        "network": found, "form": form, "version": version, "members": len(member_ids_in(found)),
        "representatives": representatives_of(found), "aliases": list(found.aliases.order_by("until")),
    }  # fmt: skip
    return render(request, "networks/secretariat_network.html", context, status=_status(form))


@for_secretariat
def merge(request: MemberRequest, slug: str) -> HttpResponse:
    """What would move, then the merging."""
    found = get_object_or_404(managed(), slug=slug, closed=None)
    form = MergeForm(request.POST or None, network=found)
    if request.method == "POST" and form.is_valid():
        try:
            into = merge_networks(request.user, found.pk, form.cleaned_data["into"], version=_version(request))
        except Problem as problem:
            form.add_error(problem.field, problem.sentence)
        except Refused as refused:
            _told_of_change(form, refused, found)
        else:
            messages.success(request, f"{found.name} is part of {into.name} now.")
            return redirect("secretariat_network", into.slug)
    context = {"network": found, "form": form, "members": len(member_ids_in(found))}
    return render(request, "networks/merge_network.html", context, status=_status(form))


@for_secretariat
def close(request: MemberRequest, slug: str) -> HttpResponse:
    """Close it, or open it again; asked once more before it is done."""
    found = get_object_or_404(managed(), slug=slug, merged_into=None)
    if request.method != "POST":
        return render(request, "networks/close_network.html", {"network": found})
    act = reopen_network if found.closed else close_network
    changed = act(request.user, found.pk, version=_version(request))
    messages.success(request, f"{found.name} is {'closed' if changed.closed else 'open again'}.")
    return redirect("secretariat_network", found.slug)


def _told_of_change(form: Any, refused: Refused, found: Network) -> int:
    """Say that somebody was faster, keep what was typed, and give the version that a second press would replace."""
    if refused.reason is not Reason.CHANGED_MEANWHILE:
        raise refused
    found.refresh_from_db()
    form.add_error(None, refused.reason.sentence)
    form.now = found
    return found.version


def _version(request: MemberRequest) -> int:
    posted = request.POST.get("version", "")
    return int(posted[:9]) if posted.isdigit() else -1


def _status(form: Any) -> int:
    if not form.errors:
        return 200
    return 409 if hasattr(form, "now") else 422
