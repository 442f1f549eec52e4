"""Links as the author meant them: what a mail gateway wrapped round an address is taken off again."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

MAX_URL = 4_000
_WRAPPED = re.compile(r"https?://[^\s<>\")\]]{4,4000}")
_V3 = re.compile(r"/v3/__(.+?)__;([^!]*)!")


def unwrapped(url: str) -> str:
    """The link behind Microsoft's Safe Links and Proofpoint's URL Defense; any other link as it is."""
    for _ in range(3):
        inner = _once(url.strip()) if len(url) <= MAX_URL else ""
        if not inner or not inner.lower().startswith(("http://", "https://", "mailto:")):
            return url.strip()
        url = inner
    return url


def _once(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    if host.endswith("safelinks.protection.outlook.com"):
        return parse_qs(parts.query).get("url", [""])[0]
    if host in ("urldefense.proofpoint.com", "urldefense.com", "urldefense.us"):
        return _proofpoint(url, parts.path, parts.query)
    if host.endswith(("google.com", "google.co.uk")) and parts.path == "/url":
        query = parse_qs(parts.query)
        return (query.get("q") or query.get("url") or [""])[0]
    return ""


def _proofpoint(url: str, path: str, query: str) -> str:
    wrapped = parse_qs(query).get("u", [""])[0]
    if path.startswith("/v1/"):
        return unquote(wrapped)
    if path.startswith("/v2/"):
        return unquote(wrapped.replace("-", "%").replace("_", "/"))
    match = _V3.search(url)
    return (
        unquote(match[1].replace("*", "%2A"))
        if match and not match[2]
        else re.sub(r"^(https?:/)([^/])", r"\1/\2", match[1])
        if match
        else ""
    )


def unwrapped_in(text: str) -> str:
    """The text with every wrapped link in it unwrapped."""
    if "://" not in text or not any(sign in text for sign in ("safelinks", "urldefense", "/url?")):
        return text
    return _WRAPPED.sub(lambda match: unwrapped(match[0]), text)


def link(text: str, href: str) -> str:
    """Light Markdown for a link: the bare address where the text only repeats it."""
    target, label = unwrapped(href), unwrapped_in(text.strip())
    if not label or not target.lower().startswith(("http://", "https://")) or len(target) > MAX_URL:
        return label
    if _same(label, target):
        return target if "://" in label else label
    if re.match(r"^(?:https?://|www\.)", label, re.IGNORECASE):  # it names one place and leads to another: show both
        return f"{label} ({target})"
    return (
        f"[{label}]({target})"
        if "]" not in label and ")" not in target and " " not in target
        else f"{label} ({target})"
    )


def _same(label: str, target: str) -> bool:
    def bare(url: str) -> str:
        return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.strip().lower()).rstrip("/")

    return bare(label) == bare(target)
