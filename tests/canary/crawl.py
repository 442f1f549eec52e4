"""Asking every address as every persona, and looking through each answer for words that the persona may not see."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from unittest.mock import patch
from urllib.parse import unquote

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts.assurance import mark_confirmed, mark_second_factor
from accounts.models import Member
from notifications.models import DevMail
from tests.canary.world import UNSURE, Canary, Target, World

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
ALL_METHODS_BY = frozenset({"anonymous", "away_member", "home_rep"})
SURE = frozenset({"secretariat", "officer", "home_rep", "away_rep"})
FRESH = frozenset({"outsider", "home_author", "home_lapsed", "home_suspended", "home_ended", "group_member"})
ADMIN_BY = frozenset({"anonymous", "officer", "secretariat", "unsure_secretariat"})  # one door for all of it
MISSING = {int: 999_999_999, str: "no-such-thing"}


@dataclass(frozen=True)
class Finding:
    persona: str
    request: str
    what: str

    def __str__(self) -> str:
        return f"{self.persona}: {self.request}: {self.what}"


@dataclass
class Answer:
    status: int
    content: bytes
    headers: str

    @property
    def seen(self) -> bytes:
        return self.headers.encode() + b"\n" + unpacked(self.content)

    @property
    def refused(self) -> bool:
        """Sent to a door, refused, or told that there is nothing."""
        if self.status in (301, 302):
            return any(door in self.headers for door in ("/sign-in/", "/confirm/", "/second-factor/"))
        return self.status in (401, 403, 404, 410)


def routes() -> Iterator[tuple[str, URLPattern]]:
    """Every named pattern of the URLconf; one without a name is called by its pattern."""

    def walk(patterns: Iterable, prefix: str) -> Iterator[tuple[str, URLPattern]]:
        for one in patterns:
            if isinstance(one, URLResolver):
                inner = f"{prefix}{one.namespace}:" if one.namespace else prefix
                yield from walk(one.url_patterns, inner)
            else:
                yield prefix + (one.name or str(one.pattern)), one

    yield from walk(get_resolver().url_patterns, "")


def unpacked(content: bytes) -> bytes:
    """The bytes, and for an archive those of its members as well."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        return b"\n".join([*(name.encode() for name in names), *(archive.read(name) for name in names)])


class Visitor:
    """One persona's browser. Whatever a request writes is rolled back, so that each meets the same world."""

    def __init__(self, world: World, persona: str) -> None:
        self.world, self.persona = world, persona
        self.client = Client(raise_request_exception=False)
        member = world.personas[UNSURE.get(persona, persona)]
        if member is not None:
            self.client.force_login(Member.objects.get(pk=member.pk))
            session = self.client.session
            if persona in SURE:
                mark_second_factor(session)
            elif persona in FRESH or persona in UNSURE:
                mark_confirmed(session)
            session.save()
        self.cookies = self.client.cookies.copy()

    def ask(self, method: str, path: str, data: str = "") -> Answer:
        self.client.cookies = self.cookies.copy()
        cache.clear()
        with transaction.atomic():
            with patch("django.test.client.store_rendered_templates"):  # it copies what each template was given
                response = self.client.generic(
                    method, path, "" if method == "GET" else data, content_type="application/x-www-form-urlencoded"
                )
            answer = Answer(response.status_code, content_of(response), headers_of(response))
            transaction.set_rollback(True)
        return answer


def content_of(response: HttpResponseBase) -> bytes:
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return bytes(getattr(response, "content", b""))


def headers_of(response: HttpResponseBase) -> str:
    return "\n".join(f"{name}: {value}" for name, value in response.headers.items())


def path_of(route: str, target: Target) -> str:
    return reverse(route, args=target.args) + (f"?{target.query}" if target.query else "")


def missing_path(route: str, target: Target) -> str | None:
    """The same address for a thing that there never was; None where the address names no thing."""
    if not target.args:
        return None
    try:
        path = reverse(route, args=[MISSING.get(type(value), "no-such-thing") for value in target.args])
    except NoReverseMatch:
        return None  # it takes no other words
    return path + (f"?{target.query}" if target.query else "")


def targets_of(world: World, route: str) -> list[Target]:
    """The things of the world at this address; one without arguments for an address that names none."""
    known = world.targets.get(route, [])
    if known and not known[0].query:
        return known
    try:
        reverse(route)
    except NoReverseMatch:
        return known
    return [Target((), None), *known]


