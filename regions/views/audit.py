"""The audit log, for the executive."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode

from accounts.assurance import fresh_code_page
from regions.actions.export_audit_log import MOST, export_audit_log
from regions.audit_log import Row, entries, in_words
from regions.doors import MemberRequest, allowed_page
from regions.downloads import download
from regions.forms.audit import AuditFilterForm
from regions.permissions import Reason, can_see_audit_log
from regions.spreadsheets import CSV_TYPE, Cell, as_csv
from regions.standing import member_standing

PAGE = 50
HEADING = (
    "Entry", "When", "Who", "What", "Verb", "Outcome", "Reason", "To whom", "Network", "About", "Details", "Digest",
)  # fmt: skip


@allowed_page("see_audit_log", can_see_audit_log, Reason.NOT_THE_EXECUTIVE, second_factor=True)
def audit_log(request: MemberRequest) -> HttpResponse:
    """Newest first; «older» begins below the last entry of this page, so that new ones move nothing."""
    reader = member_standing(request.user)
    form = AuditFilterForm(request.GET, reader=reader)
    found = entries(form.wanted())
    before = request.GET.get("before", "")
    if before.isdigit():
        found = found.filter(pk__lt=int(before[:18]))
    page = list(found[: PAGE + 1])
    context = {
        "form": form, "rows": in_words(page[:PAGE], reader), "filters": _filters(request), "first": not before,
        "older": page[PAGE - 1].pk if len(page) > PAGE else None,
    }  # fmt: skip
    return render(request, "audit/log.html", context, status=422 if form.errors else 200)


@allowed_page("export_audit_log", can_see_audit_log, Reason.NOT_THE_EXECUTIVE, second_factor=True)
@fresh_code_page
def audit_export(request: MemberRequest) -> HttpResponse:
    """Asks once more, then hands out the entries that the log page showed."""
    form = AuditFilterForm(request.GET, reader=member_standing(request.user))
    wanted = form.wanted()
    if request.method == "POST" and not form.errors:
        rows = export_audit_log(request.user, wanted)
        return download(as_csv(HEADING, map(_line, rows)), "audit-log.csv", CSV_TYPE)
    context = {"form": form, "filters": _filters(request), "count": entries(wanted).count(), "most": MOST}
    return render(request, "audit/export.html", context, status=422 if form.errors else 200)


def _filters(request: HttpRequest) -> str:
    return urlencode({name: request.GET[name] for name in AuditFilterForm.base_fields if request.GET.get(name)})


def _line(row: Row) -> list[Cell]:
    entry = row.entry
    return [
        entry.pk, timezone.localtime(entry.at).isoformat(timespec="seconds"), row.actor, row.words, entry.verb,
        entry.outcome, row.reason, row.whom, row.network, row.subject, row.details, entry.digest,
    ]  # fmt: skip
