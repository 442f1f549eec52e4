"""The body of a provider's request, taken whole and byte for byte: a mail of fifty megabytes comes in one field, where
the site's forms may carry ten in all of theirs. No other address is given more.
"""

from collections.abc import Callable, Iterator
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

PREFIX = "/mail-hooks/"
RAW = "body-mime"
MOST_FIELDS = 200


class HookBodiesMiddleware:
    """Mounted where MAIL_HOOKS names a provider, before anything that asks for the fields of a form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.path.startswith(PREFIX):
            most = 2 * settings.MAIL_MAX_BYTES
            body = request.read(most + 1)
            if len(body) > most:
                return HttpResponse(status=413)
            take_fields(request, body)
        return self.get_response(request)


def take_fields(request: Any, body: bytes) -> None:
    """As Django would have it, and the mail itself also as bytes: not each is UTF-8."""
    fields, request.raw_mail = QueryDict(mutable=True), b""
    for number, (name, value) in enumerate(_fields(request, body)):
        if number == MOST_FIELDS:
            break
        if name == RAW:
            request.raw_mail = value
        fields.appendlist(name, value.decode(errors="replace"))
    fields._mutable = False
    request._body, request.POST = body, fields


def _fields(request: HttpRequest, body: bytes) -> Iterator[tuple[str, bytes]]:
    if request.content_type == "application/x-www-form-urlencoded":
        for pair in body.split(b"&"):
            key, _, value = (unquote_to_bytes(half.replace(b"+", b" ")) for half in pair.partition(b"="))
            yield key.decode(errors="replace"), value
    elif request.content_type == "multipart/form-data":
        head = f"Content-Type: {request.META['CONTENT_TYPE']}\r\n\r\n".encode("latin-1", "replace")
        for part in BytesParser(policy=HTTP).parsebytes(head + body).iter_parts():
            name, content = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
            if isinstance(name, str) and isinstance(content, bytes):
                yield name, content
