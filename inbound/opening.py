"""A mail as it came, for the secretariat's eyes: which ones open at all, and what is shown of one."""

from inbound.endings import CHILD_DETAILS
from inbound.models import InboundMail
from inbound.reading import ReadMail, read_mail
from inbound.reading.mime import Part, TooComplex, leaves
from notifications.addresses import ASIDE, AUTHOR, split
from notifications.people.confidence import OFFICES
from screening import screen

LONGEST = 200_000
FORGOTTEN = "The mail itself is not kept any more: that ends thirty days after it is settled."
FOR_ONE_ALONE = "It was written to one person alone, so it opens to nobody."
OF_A_CHILD = "It may tell of a child, so it opens to nobody. Its author settles it."


def why_shut(row: InboundMail, *, kept: bool) -> str:
    """Why the mail does not open, as far as its row says; «» if it may. `kept`: are its bytes still there?"""
    if is_for_one_alone(row):
        return FOR_ONE_ALONE
    if row.sealed or row.reason == CHILD_DETAILS:
        return OF_A_CHILD
    return "" if kept else FORGOTTEN


def is_for_one_alone(row: InboundMail) -> bool:
    kind, token = split(row.envelope_to)
    return kind in (AUTHOR, ASIDE) or (kind in OFFICES and not token)


def tells_of_a_child(raw: bytes) -> bool:
    """Is there anything in it that would hold a post? Asked of all that would be shown, and of it as it is read."""
    mail = read_mail(raw)
    return bool(screen(as_text(raw)) or screen(_words(mail)))


def _words(mail: ReadMail) -> str:
    return "\n\n".join((mail.subject, mail.reply or "", mail.folded, *(file.name for file in mail.attachments_kept)))


def as_text(raw: bytes) -> str:
    """Its header and its texts, as text and nothing else; of files the name and the size."""
    head, _, _ = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    try:
        parts = leaves(raw)
    except TooComplex:
        parts = []
    shown = [_printable(head.decode("utf-8", "replace")), *(_shown(part) for part in parts)]
    if not parts:
        shown.append(_printable(raw.decode("utf-8", "replace")))
    text = "\n\n".join(shown)
    return text if len(text) <= LONGEST else text[:LONGEST] + "\n\n[cut here: the mail is longer]"


def _shown(part: Part) -> str:
    title = f"--- {part.content_type}"
    if part.filename or not part.content_type.startswith("text/"):
        return f"{title}, {part.filename or 'without a name'}, {len(part.content)} bytes: not shown"
    return f"{title}\n{_printable(part.text)}"


def _printable(text: str) -> str:
    """Without what would turn the order of letters round, or hide some."""
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")
