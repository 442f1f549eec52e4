"""What a form carried when its sender had to be asked something first: kept in the session, given back once."""

from django.http import HttpRequest

KEPT = "kept"


def form_fields(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}


def keep_fields(request: HttpRequest) -> None:
    """Keep what was sent to this page, if anything was."""
    if request.method == "POST":
        request.session[KEPT] = {"path": request.path, "fields": form_fields(request)}


def kept_fields(request: HttpRequest) -> dict[str, str]:
    """What was kept for this page, once; otherwise nothing."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return {}
    del request.session[KEPT]
    return dict(kept["fields"])
