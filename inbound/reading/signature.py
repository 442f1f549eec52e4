"""Where the author's words end and the signature begins. Sign-offs («Kind regards, Jo») stay: the author wrote them."""

import re
from itertools import islice

from inbound.reading.disclaimers import disclaimer_lines
from inbound.reading.furniture import is_disclaimer, paragraphs, text_of
from inbound.reading.lines import Hint, Line

LOOK = 300
LONGEST = 40  # lines that a signature block may have
_LINKED = re.compile(r"\[([^\]]{0,200})\]\([^)]{0,2000}\)|<https?://[^>]{0,2000}>|https?://\S{0,2000}")
_DEVICE = (
    r"iphone|ipad|ipod|android|galaxy|samsung|blackberry|outlook|windows|mail|mailbox|phone|mobile|cell|tablet|smartphone|htc|nokia|huawei|"
    r"pixel|oneplus|xiaomi|motorola|sony|lg|device|yahoo|proton|airmail|spark|gmail|nine|htc|alcatel|wiko|ti-\d+|pc|handheld|laptop|workspace|apple watch|aol|superhuman|fairemail|edison|thunderbird"
)
_CLIENT = re.compile(
    rf"^\W{{0,4}}(?:sent|posted|written|typed)\s+(?:from|via|with|by|using|on)\b(?!.{{0,60}}\b(?:is|are|was|were|will|would|and i)\b).{{0,50}}?\b(?:{_DEVICE})\b"
    r".{0,40}?(?:[.,;–-]?\s{0,3}(?:please|excuse|apolog|sorry|so|forgive|pardon|<|\().{0,100})?\W{0,6}$"
    rf"|^\W{{0,4}}(?:sent|get|download|try)\s+(?:from\s+)?outlook\b.{{0,40}}$|^\W{{0,4}}get\s+\[?(?:outlook|bluemail|boxer)\b.{{0,40}}$"
    rf"|^\W{{0,3}}sent from hey\W{{0,6}}$|^\W{{0,3}}yahoo mail: search, organi[sz]e, conquer\W{{0,6}}$"
    rf"|^\W{{0,3}}from my\s+(?:{_DEVICE})\b.{{0,30}}$|^.{{0,20}}\bsent from mobile\W{{0,3}}$|^\w{{1,20}} from mobile$"
    r"|^\W{0,3}(?:envoy[ée]\s+(?:de|depuis|à partir de)|télécharger outlook|von meine[mr]\b.{0,30}\bgesendet|gesendet (?:von|mit|aus)|diese nachricht wurde von"
    r"|enviado (?:desde|do|de|a partir)|inviato da|verzonden (?:met|vanaf|via)|verstuurd vanaf|skickat från|sendt fra|lähetetty|wysłane? z|odesláno z|отправлено (?:с|из)"
    r"|anfonwyd o'?r?|trimis de pe|从我的|從我的|iphoneから送信|outlook für|obtenir outlook|outlook voor).{0,80}$",
    re.IGNORECASE,
)
_CLIENT_LINK = re.compile(r"^\W{0,3}sent (?:from|with|via) [\w .'-]{2,40}\W{0,6}$", re.IGNORECASE)
_DELIMITER = re.compile(r"^\s?(?:--|—|––)\s?$")
_RULE = re.compile(r"^\s*(?:_{5,200}|-{8,200})\s*$")
_CLOSING = re.compile(
    r"^\W{0,3}(?:(?:kind(?:est)?|best|warm(?:est)?|many|with(?: kind| best| many| warm)?|all(?: the| my)? best|yours(?: sincerely| faithfully| truly)?|"
    r"thanks?(?: you)?(?: very much| so much| again| all| in advance| a lot| and (?:kind |best )?regards)?|(?:kind |best |warm )?(?:regards|wishes|thanks)|"
    r"cheers|ta|sincerely|respectfully|take care|speak soon|cofion(?: gorau| cynnes)?|diolch(?: yn fawr)?|yn gywir|hwyl|kr|br|mvh|kh|"
    r"med v[äe]nlig h[iä]lsning(?:ar)?|mit freundlichen grüßen|viele grüße|cordialement|saludos|pozdrawiam|groeten)\b[\s,.!-]{0,4}){1,3}$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:^|[\s|(/])(?:t|tel|tell|telephone|phone|m|mob|mobile|d|dd|direct(?: dial| line)?|f|fax|e|email|e-mail|w|web|website|switchboard|ffôn|symudol|gwefan|"
    r"mobil|skype|ext|twitter|x|linkedin|teams|address)\s?[.:]\s?\S"
    r"|(?:\+44|\(?0\d{2,4}\)?)[\s\d().-]{6,16}\d|^\W{0,2}(?:https?://|www\.)\S{3,200}\W{0,2}$|^\W{0,2}[^\s@]{1,64}@[^\s@]{3,120}\W{0,2}$"
    r"|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s?\d[A-Z]{2}\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^\s{0,8}(?:[-*•]|\d{1,2}[.)])\s+\S")
