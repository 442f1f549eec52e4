"""Addresses in the prose of bounces that have no machine-readable part: the shapes that mail systems share."""

import re

from inbound.reading.addresses import canonical

_ADDRESS = r"[^\s<>()\[\]\"',;:]{1,64}@[^\s<>()\[\]\"',;:]{2,250}"
_COPY_BELOW = re.compile(
    r"^[\W_]{0,80}(?:below (?:this|the next) line|(?:begin(?:ning)? of )?(?:the )?(?:original|returned|failed|undelivered|unsent) (?:message|mail)\b(?!.{0,40}(?:was|received at|could|to:))|message (?:header|body|text)\b.{0,30}(?:follow|$)"
    r"|(?:the )?headers? (?:of|and|from)\b|attachment is a copy|this is a copy of the|copy of (?:the|your) (?:message|mail)|original message (?:as received|follows|header)|your (?:original )?message (?:reads|follows|begins)|header of the (?:source|original)|included is a copy)",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"^[\s*>\-\u2022\"'<]{{0,20}}(?:mailto:|rfc822;|smtp:)?({_ADDRESS})[\s>\"':;,.*]{{0,10}}(?:\(.{{0,200}}\)\s*)?$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    rf"^\s{{0,10}}<({_ADDRESS})>\s?(?::|\.\.\.|,|\s-|\s\(|\son\s)|^\s{{0,10}}[\"']?({_ADDRESS})[\"']?\s?(?::\s|\s?\.\.\.\s|,?\s\(|\s-{{1,2}}\s|\son\s\w{{3}},? )",
    re.IGNORECASE,
)
_EXPANDED = re.compile(rf"^\s{{0,20}}\(expanded from:?\s{{1,3}}<?({_ADDRESS})>?\)", re.IGNORECASE)
_NAMED = re.compile(
    rf"(?:failed recipients?|recipient(?: address)?|original(?:ly addressed to| address| recipient)|error[\s-]for|unknown (?:user|local[\s-]part.{{0,40}}|recipient|address)|user unknown|your (?:e-?mail |mail )?message (?:to|for)"
    rf"|(?:message|mail|e-?mail) (?:to|for|addressed to)|deliver(?:y|ed)?(?: failed)? to|address(?:ed)?(?: to)?|recipients?(?: was| is)?|expanded from|rcpt to|could not deliver(?: message)? to|not delivered to|mailbox(?: for)?|no such user|account|user\s?id|to)"
    rf"\s?(?:is|was)?\s?[:\-=]?\s{{0,8}}[<\"'(\[]{{0,2}}({_ADDRESS})",
    re.IGNORECASE,
)
_TEMPORARY = re.compile(
    r"\b(?:delay(?:ed)?|warning|not yet been delivered|will (?:be )?(?:retr|keep trying|continue)|still (?:being )?tr(?:ied|ying)|temporar\w+|quota|(?:mailbox|mailfolder|disk) (?:is )?full|over.?quota|4\.\d\.\d)\b",
    re.IGNORECASE,
)
_NOT_FAILED = re.compile(
    r"^(?:postmaster|mailer-daemon|abuse|support|helpdesk|hostmaster|webmaster|admin)@", re.IGNORECASE
)


def sounds_temporary(text: str) -> bool:
    return bool(_TEMPORARY.search(text[:6_000]))


def before_copy(prose: str) -> list[str]:
    """The report's own lines, up to where the returned mail is shown."""
    lines: list[str] = []
    for line in prose.splitlines()[:600]:
        if lines and _COPY_BELOW.match(line[:300]):
            break
        lines.append(line[:600])
    return lines


def addresses_in_prose(prose: str, avoid: set[str]) -> list[str]:
    """The failed addresses: first those that stand alone or begin a line, else those that a phrase introduces."""
    lines = before_copy(prose)
    for patterns in ((_ALONE, _EXPANDED, _LEADING), (_NAMED,)):
        found = [
            address
            for line in lines
            for address in _matches(patterns, line)
            if address not in avoid and not _NOT_FAILED.match(address)
        ]
        if found:
            return list(dict.fromkeys(found))[:100]
    return []


def _matches(patterns: tuple[re.Pattern[str], ...], line: str) -> list[str]:
    for pattern in patterns:
        found = [canonical(next(filter(None, match.groups())).strip(".")) for match in pattern.finditer(line)]
        if any(found):
            return [address for address in found if address]
    return []
