"""Which addresses a bounce speaks of: from its machine-readable part (RFC 3464) or, failing that, from its prose."""

import re

from inbound.reading.addresses import canonical
from inbound.reading.bounce_text import addresses_in_prose, sounds_temporary
from inbound.reading.fields import Fields
from inbound.reading.headers import Header, addresses_in
from inbound.reading.html import from_html
from inbound.reading.mime import Part, split_fields
from inbound.reading.model import Bounced

_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_DAEMON = re.compile(
    r"^(?:mailer-?daemon|microsoftexchange[0-9a-f]{8,40}|post_?master|mail-?daemon|mda|bounces?|ndr|mailerdaemon|mail\.delivery\.system|no-?reply-?dsn|.{0,30}smtp.{0,30}|.{0,30}antivirus.{0,30}|system|administrator|complaints)(?:[+\-=.].{0,100})?@",
    re.IGNORECASE,
)
_DAEMON_NAME = re.compile(
    r"mail(?:er)?[\s.-]?(?:delivery|daemon)|delivery (?:sub)?system|postmaster|system administrator|internet mail delivery|mail administrator|^mail system|mailer|mail service",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver|returned mail|mail (?:delivery )?(?:fail|error|system error|could not)|deliver\w*[\s_-](?:status|fail|notification|problem|report|error|has failed|incomplete|delayed|unsuccessful)"
    r"|fail(?:ure|ed)(?: in)? (?:notice|deliver|mail|to deliver|recipient)|^failed mail|not delivered|could not be delivered|nondeliver|non[\s-]?(?:deliver|remis)|returning message|return(?:ed|ing)? to sender"
    r"|message (?:delayed|delivery|not delivered|status|you sent|rejected)|warning: (?:message|could not)|bounce|rejected mail|unzustellbar|nicht zugestellt|non recapitabile|não entregue|no entregad"
    r"|non distribu|échec|postmaster notify|user unknown|unknown user|recipient (?:rejected|unknown)|\bndn\b|\bdsn\b|delivery delayed|mail rejected|blocked|disallowed|unable to deliver|problem",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"could not be delivered|(?:unable|wasn.?t able|not able|failed|impossible) to (?:be )?deliver|cannot be delivered|was not delivered|delivery (?:has )?failed|delivery to the following|undeliverable"
    r"|did not reach the following|not yet been delivered|returned to (?:the )?sender|permanent (?:fatal )?error|error during delivery|unknown (?:user|recipient|address)|user (?:is )?unknown"
    r"|no such user|mailbox (?:is )?(?:full|unavailable|not found)|address(?:es)? (?:had|failed)|has been delayed|has encountered delivery|transcript of session|recipient address rejected|n.a pu etre delivre"
    r"|message (?:wasn.t|was not|could not|cannot|has not been|has been rejected|was rejected|couldn.t)|failed recipient|deliver(?:y|ing) (?:the )?(?:message|mail|your)|was automatically rejected|failed to accept|no mailbox here",
    re.IGNORECASE,
)


def is_feedback_report(header: Header, parts: list[Part]) -> bool:
    """An abuse report in the format of RFC 5965, or one of the few that look like it."""
    top = header.fields.first("content-type").lower()
    if "feedback-report" in top or any(part.content_type == "message/feedback-report" for part in parts):
        return True
    return (
        bool(re.match(r"^(?:abuse|complaint|feedback|fbl)[\w-]{0,30}@|^staff@hotmail", header.sender))
        and bool(re.search(r"complaint|abuse|feedback|spam", header.raw_subject, re.IGNORECASE))
    ) or (header.fields.has("x-hmxmroriginalrecipient") or "feedback loop" in header.sender_name.lower())


def is_bounce(header: Header, parts: list[Part], text: str) -> bool:
    """A delivery report, or a mail from a mail system that says a mail did not arrive."""
    fields = header.fields
    top = " ".join(fields.first("content-type").lower().split())
    if "report-type=delivery-status" in top.replace('"', "").replace(" ", "") or any(
        part.content_type in _REPORT_PARTS for part in parts
    ):
        return True
    if fields.has("x-failed-recipients") or (fields.has("x-original-message-id") and fields.has("x-failed-reason")):
        return True
    if "multipart/report" in top and not re.search(r"report-type=\"?(?:disposition|feedback)", top):
        return bool(_SUBJECT.search(header.raw_subject) or _BODY.search(text[:6_000]))
    if re.match(r"^mail(?:er)?-?daemon@", header.sender):  # it never writes anything else, in whatever language
        return True
    returned = (
        any(part.content_type == "message/rfc822" for part in parts) and not header.is_reply and not header.is_forward
    )
    return (_from_mail_system(header) or (returned and bool(_BODY.search(text[:2_000])))) and bool(
        _SUBJECT.search(header.raw_subject[:300]) or _BODY.search(text[:6_000])
    )


