"""What a council's mail system puts round a person's words: banners above, disclaimers below, markings anywhere.

Each test wants two signs at once, because people write the same words: «CAUTION with that form» is a sentence,
«CAUTION: this email originated from outside the organisation» is furniture.
"""

import re

from inbound.reading.lines import Line

_BANNER_MAIL = r"(?:e-?mail|message|mail|sender|correspondence|neges|e-?bost)"
_BANNER_OUTSIDE = re.compile(
    rf"\b{_BANNER_MAIL}\b.{{0,60}}\b(?:originat\w+|came|come|comes|sent|received|is|was|arrived)\b.{{0,30}}\b(?:from |by )?(?:an? |the )?"
    r"(?:outside|external|unknown|unverified|third.party)\b"
    r"|\b(?:external|outside)\s+(?:e-?mail|sender|source|message)\b.{0,20}(?:[:\]*!-]|do not|be |please|take|think|caution|treat)"
    r"|^\W{0,5}\[?\s?external(?:\s+(?:e-?mail|sender|message))?\s?\]?\W{0,3}$"
    r"|\be-?bost\b.{0,40}\bo.?r tu allan\b|\byou don.t often get e-?mail from\b|\bsome people who received this message don.t often get\b"
    r"|\boutside (?:of )?(?:the |your |our |this )?(?:organi[sz]ation|council|authority|network|company)\b.{0,120}\b(?:click|open|links?|attachments?|cautio\w+|careful)\b",
    re.IGNORECASE | re.DOTALL,
)
_BANNER_ADVICE = re.compile(
    r"\b(?:do not|don.t|never) (?:click|open|reply|respond|give|enter|follow|forward|provide)\b|\bbe (?:careful|cautious|vigilant|aware)\b"
    r"|\bcaution\b|\bstop\b.{0,12}\bthink\b|\bwere you expecting\b|\btake care\b|\brecogni[sz]e the sender\b|\breport (?:message|phishing|this)\b"
    r"|\bthink before you (?:click|open|act)\b|\bpeidiwch â (?:chlicio|agor|ateb)\b|\blearn why this is important\b|\bsuspicious\b|\bexercise caution\b|\begress (?:protect|defend)\b|\bpreviously corresponded with this sender\b|\[external",
    re.IGNORECASE,
)
# Phrases that only lawyers, gateways and templates write …
_PLAIN_DISCLAIMER = re.compile(
    r"\b(?:not|unless you are) the (?:intended|named|correct) (?:recipient|addressee)"
    r"|\breceived (?:this|it) (?:e-?mail|message|transmission|communication|mail)?\s?(?:in|by) (?:error|mistake)"
    r"|\b(?:intended|meant) (?:solely|only|exclusively|strictly) for (?:the|use|its|those|whom)\b|\b(?:solely|only) for the (?:use|attention) of\b"
    r"|\bnamed (?:recipient|addressee) only\b|\b(?:may be|be legally|legally) privileged\b"
    r"|\b(?:views|opinions)\b.{0,60}\b(?:expressed|presented|stated|contained|those of)\b.{0,120}\b(?:author|sender|individual|council|necessarily)\b"
    r"|\b(?:e-?mail|message|mail|attachments?)\b.{0,60}\b(?:scanned|checked|swept|protected)\b.{0,40}\b(?:by|for)\b"
    r"|\b(?:scanned|checked|protected) by\b.{0,40}\b(?:defend|essentials|mimecast|proofpoint|egress|antivirus|security|cloud|trustwave|barracuda|sophos|messagelabs|symantec|forcepoint|fortimail)"
    r"|\bsent (?:securely )?(?:using|via|with|by) egress\b|^\W{0,4}virus-free\W{1,4}(?:www\.)?(?:avast|avg)\b"
    r"|\bthink before you print\b|\bconsider the environment\b|\bdo not print this\b|\bservice of (?:legal )?(?:documents|proceedings)\b.{0,40}\be-?mail\b"
    r"|\bhow we (?:use|handle|process|protect) your (?:personal )?(?:information|data)\b|^\W{0,10}disclaimer\W{0,10}$"
    r"|\bdiese e-?mail\b.{0,80}\bvertraulich|\bce (?:message|courriel)\b.{0,80}\bconfidentiel|\be-?bost\b.{0,80}\bg?yfrinachol",
    re.IGNORECASE | re.DOTALL,
)
# … and those that people write too: two kinds of them, or one beside a plain disclaimer, are believed.
_LIKELY_DISCLAIMER = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        r"\b(?:e-?mail|message|transmission|communication|attachments?)\b.{0,80}\b(?:confidential|sensitive)\b|\bconfidential\b.{0,80}\b(?:e-?mail|message|communication)\b",
        r"\b(?:virus|malware)\b.{0,80}\b(?:scann|liabilit|responsib|guarantee|checked|free)|\baccepts? no (?:liability|responsibility)\b",
        r"\b(?:may|will|can|automatically|reserves the right to|subject to) (?:be )?(?:monitor|record|logg|intercept|being monitored)|\bsubject to (?:recording|disclosure|monitoring)\b",
        r"\bfreedom of information act\b.{0,120}\b(?:disclos|request|subject)|\b(?:disclos\w+|subject|released?)\b.{0,80}\bfreedom of information act\b",
        r"\bprivacy (?:notice|statement|policy)\b|\b(?:data protection act|gdpr)\b",
        r"\bdissemination\b.{0,60}\bdistribution\b|\bstrictly prohibited\b|\bunauthori[sz]ed (?:use|disclosure|copying)\b|\bmust not\b.{0,40}\b(?:copy|disclose|distribute)\b",
        r"\bdelete (?:it|this|the)\b.{0,80}\bsystem\b|\b(?:contact|notify|inform|tell) the sender\b",
        r"\bprotectively marked\b|\bintended (?:recipient|addressee)\b",
    )
)
_MARKING = re.compile(
    r"^\W{0,5}(?:this (?:e-?mail|message) (?:is|has been) (?:classified|marked)(?: as)?:?\s)?(?:(?:classification|protective marking|marking|security)\s?[:\-]\s?)?(?:official|not protectively marked|unclassified|restricted|protect|internal)"
    r"(?:\s?[-\u2013:]\s?(?:sensitive|\[?(?:personal|commercial|private|locsen)\]?))*\W{0,5}$",
    re.IGNORECASE,
)
_STARS = re.compile(r"^\s*[*_=~#-]{3,200}\s*$")
LOOK = 1500
_PFPT = "ZjQcmQRYFpfpt"


