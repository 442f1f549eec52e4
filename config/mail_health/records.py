"""What the records of our domain say of our mail: pure, from texts to findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

MOST_LOOK_UPS = 10  # RFC 7208, 4.6.4: with more the answer is an error, and nothing of it counts
_LOOKS_UP = ("include", "a", "mx", "ptr", "exists", "redirect")


class Verdict(StrEnum):
    GOOD = "good"
    WEAK = "weak"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """About one record: its name, whether it is well, and a sentence that says what to do if not."""

    about: str
    verdict: Verdict
    sentence: str
    record: str = ""


class PublishedKey(Protocol):
    """A key that signs; see notifications/dkim/keys.py."""

    @property
    def selector(self) -> str: ...

    @property
    def public(self) -> str: ...


def mx_finding(hosts: Sequence[str]) -> Finding:
    if not hosts:
        return Finding("MX", Verdict.BAD, "No mail server is named for the domain, so no answer reaches us.")
    return Finding("MX", Verdict.GOOD, "Mail to the domain is taken by the server named here.", ", ".join(hosts))


def spf_finding(texts: Sequence[str]) -> Finding:
    """RFC 7208. Look-ups of what is included are not followed: the number is the least that it can be."""
    records = [text for text in texts if text.lower() == "v=spf1" or text.lower().startswith("v=spf1 ")]
    if not records:
        return Finding(
            "SPF",
            Verdict.BAD,
            "There is no SPF record, so many systems refuse our mail. Name the relay’s servers in one.",
        )
    if len(records) > 1:
        return Finding(
            "SPF",
            Verdict.BAD,
            "There are two SPF records, and then none counts. Make one of them.",
            " / ".join(records),
        )
    verdict, sentence = _of_spf(records[0].lower().split()[1:])
    return Finding("SPF", verdict, sentence, records[0])


def _of_spf(words: list[str]) -> tuple[Verdict, str]:
    names = [word.lstrip("+-~?").partition(":")[0].partition("=")[0].partition("/")[0] for word in words]
    if sum(name in _LOOKS_UP for name in names) > MOST_LOOK_UPS:
        return (
            Verdict.BAD,
            f"It needs more than {MOST_LOOK_UPS} look-ups, so it counts for nothing. Take names out of it.",
        )
    if "+all" in words or "all" in words:
        return Verdict.BAD, "It lets everybody send in our name: end it with -all."
    if "redirect" in names and "all" not in names:
        return Verdict.GOOD, "It says which servers send for us, in the record that it leads to."
    if "-all" in words or "~all" in words:
        return Verdict.GOOD, "It says which servers send for us, and that no others do."
    return Verdict.WEAK, "It does not say that no others send for us: end it with -all."


def dkim_findings(keys: Sequence[PublishedKey], texts: Mapping[str, Sequence[str]]) -> list[Finding]:
    """`texts`: by selector, the records that are published."""
    if not keys:
        said = (
            "The product signs nothing, so the relay has to. The name of its record is not known here, to look it up."
        )
        return [Finding("DKIM", Verdict.UNKNOWN, said)]
    return [_of_key(key, texts.get(key.selector, [])) for key in keys]


def _of_key(key: PublishedKey, texts: Sequence[str]) -> Finding:
    about = f"DKIM, key {key.selector}"
    if not texts:
        return Finding(
            about,
            Verdict.BAD,
            "The key is not published, so its signatures are broken. Publish it, or take it out of DKIM_KEYS.",
        )
    record = texts[0]
    told = tags(record)
    if len(texts) > 1:
        return Finding(about, Verdict.BAD, "There are two records under this name: leave one.", " / ".join(texts))
    if not told.get("p", ""):
        return Finding(about, Verdict.BAD, "The record says that the key was taken back.", record)
    if "".join(told["p"].split()) != key.public:
        return Finding(
            about, Verdict.BAD, "Another key is published under this name, so our signatures are broken.", record
        )
    if "y" in told.get("t", "").split(":"):
        return Finding(
            about,
            Verdict.WEAK,
            "The record says that it is a trial (t=y): then nobody trusts it. Take that out.",
            record,
        )
    return Finding(about, Verdict.GOOD, "The key that we sign with is published.", record)


def dmarc_finding(texts: Sequence[str], *, from_parent: bool, mail_domain: str, signed_by: str) -> Finding:
    """RFC 7489. `from_parent`: the record is that of a parent domain, whose word for its subdomains counts."""
    records = [text for text in texts if text.lower().replace(" ", "").startswith("v=dmarc1")]
    if not records:
        return Finding(
            "DMARC",
            Verdict.BAD,
            "There is no DMARC record: large systems put mail without one aside. Publish one at _dmarc.",
        )
    if len(records) > 1:
        return Finding("DMARC", Verdict.BAD, "There are two DMARC records, and then none counts.", " / ".join(records))
    verdict, sentence = _of_dmarc(tags(records[0]), from_parent, mail_domain != signed_by)
    return Finding("DMARC", verdict, sentence, records[0])


def _of_dmarc(told: Mapping[str, str], from_parent: bool, signed_by_parent: bool) -> tuple[Verdict, str]:
    policy = (told.get("sp") if from_parent else None) or told.get("p", "")
    if policy.lower() not in ("none", "quarantine", "reject"):
        return Verdict.BAD, "It names no policy (p=), so it counts for nothing."
    if signed_by_parent and told.get("adkim", "r").lower() == "s":
        return Verdict.BAD, "It wants signatures of the very domain (adkim=s), and we sign as its parent."
    if policy.lower() == "none":
        return (
            Verdict.WEAK,
            "It only watches (p=none): anybody can still write in our name. If reports are good, say p=quarantine.",
        )
    if told.get("pct", "100") != "100":
        return Verdict.WEAK, f"It counts for {told['pct']} of a hundred mails only (pct)."
    if not told.get("rua"):
        return Verdict.WEAK, "It protects our name, but names nobody to whom reports go (rua=)."
    return Verdict.GOOD, "Whoever writes in our name without proof is put aside or refused."


def tags(record: str) -> dict[str, str]:
    """«v=DKIM1; k=rsa; p=…» as a mapping; a tag that comes twice counts once, the first time."""
    found: dict[str, str] = {}
    for part in record.split(";"):
        name, equals, value = part.partition("=")
        if equals:
            found.setdefault(name.strip().lower(), value.strip())
    return found