_POSTSCRIPT = re.compile(r"^\W{0,3}p\.?\s?(?:p\.?\s?)?s\b\.?\s?[:,.–-]?\s*\S", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:manager|head of|officer|director|lead|practitioner|worker|coordinator|co-ordinator|administrator|assistant|service|services|council|team|"
    r"department|directorate|borough|county|house|street|road|centre|pennaeth|cyngor|gwasanaeth|gwasanaethau|swyddog|rheolwr|pronouns|they/them|she/her|he/him|working (?:days|hours|pattern)|my working)\b",
    re.IGNORECASE,
)
_LIST_FOOTER = re.compile(
    r"mailing list|unsubscribe|to respond, reply|view (?:it|topic|this)|google groups|visit .{0,40}to respond|reply to this email directly",
    re.IGNORECASE,
)


def is_client_line(line: Line) -> bool:
    text = _LINKED.sub(r"\1", line.text[:LOOK]).strip()
    linked = text != line.text[:LOOK].strip()
    return 0 < len(text) < 140 and bool(_CLIENT.match(text) or (linked and _CLIENT_LINK.match(text)))


def is_closing(line: Line) -> bool:
    return len(line.text) < 60 and bool(_CLOSING.match(line.text.strip()))


def names_of(sender_name: str, sender: str) -> tuple[str, ...]:
    """The spellings under which the author may sign, longest first: «Whitlock, Sarah (YJS)» signs «Sarah Whitlock»."""
    name = re.sub(r"[(\[][^)\]]{0,80}[)\]]|\bvia\b.{0,100}$", "", sender_name[:200], flags=re.IGNORECASE).strip(" -,")
    if "@" in name or not name:
        name = " ".join(part for part in re.split(r"[._\-\d]+", sender.split("@", maxsplit=1)[0]) if len(part) > 1)
    if "," in name:
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}"
    words = name.lower().split()
    return (" ".join(words), words[0]) if len(words) > 1 else tuple(words)


def folded_lines(lines: list[Line], names: tuple[str, ...], *, top: bool = True) -> set[int]:
    """Indexes of the lines that are signature, disclaimer or the mail program's own."""
    folded = {at for at, line in enumerate(lines) if line.hint is Hint.SIGNATURE}
    if folded and not _has_own_words(lines, folded) and _prose_within(lines, folded):
        folded = set()  # the author wrote inside the signature's element: people do
    folded |= {at for at, line in enumerate(lines) if is_client_line(line)}
    start = _delimited(lines, top=top)
    folded.update(range(len(lines) if start is None else start, len(lines)))
    folded.update(_name_block(lines, names))
    folded |= disclaimer_lines(lines, folded)
    folded |= _contact_block(lines, folded, names)
    folded |= disclaimer_lines(lines, folded)
    return folded - _postscripts(lines)


def _postscripts(lines: list[Line]) -> set[int]:
    """«PS: the annex is new», wherever it stands: with what follows it in its paragraph, the author's own."""
    found: set[int] = set()
    for start, end in paragraphs(lines):
        first = next((at for at in range(start, end) if _POSTSCRIPT.match(lines[at].text[:LOOK])), end)
        found.update(range(first, end))
    return found


def _has_own_words(lines: list[Line], folded: set[int]) -> bool:
    return any(not line.blank for at, line in enumerate(lines) if at not in folded and not is_client_line(line))


def _prose_within(lines: list[Line], folded: set[int]) -> bool:
    return any(_is_prose(lines[at].text) and not is_disclaimer(lines[at].text) for at in folded)


def _is_prose(text: str) -> bool:
    """A sentence, rather than a title, an address or a number."""
    words = text[:LOOK].split()
    return len(words) >= 14 or (
        len(words) >= 6 and text.rstrip().endswith((".", "?", "!")) and not _CONTACT.search(text[:LOOK])
    )


def _signature_like(lines: list[Line], start: int) -> bool:
    """Nothing from `start` on reads like prose, disclaimers apart."""
    rest = [line for line in lines[start:] if not line.blank]
    if len(rest) > 3 * LONGEST:
        return False
    below = lines[start:]
    blocks = paragraphs(below)
    lawyers = [at for at, (first, end) in enumerate(blocks) if is_disclaimer(text_of(below, first, end))]
    for at, (first, end) in enumerate(blocks):
        between = bool(lawyers) and lawyers[0] <= at <= lawyers[-1]  # a paragraph among disclaimers is one of them
        if not between and any(_is_prose(line.text) for line in below[first:end]):
            return False
    return True


