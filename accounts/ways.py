"""Where to go on to: only ever a path of our own."""

import unicodedata

from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def is_own_path(target: str) -> bool:
    """«/topics/», and no other form: no host, no scheme, no backslash, no control character."""
    if not target.startswith("/") or target[:2] in ("//", "/\\") or "\\" in target:
        return False
    if any(unicodedata.category(sign)[0] == "C" or unicodedata.category(sign) in ("Zl", "Zp") for sign in target):
        return False
    return url_has_allowed_host_and_scheme(target, allowed_hosts=None)


def next_of(request: HttpRequest, default: str = "home") -> str:
    """Where the page that asked wants to be again; the default if it names anything but a path of ours."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return target if is_own_path(target) else resolve_url(default)