def is_marking(line: Line) -> bool:
    """A protective marking alone on its line, as in OFFICIAL-SENSITIVE (Government Security Classifications)."""
    text = line.text.strip()
    return (
        len(text) < 60
        and bool(_MARKING.match(text))
        and (text.upper() == text or ":" in text or text.lower().startswith(("[", "official", "this ")))
    )


def is_rule(line: Line) -> bool:
    return bool(_STARS.match(line.text[:LOOK]))


def is_banner(paragraph: str) -> bool:
    text = " ".join(paragraph[:LOOK].split())
    outside = _BANNER_OUTSIDE.search(text)
    return bool(outside) and (bool(_BANNER_ADVICE.search(text)) or len(text) < 60 or "often get" in text)


def is_disclaimer(paragraph: str) -> bool:
    """Furniture prose beyond doubt."""
    text = " ".join(paragraph[:LOOK].split())
    return (
        bool(_PLAIN_DISCLAIMER.search(text)) or sum(bool(pattern.search(text)) for pattern in _LIKELY_DISCLAIMER) >= 2
    )


def may_be_disclaimer(paragraph: str) -> bool:
    """Furniture prose if it stands beside some that is beyond doubt."""
    text = " ".join(paragraph[:LOOK].split())
    return is_disclaimer(text) or any(pattern.search(text) for pattern in _LIKELY_DISCLAIMER)


def paragraphs(lines: list[Line]) -> list[tuple[int, int]]:
    """(start, end) of runs of lines that belong together: of one depth, no blank line between."""
    found, start = [], None
    for at, line in enumerate(lines):
        breaks = line.blank or (start is not None and line.depth != lines[start].depth)
        if start is not None and breaks:
            found.append((start, at))
            start = None
        if not line.blank and start is None:
            start = at
    if start is not None:
        found.append((start, len(lines)))
    return found


def text_of(lines: list[Line], start: int, end: int) -> str:
    return " ".join(line.text[:LOOK] for line in lines[start : min(end, start + 40)])


def banner_lines(lines: list[Line]) -> set[int]:
    """Indexes of banner lines among the first three paragraphs."""
    taken = _proofpoint_lines(lines)
    rest = max(taken, default=-1) + 1
    for start, end in ((rest + start, rest + end) for start, end in paragraphs(lines[rest : rest + 60])[:3]):
        size = _banner_size(lines[start : min(end, start + 12)])
        taken.update(range(start, start + size))
        if not size and not is_marking(lines[start]) and not is_rule(lines[start]):
            break
    return taken


def _proofpoint_lines(lines: list[Line]) -> set[int]:
    """Proofpoint says where its banner begins and ends, by words that no person writes."""
    begins = next(
        (at for at, line in enumerate(lines[:10]) if _PFPT in line.text[:LOOK] and "BannerStart" in line.text), None
    )
    if begins is None or _words_before(lines, begins):
        return set()
    ends = next(
        (at for at in range(begins, min(begins + 25, len(lines))) if "BannerEnd" in lines[at].text[:LOOK]), None
    )
    return set() if ends is None else set(range(begins, ends + 1))


def _words_before(lines: list[Line], at: int) -> bool:
    return any(not line.blank for line in lines[:at])


def _banner_size(lines: list[Line]) -> int:
    """How many lines from the first make a banner: the fewest that read as one, and what goes on with them."""
    size = next((size for size in range(1, len(lines) + 1) if is_banner(text_of(lines, 0, size))), 0)
    while 0 < size < len(lines) and _continues(lines[size].text):
        size += 1
    return size


def _continues(text: str) -> bool:
    """The next line goes on with the sentence, or with more advice."""
    return bool(text[:1].islower() or _BANNER_ADVICE.search(text[:LOOK]) or _BANNER_OUTSIDE.search(text[:LOOK]))
