"""What must be true before the product starts: each failure is one sentence that says what to do."""

from typing import Any

import structlog
from django.conf import settings
from django.core.checks import Error, register
from django.db import OperationalError, ProgrammingError, connection

from audit.protection import may_change_the_log
from notifications.dkim.keys import BadKey, domain, keys

log = structlog.get_logger(__name__)
WEAK = 40


@register()
def production_is_configured(**kwargs: Any) -> list[Error]:
    """In production every secret is set and strong, and every outside part is named."""
    if settings.EMBEDDED:
        return []
    problems = []
    if settings.SECRET_KEY == settings.EMBEDDED_KEY:
        problems.append(("E001", "SECRET_KEY is not set. Set it to at least 40 random characters."))
    elif len(settings.SECRET_KEY) < WEAK:
        problems.append(("E002", "SECRET_KEY is too short. Set it to at least 40 random characters."))
    if settings.TOKEN_KEYS == [settings.SECRET_KEY] or any(len(key) < WEAK for key in settings.TOKEN_KEYS):
        problems.append(("E003", "TOKEN_KEYS needs a key of its own, at least 40 random characters each."))
    if settings.REF_KEY == settings.SECRET_KEY or len(settings.REF_KEY) < WEAK:
        problems.append(("E015", "REF_KEY needs a key of its own, at least 40 random characters."))
    if not settings.SITE_URL.startswith("https://"):
        problems.append(("E004", "SITE_URL must begin with https:// in production."))
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        problems.append(("E005", "DATABASE_URL must name a PostgreSQL database in production."))
    if not settings.REDIS_URL:
        problems.append(("E006", "REDIS_URL is not set. Web, workers and listener meet on a Redis in production."))
    if not settings.SMTP_URL:
        problems.append(("E007", "SMTP_URL is not set. Name the relay that takes our letters."))
    if not settings.MAIL_EDGE_AUTHSERV_ID:
        problems.append(("E008", "MAIL_EDGE_AUTHSERV_ID is not set: without it no sender can be proven."))
    if settings.MAIL_DOMAIN.endswith(".example"):
        problems.append(("E009", "MAIL_DOMAIN is not set. Name the domain that receives mail for the boards."))
    if "postmark" in settings.MAIL_HOOKS and not all(map(strong_pair, settings.ANYMAIL["WEBHOOK_SECRET"] or [""])):
        problems.append(("E016", "MAIL_HOOK_SECRETS needs user:password, of twenty characters at least, for Postmark."))
    if "mailgun" in settings.MAIL_HOOKS and not settings.ANYMAIL["MAILGUN_WEBHOOK_SIGNING_KEY"]:
        problems.append(("E017", "MAILGUN_SIGNING_KEY is not set: without it anybody could hand over mail."))
    return [Error(text, id=f"network.{number}") for number, text in problems]


def strong_pair(secret: str) -> bool:
    return ":" in secret and len(secret) >= 20


@register()
def mode_is_known(**kwargs: Any) -> list[Error]:
    if settings.MODE in ("embedded", "production"):
        return []
    return [Error(f"MODE is {settings.MODE!r}. It must be embedded or production.", id="network.E010")]


@register()
def mail_is_signed_with_good_keys(**kwargs: Any) -> list[Error]:
    """A key that cannot be read is found at the start, and not by every mail."""
    try:
        keys()
    except BadKey as error:
        return [Error(f"DKIM_KEYS: {error}. «manage.py make_dkim_key» makes one.", id="network.E013")]
    if f".{settings.MAIL_DOMAIN}".lower().endswith(f".{domain()}"):
        return []
    return [
        Error("DKIM_DOMAIN must be MAIL_DOMAIN or a parent of it: else no signature is aligned.", id="network.E014")
    ]


def log_is_out_of_reach() -> list[Error]:
    """In production the running role cannot change the audit log. Asked at the start of web, worker and listener, and
    not by `migrate`, whose role owns the tables. A database that is away is not asked: the start does not wait for it.
    """
    if settings.EMBEDDED:
        return []
    try:
        rights = may_change_the_log()
    except OperationalError as error:
        log.warning("database away", error=type(error).__name__)
        return []
    except ProgrammingError:
        return [Error("The tables are not there yet: run «manage.py migrate» first.", id="network.E012")]
    finally:
        connection.close()
    if not rights:
        return []
    text = (
        f"The role of DATABASE_URL may change the audit log ({', '.join(rights)}). Give web, workers and listener a "
        "role of their own, and run «manage.py grant_application_rights» as the tables’ owner: see docs/running.md."
    )
    return [Error(text, id="network.E011")]
