"""Asking the DNS, each hour in a worker and never while a page waits; the answers stand in the cache."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from dns.exception import DNSException
from dns.rdatatype import MX, TXT
from dns.resolver import NXDOMAIN, NoAnswer, Resolver

from notifications.dkim.keys import domain, keys

log = structlog.get_logger(__name__)
KEY, EACH, PATIENCE = "mail-records", timedelta(hours=1), 3.0
FOR_EXAMPLES = (".example", ".test", ".invalid", ".localhost")  # RFC 2606: nobody can publish anything there


@dataclass(frozen=True)
class Answers:
    """What the DNS said, and when; `failed` and its hour if a later asking got no answer."""

    at: datetime | None = None
    mx: tuple[str, ...] = ()
    spf: tuple[str, ...] = ()
    dkim: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dmarc: tuple[str, ...] = ()
    dmarc_of: str = ""
    failed: str = ""
    failed_at: datetime | None = None


def can_be_asked() -> bool:
    return not settings.MAIL_DOMAIN.endswith(FOR_EXAMPLES)


def answers() -> Answers:
    """What is known. Empty at the beginning, and when the cache is away or was emptied."""
    try:
        found = cache.get(KEY)
    except Exception as error:
        log.warning("cache away", error=type(error).__name__)
        found = None
    return found if isinstance(found, Answers) else Answers()


def look_up_mail_records(*, now: datetime | None = None, resolver: Resolver | None = None) -> bool:
    """Ask again if an hour has passed. True if the DNS was asked."""
    now, known = now or timezone.now(), answers()
    latest = max(filter(None, (known.at, known.failed_at)), default=None)
    if not can_be_asked() or (latest is not None and now - latest < EACH):
        return False
    try:
        found = _ask(resolver or Resolver(), now)
    except DNSException as error:
        found = Answers(**(vars(known) | {"failed": type(error).__name__, "failed_at": now}))
    cache.set(KEY, found, None)
    return True


def _ask(resolver: Resolver, now: datetime) -> Answers:
    name = settings.MAIL_DOMAIN
    dmarc_of, dmarc = _dmarc(resolver, name)
    return Answers(
        at=now, mx=_mx(resolver, name), spf=_texts(resolver, name),
        dkim={key.selector: _texts(resolver, key.name_at(domain())) for key in keys()}, dmarc=dmarc, dmarc_of=dmarc_of,
    )  # fmt: skip


def _dmarc(resolver: Resolver, name: str) -> tuple[str, tuple[str, ...]]:
    """Of the domain, or of the nearest parent that has one."""
    labels = name.split(".")
    for first in range(len(labels) - 1):
        here = ".".join(labels[first:])
        found = tuple(text for text in _texts(resolver, f"_dmarc.{here}") if text.lower().startswith("v=dmarc1"))
        if found:
            return here, found
    return "", ()


def _texts(resolver: Resolver, name: str) -> tuple[str, ...]:
    try:
        rows = resolver.resolve(name, TXT, lifetime=PATIENCE)
    except (NXDOMAIN, NoAnswer):
        return ()
    return tuple(b"".join(row.strings).decode("utf-8", "replace")[:4000] for row in rows)


def _mx(resolver: Resolver, name: str) -> tuple[str, ...]:
    try:
        rows = resolver.resolve(name, MX, lifetime=PATIENCE)
    except (NXDOMAIN, NoAnswer):
        return ()
    return tuple(str(row.exchange).rstrip(".") for row in sorted(rows, key=lambda row: row.preference))
