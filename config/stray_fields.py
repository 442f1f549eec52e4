"""Fields that a form carries and nobody asks for: ignored, and their names logged (threat 78)."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse, QueryDict

log = structlog.get_logger(__name__)
# Beside the token, what our forms for writing carry for the script (where the draft is kept) and for a file not chosen.
OURS = frozenset({"csrfmiddlewaretoken", "place", "draft_version", "attached"})
PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.\[\]-]{0,39}")  # a name that says no more than a name
MOST = 10


class AskedFields(QueryDict):
    """The fields of a form, which knows the names that were asked for. Who takes all of it has asked for all."""

    def __init__(self, fields: QueryDict) -> None:
        super().__init__(mutable=True)
        self.asked: set[str] = set()
        for name, values in fields.lists():
            self.setlist(name, list(values))
        self._mutable = False

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)

    def getlist(self, name: str, default: Any = None) -> list[Any]:
        self.asked.add(name)
        return super().getlist(name, default)

    def __contains__(self, name: object) -> bool:
        self.asked.add(str(name))
        return super().__contains__(name)

    def items(self) -> Iterator[tuple[str, Any]]:  # type: ignore[override]
        self.asked.update(self.names())
        return super().items()

    def lists(self) -> Any:
        self.asked.update(self.names())
        return super().lists()

    def names(self) -> list[str]:
        return list(dict.keys(self))

    def strays(self) -> list[str]:
        return sorted(set(self.names()) - self.asked - OURS)


class StrayFieldsMiddleware:
    """A page takes from a form what it asks for, by name. What else came is nothing to it; here it is written down."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        fields = request.POST if request.method == "POST" else None
        if isinstance(fields, AskedFields) and response.status_code not in (400, 403, 404) and fields.strays():
            names = [name if PLAIN.fullmatch(name) else "(no plain name)" for name in fields.strays()]
            route = request.resolver_match.url_name if request.resolver_match is not None else ""
            log.warning(
                "form fields that nobody asked for", route=route, member=request.user.pk, fields=names[:MOST],
                more=max(0, len(names) - MOST),
            )  # fmt: skip
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.method == "POST" and request.POST:
            request.POST = AskedFields(request.POST)  # type: ignore[assignment]
