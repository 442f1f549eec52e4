"""The matrix behind the first question of the settings: which kind of news comes which way."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from forum.actions.choose_preset import PRESETS, choose_preset
from forum.actions.set_told import set_told
from forum.actions.show_writing import show_writing
from forum.models import MailHabits
from forum.told import CELLS, SWITCHES, By, Told, cell
from regions.doors import MemberRequest, member_page

WORDS = {
    Told.NEW_TOPIC: "A new topic in my networks",
    Told.ANSWER: "An answer in my networks, or in what I follow",
    Told.MENTION: "My name is called",
    Told.OUTCOME: "My answer helped, or a topic that I answered was closed",
    Told.FIND: "A saved search found something",
    Told.READERS: "Who reads a board or topic of mine has changed",
    Told.MEETING: "A meeting of mine is proposed, fixed, changed or called off",
    Told.MINUTES: "Minutes of a meeting of mine are there to read",
    Told.ACTION: "An action point of mine is due",
    Told.DECIDE: "A post waits for my decision",
    Told.REQUEST: "A region asks mine, or somebody asks to join",
}
# What a cell without a switch says.
FIXED = {
    (Told.MENTION, By.EMAIL): "as chosen above",
    (Told.FIND, By.DIGEST): "as chosen for each search",
    (Told.READERS, By.EMAIL): "always, when more people read",
    (Told.MEETING, By.EMAIL): "invitations always come",
    (Told.DECIDE, By.SITE): "always",
    (Told.REQUEST, By.SITE): "always",
}


@dataclass(frozen=True)
class Cell:
    name: str  # "" where there is no switch
    label: str
    on: bool
    says: str


@dataclass(frozen=True)
class MatrixRow:
    told: str
    words: str
    cells: list[Cell]


def matrix_of(habits: MailHabits) -> list[MatrixRow]:
    off = habits.off.split()
    return [MatrixRow(told, words, [_cell(told, by, words, off) for by in By]) for told, words in WORDS.items()]


def _cell(told: Told, by: By, words: str, off: list[str]) -> Cell:
    label = f"{words}: {by.label}"
    if by in SWITCHES[told]:
        return Cell(cell(told, by), label, cell(told, by) not in off, "")
    return Cell("", label, False, FIXED.get((told, by), "–"))


@require_POST
@member_page
def set_kinds(request: MemberRequest) -> HttpResponse:
    """The boxes that were ticked; what was not ticked is off."""
    set_told(request.user, off=CELLS - set(request.POST.getlist("on")))
    messages.success(request, "Saved. It counts from the next thing that happens.")
    return redirect(reverse("mail_settings") + "#kinds")


@require_POST
@member_page
def take_preset(request: MemberRequest) -> HttpResponse:
    preset = request.POST.get("preset", "")
    if preset not in PRESETS:
        raise Http404
    choose_preset(request.user, preset=preset)
    messages.success(request, f"Set: {PRESETS[preset].label}. You can change any of it below.")
    return redirect("mail_settings")


@require_POST
@member_page
def set_writing_shown(request: MemberRequest) -> HttpResponse:
    show_writing(request.user, shown=request.POST.get("shown") == "1")
    messages.success(request, "Saved.")
    return redirect(reverse("mail_settings") + "#writing")
