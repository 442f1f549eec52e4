"""Handing out files, to who may read the post at this moment; to everybody else there is none."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from forum.access import get_file_for
from forum.files import store
from regions.doors import MemberRequest, member_page

# Whatever a file may hold, as a page it can do nothing: no script, no form, no frame, and an origin that is nobody's.
ALONE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"


@require_safe
@member_page
def file(request: MemberRequest, pk: int) -> HttpResponse:
    """Pictures and PDFs are shown; everything else, and with `?download` these as well, is saved."""
    found = get_file_for(request.user, pk)
    as_attachment = not found.shown_inline or "download" in request.GET
    return _answer(found.stored, found.content_type, found.name, as_attachment=as_attachment)


@require_safe
@member_page
def preview(request: MemberRequest, pk: int) -> HttpResponse:
    """The small picture of a picture."""
    found = get_file_for(request.user, pk)
    if not found.preview:
        raise Http404
    return _answer(found.preview, found.content_type, found.name, as_attachment=False)


def _answer(stored: str, content_type: str, name: str, *, as_attachment: bool) -> HttpResponse:
    """Without a validator: what may no longer be read is not told to be unchanged."""
    try:
        content = store.get(stored)
    except FileNotFoundError as missing:
        raise Http404 from missing
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment, name) or "attachment",
            "Content-Security-Policy": ALONE,
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Accept-Ranges": "none",
        },
    )
