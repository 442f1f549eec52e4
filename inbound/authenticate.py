"""Who wrote it? A token says whose address it was sent to; only the sender's own proven address says who sent it."""

from django.conf import settings

from inbound.reading import ReadMail


def sender_is_proven(mail: ReadMail) -> bool:
    """Is the From address vouched for by our own edge: DMARC passed, or an aligned DKIM or SPF pass?

    Only the topmost Authentication-Results of our own authserv-id counts (RFC 8601 section 5): anything below it, or
    under another name, came with the mail and may be forged. In the embedded shape there is no edge, and the listener
    hears this machine only, so the From address stands as it is.
    """
    if not settings.MAIL_EDGE_AUTHSERV_ID:
        return bool(settings.EMBEDDED)
    domain = mail.sender.rpartition("@")[2]
    ours = settings.MAIL_EDGE_AUTHSERV_ID.lower()
    for value in mail.authentication_results:
        server, *results = _statements(value)
        if server.lower().split()[:1] == [ours]:
            return bool(domain) and any(_passes(result, domain) for result in results)
    return False


def _statements(value: str) -> list[str]:
    """The header split at its semicolons, without comments and quoted strings (RFC 8601 section 2.2).

    A sender chooses what stands in a quoted local part or in a comment that repeats it: it must never be read as a
    result, so both are dropped, nested comments and escaped characters included.
    """
    out: list[str] = []
    depth, quoted, escaped = 0, False, False
    for letter in value:
        if escaped:
            escaped = False
        elif letter == "\\" and (quoted or depth):
            escaped = True
        elif quoted:
            quoted = letter != '"'
        elif letter == "(":
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
        elif not depth and letter == '"':
            quoted = True
            out.append("_")
        elif not depth:
            out.append(letter)
    return "".join(out).split(";")


def _passes(result: str, domain: str) -> bool:
    """Does one result («dkim=pass header.d=council.gov.uk») vouch for the domain?"""
    method, _, rest = result.strip().lower().partition("=")
    words = rest.split()
    if words[:1] != ["pass"]:
        return False
    facts = dict(word.partition("=")[::2] for word in words[1:])
    vouched = {
        "dmarc": facts.get("header.from", ""),
        "dkim": facts.get("header.d", ""),
        "spf": facts.get("smtp.mailfrom", "").rpartition("@")[2],
    }
    return _aligned(vouched.get(method.partition("/")[0].strip(), ""), domain)


def _aligned(authenticated: str, domain: str) -> bool:
    """The same domain, or a parent of it (relaxed alignment, RFC 7489 section 3.1)."""
    authenticated = authenticated.strip(".@")
    same = domain == authenticated or domain.endswith("." + authenticated)
    return "." in authenticated and same
