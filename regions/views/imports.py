"""Members by the file: given, looked at, applied."""

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.assurance import fresh_code_page
from regions.actions.apply_import import apply_import
from regions.actions.drop_import import drop_import
from regions.actions.upload_import import upload_import
from regions.doors import MemberRequest, allowed_page
from regions.downloads import download
from regions.forms.imports import ImportForm
from regions.importing.columns import REQUIRED, Column
from regions.importing.limits import BadFile
from regions.importing.planning import Kind
from regions.importing.progress import told
from regions.importing.sample import HEADING, sample_rows
from regions.models import Import
from regions.permissions import Reason, can_manage_memberships
from regions.spreadsheets import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx

LATEST, ROWS_A_PAGE = 50, 100
secretariat_page = allowed_page(
    "manage_imports", can_manage_memberships, Reason.NOT_THE_SECRETARIAT, second_factor=True
)


@secretariat_page
def secretariat_imports(request: MemberRequest) -> HttpResponse:
    """The files given so far, and one more."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = upload_import(request.user, file_name=file.name or "", content=file.read())
            return redirect("secretariat_import", row.pk)
        except BadFile as problem:
            form.add_error("file", str(problem))
    context = {
        "form": form, "columns": [column for column in Column if column is not Column.STATUS], "required": REQUIRED,
        "imports": Import.objects.defer("content").select_related("uploaded_by").order_by("-pk")[:LATEST],
    }  # fmt: skip
    return render(request, "imports/list.html", context, status=422 if form.errors else 200)


@secretariat_page
def secretariat_import(request: MemberRequest, pk: int) -> HttpResponse:
    """How far it is, what it would change, and what is wrong with it. Nothing changes before «apply»."""
    row = get_object_or_404(Import.objects.defer("content").select_related("uploaded_by"), pk=pk)
    if request.method == "POST":
        return _settle(request, pk)
    shown = request.GET.get("show", "")
    changes = [change for change in row.plan.get("changes", []) if shown in ("", change["kind"])]
    page = Paginator(changes, ROWS_A_PAGE).get_page(request.GET.get("page"))
    faults = Paginator(row.plan.get("faults", []), ROWS_A_PAGE).get_page(request.GET.get("faults"))
    counts = row.plan.get("counts", {})
    columns = Counter(fault["column"] for fault in row.plan.get("faults", []))
    working = row.state in (Import.State.READING, Import.State.APPLYING)
    context = {
        "row": row, "plan": row.plan, "page": page, "faults": faults, "shown": shown, "counts": counts,
        "working": working, "told": told(row.pk) if working else {},
        "faulty_columns": columns.most_common() if columns.total() > ROWS_A_PAGE else [],
        "changing": sum(counts.get(kind.value, 0) for kind in Kind if kind.changes_something),
    }  # fmt: skip
    return render(request, "imports/import.html", context)


@fresh_code_page
def _settle(request: MemberRequest, pk: int) -> HttpResponse:
    if request.POST.get("do") == "apply":
        apply_import(request.user, pk, digest=request.POST.get("digest", ""), welcome="welcome" in request.POST)
    elif request.POST.get("do") == "drop":
        drop_import(request.user, pk)
    return redirect("secretariat_import", pk)


@secretariat_page
def import_sample(request: HttpRequest, ending: str) -> Any:
    """Headings and two invented rows, as CSV or XLSX."""
    if ending == "csv":
        return download(as_csv(HEADING, sample_rows()), "members-sample.csv", CSV_TYPE)
    return download(as_xlsx(HEADING, sample_rows(), title="Members"), "members-sample.xlsx", XLSX_TYPE)
