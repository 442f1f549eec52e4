"""The pages of things that went wrong: one clear sentence each, and what the person wrote is given back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


def stale_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's seal (CSRF) did not fit: the page was open too long, or in another browser. The text is given back."""
    kept = {name: value for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "key")}
    return render(request, "errors/stale.html", {"kept": kept}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/refused.html", {"sentence": "You may not do this."}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too large, or not a form that this site made. No context processor runs: the request may not be readable."""
    return _bare(400, "That could not be read. If you sent a very long text or a large file, make it smaller.")


def server_error(request: HttpRequest) -> HttpResponse:
    return _bare(500, "Something went wrong on our side. What you wrote before is kept. Try again in a minute.")


def _bare(status: int, sentence: str) -> HttpResponse:
    context: dict[str, Any] = {"sentence": sentence}
    return HttpResponse(get_template("errors/bare.html").render(context), status=status)