def _delimited(lines: list[Line], *, top: bool) -> int | None:
    """`-- ` by itself (RFC 3676 section 4.3), or a rule, with something short below it."""
    found, rest = None, 0
    first = next((at for at, line in enumerate(lines) if not line.blank), len(lines))
    for at in range(len(lines) - 1, first - 1, -1):
        if rest > LONGEST:
            break
        if lines[at].depth == 0 and _delimits(lines, at, rest, opens=top and at == first):
            found = at
        rest += not lines[at].blank
    return found


def _delimits(lines: list[Line], at: int, rest: int, *, opens: bool) -> bool:
    """True for a mark with a signature below it; `opens` when nothing stands above it."""
    text = lines[at].text[:LOOK]
    if _DELIMITER.match(text):
        return not opens and (text == "-- " or _signature_like(lines, at + 1))
    if not (_RULE.match(text) and 0 < rest <= 15) or any(_LISTED.match(line.text[:LOOK]) for line in lines[at + 1 :]):
        return False
    return _signature_like(lines, at + 1) or bool(_LIST_FOOTER.search(text_of(lines, at + 1, at + 30)))


def _name_block(lines: list[Line], names: tuple[str, ...]) -> range:
    """From the author's own full name on, with a title, team or number below or beside it: to the end if nothing
    below reads like prose, else only the paragraph, so that a postscript stays."""
    if not names or " " not in names[0]:
        return range(0)
    full = re.compile(rf"^[\W_]{{0,6}}{re.escape(names[0])}(?:\s?[\W_]|$)", re.IGNORECASE)
    first = next((at for at, line in enumerate(lines) if not line.blank), len(lines))
    starts = (at for at, line in enumerate(lines) if line.depth == 0 and full.match(line.text[:LOOK]))
    for at in islice(starts, 5):
        if _is_prose(lines[at].text):
            continue
        below = [other.text[:LOOK] for other in lines[at + 1 : at + 6] if not other.blank]
        has_contact = bool(_CONTACT.search("\n".join(below)))
        beside = bool(
            re.search(r"[|,–/-]\s?\S", lines[at].text[len(names[0]) : LOOK]) and _ROLE.search(lines[at].text[:LOOK])
        )
        if _signature_like(lines, at):
            if has_contact or (at > first and (beside or _ROLE.search(" ".join(below)))):
                return range(at, len(lines))
        elif at > first and (end := _contact_paragraph(lines, at)):
            return range(at, end)
    return range(0)


def _contact_paragraph(lines: list[Line], at: int) -> int:
    """The end of the paragraph that starts here, if it holds a role and a way to reach its owner; else 0."""
    end = next((i for i in range(at, min(at + 15, len(lines))) if lines[i].blank), min(at + 15, len(lines)))
    text = [line.text[:LOOK] for line in lines[at:end]]
    return end if len(text) > 1 and any(map(_CONTACT.search, text[1:])) and any(map(_ROLE.search, text)) else 0


def _contact_block(lines: list[Line], folded: set[int], names: tuple[str, ...]) -> set[int]:
    """The last paragraph, when it is a block of short lines with numbers or addresses among them."""
    for start, end in reversed(paragraphs(lines)):
        block = [at for at in range(start, end) if at not in folded]
        if not block:
            continue
        first = block[0]
        while block and (
            is_closing(lines[block[0]])
            or _only_name(lines[block[0]].text, names)
            or (block[0] > first and is_closing(lines[block[0] - 1]))
        ):
            block = block[1:]
        contacts = sum(bool(_CONTACT.search(lines[at].text[:LOOK])) for at in block)
        roles = sum(bool(_ROLE.search(lines[at].text[:LOOK])) for at in block)
        short = all(
            len(lines[at].text) <= 120 and not _is_prose(lines[at].text) and lines[at].depth == 0 for at in block
        )
        own_above = any(not line.blank for line in lines[: block[0]]) if block else False
        listed = any(re.match(r"^\s*(?:[-*•]|\d{1,2}[.)])\s", lines[at].text) for at in block)
        led_in = own_above and next(
            (line.text for line in reversed(lines[: block[0]]) if not line.blank), ""
        ).rstrip().endswith(":")
        if (
            own_above
            and short
            and not listed
            and not led_in
            and contacts
            and contacts + roles >= 2
            and len(block) >= 2
            and any(_ROLE.search(lines[at].text) or contacts >= 2 for at in block)
        ):
            return set(block)
        return set()
    return set()


def _only_name(text: str, names: tuple[str, ...]) -> bool:
    return text.strip(" ,.-*\u00a0").lower() in names