_REPORT_PARTS = ("message/delivery-status", "message/global-delivery-status")


def _from_mail_system(header: Header) -> bool:
    raw = " ".join(header.fields.every("from"))[:300]
    null = header.fields.first("return-path").strip() == "<>" and not header.is_reply
    return bool(
        _DAEMON.match(header.sender) or _DAEMON_NAME.search(header.sender_name or raw) or null or not header.sender
    )


def bounced_addresses(header: Header, parts: list[Part]) -> tuple[Bounced, ...]:
    """Each address that failed, once; a report of success names none."""
    reports = [part for part in parts if part.content_type in _REPORT_PARTS]
    found = [bounced for part in reports for bounced in _from_report(part)]
    if found:
        return _unique(found)
    if reports and any(b"action:" in part.content[:20_000].lower() for part in reports) and not _names_failure(reports):
        return ()
    prose = "\n".join(_prose(part) for part in parts if part.content_type in ("text/plain", "text/html"))[:60_000]
    failed = [
        address
        for value in header.fields.every("x-failed-recipients")
        for address in map(canonical, value.split(","))
        if address
    ]
    addresses = failed or addresses_in_prose(prose, avoid={header.sender}) or _original_recipients(parts, prose)
    temporary, status = sounds_temporary(f"{header.raw_subject}\n{prose}"), _STATUS.search(prose)
    return _unique([Bounced(address, not temporary, status[0] if status else "") for address in addresses])


def _unique(found: list[Bounced]) -> tuple[Bounced, ...]:
    return tuple({bounced.address: bounced for bounced in reversed(found)}.values())[::-1][:100]


def _prose(part: Part) -> str:
    if part.content_type == "text/html":
        return "\n".join(line.text for line in from_html(part.text[:200_000]).lines)
    return part.text[:200_000]


def _names_failure(reports: list[Part]) -> bool:
    return any(
        re.search(rb"(?im)^action:\s{0,5}(?:failed|failure|delayed|delivery-failed)", part.content[:50_000])
        for part in reports
    )


def _from_report(part: Part) -> list[Bounced]:
    """One entry a recipient whose Action is failed or delayed (RFC 3464 section 2.3)."""
    found: list[Bounced] = []
    for block in re.split(rb"(?:\r?\n){2}", part.content[:500_000])[:300]:
        fields, _ = split_fields(block.strip() + b"\n\n")
        if not fields.has("final-recipient") and not fields.has("original-recipient"):
            continue
        action = fields.first("action").lower().split()[:1]
        if action and action[0].strip(";,") in ("delivered", "relayed", "expanded"):
            continue
        address = _recipient(fields)
        if address:
            status = _STATUS.search(fields.first("status")) or _STATUS.search(fields.first("diagnostic-code"))
            code, delayed = status[0] if status else "", bool(action) and action[0].startswith("delay")
            temporary = delayed or code.startswith("4.") or _is_full(code, fields.first("diagnostic-code"))
            found.append(Bounced(address, not temporary, code))
    return found


def _recipient(fields: Fields) -> str:
    """The address that we wrote to, where the report still knows it; else the one it ended at."""
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        value = fields.first(name)
        value = value.split(";", 1)[1] if ";" in value else value
        match = re.search(r"[^\s<>;,\"]{1,64}@[^\s<>;,\"]{1,250}", value)
        address = canonical(match[0].strip("<>()")) if match else ""
        if address:
            return address
    return ""


def _is_full(code: str, diagnostic: str) -> bool:
    """A full mailbox is a matter of time, though RFC 3463 gives it 5.2.2."""
    return code in ("5.2.2", "5.2.3") and "size" not in diagnostic.lower()[:300]


def _original_recipients(parts: list[Part], prose: str) -> list[str]:
    """When the prose names nobody: whom the returned mail was for, if it was for one person."""
    for part in parts:
        if part.content_type in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"):
            fields, _ = split_fields(part.content[:100_000].lstrip())
            found = addresses_in(fields, "x-failed-recipients") or addresses_in(fields, "to")
            if len(found) == 1:
                return list(found)
    match = re.search(r"(?im)^\s{0,8}to:\s{0,8}<?([^\s<>]{1,64}@[^\s<>]{1,250})>?\s*$", prose)
    return [canonical(match[1])] if match and canonical(match[1]) else []
