"""Addresses out of header fields (RFC 5322 section 3.4), hostile forms included: linear, and it never raises.

`mailboxes` is a small scanner over the raw value. Encoded words are decoded only in display names, never in the
address itself, so `=?utf-8?q?chair=40council?=` can never become somebody's address.
"""

import re
from dataclasses import dataclass

from inbound.reading.fields import decoded

MAX_MAILBOXES = 200
_LOCAL = r"[a-z0-9!#$%&'*+/=?^_`{|}~\-\u0080-\U0010ffff]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~\-\u0080-\U0010ffff]+)*"
_LABEL = r"[a-z0-9_\u0080-\U0010ffff](?:[a-z0-9_\-\u0080-\U0010ffff]*[a-z0-9_\u0080-\U0010ffff])?"
_LOCAL_PART = re.compile(_LOCAL)
_DOMAIN_LABEL = re.compile(_LABEL)


@dataclass(frozen=True, slots=True)
class Mailbox:
    name: str
    address: str  # canonical, or "" when what stood there is no address


def canonical(text: str) -> str:
    """One spelling for one address: lowercase, no trailing dot, no white space. '' if it is not an address."""
    text = text.strip().strip("<>").strip()
    if len(text) > 320 or text.count("@") != 1 or not text.isprintable() or " " in text:
        return ""
    local, domain = text.lower().split("@")
    domain = domain.rstrip(".")
    labels = domain.split(".")
    if len(local) > 64 or len(domain) > 253 or not domain or not _LOCAL_PART.fullmatch(local):
        return ""
    if not all(len(label) <= 63 and _DOMAIN_LABEL.fullmatch(label) for label in labels):
        return ""
    if any(ord(char) > 127 for char in domain):
        return _in_ascii(local, domain)
    return f"{local}@{domain}"


def _in_ascii(local: str, domain: str) -> str:
    try:  # IDNA gives each international domain one spelling; full-width letters and dots fold here
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except (UnicodeError, ValueError):
        return ""


def mailboxes(value: str) -> list[Mailbox]:
    """Every mailbox in the value, those inside groups too. An unreadable one has the address ''."""
    found: list[Mailbox] = []
    for phrase, angle in _Scanner(value[:20_000]).entries():
        if len(found) >= MAX_MAILBOXES:
            break
        if angle is None:
            address = canonical(phrase)
            name = "" if address else decoded(phrase)
        else:
            address, name = canonical(angle.rsplit(":", 1)[-1] if angle.startswith("@") else angle), decoded(phrase)
        if address or name:
            found.append(Mailbox(_tidy(name), address))
    return found


def _tidy(name: str) -> str:
    return re.sub(r"\s{1,200}", " ", name.replace('"', "")).strip(" '")[:200]


class _Scanner:
    """Yields (phrase, text in angle brackets or None) for each list entry."""

    def __init__(self, value: str) -> None:
        self.value = value
        self.phrase: list[str] = []
        self.comment: list[str] = []
        self.angle: list[str] | None = None

    def entries(self) -> list[tuple[str, str | None]]:
        found: list[tuple[str, str | None]] = []
        depth, quoted, escaped, in_angle = 0, False, False, False
        for char in self.value + ",":
            if escaped:
                escaped = False
                self._put(char, depth, in_angle)
            elif char == "\\" and (quoted or depth):
                escaped = True
            elif char == '"' and not depth:
                quoted = not quoted
                if in_angle:
                    self._put(char, depth, in_angle)
            elif quoted:
                self._put(char, depth, in_angle)
            elif char == "(":
                depth += 1
            elif char == ")" and depth:
                depth -= 1
            elif depth:
                self.comment.append(char)
            elif char == "<":
                if self.angle is not None:  # a second address with no comma before it: two, and not the last one
                    found.extend(self._finish())
                in_angle, self.angle = True, []
            elif char == ">" and in_angle:
                in_angle = False
            elif char in ",;" and not in_angle:
                found.extend(self._finish())
            elif char == ":" and not in_angle:  # a group's name ends here (RFC 5322 3.4): it is nobody's name
                self.phrase, self.comment = [], []
            else:
                self._put(char, depth, in_angle)
        if in_angle or quoted:
            found.extend(self._finish())
        return found

    def _put(self, char: str, depth: int, in_angle: bool) -> None:
        if depth:
            self.comment.append(char)
        elif in_angle and self.angle is not None:
            self.angle.append(char)
        else:
            self.phrase.append(char)

    def _finish(self) -> list[tuple[str, str | None]]:
        phrase, comment = "".join(self.phrase).strip(), "".join(self.comment).strip()
        angle = None if self.angle is None else "".join(self.angle).strip()
        self.phrase, self.comment, self.angle = [], [], None
        if angle is None and phrase and comment and canonical(phrase):
            return [(comment, phrase)]  # the old form: address (Full Name)
        return [(phrase, angle)] if phrase or angle else []