def crawl(
    world: World, personas: Iterable[str], *, methods: Iterable[str] = METHODS, only: set[str] | None = None
) -> "Crawl":
    """Ask, and gather what is wrong. `only` limits the routes."""
    result = Crawl(world)
    names = [name for name, _ in routes() if only is None or name in only]
    for persona in personas:
        visitor = Visitor(world, persona)
        for route in dict.fromkeys(names):
            if route.startswith("admin:") and persona not in ADMIN_BY:
                continue
            for number, target in enumerate(targets_of(world, route)):
                # The methods that no page takes are tried by a few, on one thing of each kind.
                rare = number == 0 and persona in ALL_METHODS_BY
                for method in methods if rare else [one for one in methods if one in ("GET", "POST")]:
                    result.look(visitor, route, target, method)
    return result


def may_see(persona: str, canary: Canary) -> bool:
    if persona in UNSURE and canary.sure:
        return False
    return UNSURE.get(persona, persona) in canary.readers


class Crawl:
    def __init__(self, world: World) -> None:
        self.world = world
        self.observations = 0
        self.known = ""
        self.findings: list[Finding] = []
        self.opened: set[tuple[str, str, str]] = set()
        self.foreign = {
            persona: [canary for canary in world.canaries if not may_see(persona, canary)]
            for persona in [*world.personas, *UNSURE]
        }
        self._missing: dict[tuple[str, str, str, str], Answer] = {}

    def look(self, visitor: Visitor, route: str, target: Target, method: str) -> None:
        path = path_of(route, target)
        answer = visitor.ask(method, path, target.data)
        request = f"{method} {path}"
        self.search(visitor.persona, request, answer.seen)
        if visitor.persona != "anonymous" and answer.status == 200 and "no-store" not in answer.headers.lower():
            self.findings.append(Finding(visitor.persona, request, "may be kept by a cache"))
        if answer.status >= 500:
            self.findings.append(Finding(visitor.persona, request, f"answered {answer.status}"))
        if method in ("GET", "POST") and not answer.refused and answer.status != 405:
            self.opened.add((visitor.persona, route, target.owner))
        name = UNSURE.get(visitor.persona, visitor.persona)
        if target.exists_for is not None and name not in target.exists_for:
            self.same_as_missing(visitor, route, target, method, answer, request)

    def search(self, persona: str, request: str, seen: bytes) -> None:
        """Is a word in there that this persona may not see?"""
        self.observations += 1
        text = seen.lower()
        self.findings += [
            Finding(persona, request, f"shows the {canary.where}")
            for canary in self.foreign[persona]
            if canary.word.encode() in text and canary.word not in self.known
        ]

    def same_as_missing(
        self, visitor: Visitor, route: str, target: Target, method: str, answer: Answer, request: str
    ) -> None:
        """What may not be seen is answered like what is not there."""
        absent = missing_path(route, target)
        if absent is None:
            return
        key = (visitor.persona, route, method, target.data)
        if key not in self._missing:
            self._missing[key] = visitor.ask(method, absent, target.data)
        other = self._missing[key]
        here, there = plain(answer, path_of(route, target)), plain(other, absent)
        if here != there:
            self.findings.append(
                Finding(visitor.persona, request, f"differs from what is missing: {here[0]}, {there[0]}")
            )


def plain(answer: Answer, path: str) -> tuple[int, str, str]:
    """The answer without what differs by chance: its own address, and the form's protection."""
    text = answer.content.decode("utf-8", "replace")
    text = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", text).replace(path, "PATH")
    bare = path.partition("?")[0]  # a form that is sent comes back to its page without the query
    parts = [part for part in bare.strip("/").split("/") if part]
    location = next((line for line in answer.headers.split("\n") if line.startswith("Location:")), "")
    return (
        answer.status,
        text if answer.status != 405 else "",
        unquote(location).replace(path, "PATH").replace(bare, "PATH").replace(parts[-1], "THING"),
    )


def look_through_mails(world: World) -> Crawl:
    """Every mail that has left, decoded, by the persona whose address it went to."""
    result = Crawl(world)
    owners = {
        address: persona
        for persona, member in world.personas.items()
        if member is not None
        for address in member.emailaddress_set.values_list("email", flat=True)
    }
    for mail in DevMail.objects.order_by("pk"):
        message = message_from_bytes(bytes(mail.raw), policy=default)
        parts = [part.get_payload(decode=True) or b"" for part in message.walk() if not part.is_multipart()]
        headers = "\n".join(f"{name}: {value}" for name, value in message.items())
        persona = owners.get(mail.to_address, "anonymous")
        result.known = str(mail.to_address).lower()  # who gets it knows where it went
        result.search(persona, f"mail {mail.pk}: {message['Subject']}", headers.encode() + b"\n".join(parts))  # type: ignore[arg-type]
    return result
