"""The whole of it, for the page and for the command."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from config.mail_health.figures import (
    Day,
    Domain,
    Queue,
    addresses_not_reached,
    bounces_by_domain,
    last_sent,
    ledger_days,
    put_off,
    queues,
)
from config.mail_health.look_up import Answers, answers, can_be_asked
from config.mail_health.records import Finding, Verdict, dkim_findings, dmarc_finding, mx_finding, spf_finding
from notifications.dkim.keys import domain, keys

WHY_NOT = {"NoResolverConfiguration": "this machine knows no DNS server", "LifetimeTimeout": "no DNS server answered"}


@dataclass(frozen=True)
class Report:
    domain: str
    relay: str
    answers: Answers
    asked: bool
    why_not: str
    findings: list[Finding]
    queues: list[Queue]
    put_off: int
    days: list[Day]
    domains: list[Domain]
    not_reached: int
    last_mail: datetime | None
    last_digest: datetime | None

    @property
    def wrong(self) -> list[str]:
        """What somebody should see to, a sentence each."""
        said = [f"{one.about}: {one.sentence}" for one in self.findings if one.verdict == Verdict.BAD]
        said += [f"{one.name}: {one.due} due, the oldest for more than ten minutes." for one in self.queues if one.late]
        return said + [f"The mails received on {one.day} do not add up." for one in self.days if not one.balances]


def report(*, now: datetime | None = None) -> Report:
    now, known = now or timezone.now(), answers()
    return Report(
        domain=settings.MAIL_DOMAIN, relay=_relay(), answers=known, asked=can_be_asked(),
        why_not=WHY_NOT.get(known.failed, "the DNS server gave no usable answer") if known.failed else "",
        findings=_findings(known) if known.at else [], queues=queues(now), put_off=put_off(), days=ledger_days(now),
        domains=bounces_by_domain(now), not_reached=addresses_not_reached(), last_mail=last_sent(),
        last_digest=last_sent(digest=True),
    )  # fmt: skip


def _findings(known: Answers) -> list[Finding]:
    name = settings.MAIL_DOMAIN
    from_parent = bool(known.dmarc_of) and known.dmarc_of != name
    return [
        mx_finding(known.mx), spf_finding(known.spf), *dkim_findings(keys(), known.dkim),
        dmarc_finding(known.dmarc, from_parent=from_parent, mail_domain=name, signed_by=domain()),
    ]  # fmt: skip


def _relay() -> str:
    """Its name and port, and never who we are there."""
    parts = urlsplit(settings.SMTP_URL)
    return f"{parts.hostname}:{parts.port or 25}" if parts.hostname else ""
