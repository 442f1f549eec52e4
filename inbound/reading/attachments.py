"""Which files of a mail are the author's, and which are logos, programs in disguise or the mail's own machinery."""

import re

from inbound.reading.calendar import is_calendar_part
from inbound.reading.fields import decoded
from inbound.reading.mime import Part, split_fields
from inbound.reading.model import Attachment, Dropped
from inbound.reading.tnef import unpacked

_PROGRAM_NAME = re.compile(
    r"\.(?:exe|com|scr|pif|bat|cmd|vbs?|vbe|jse?|wsf|wsh|hta|lnk|jar|msi|msp|ps1|psm1|reg|cpl|dll|sys|iso|img|vhdx?|ace|apk|dmg|app|gadget|inf|scf|url|chm|hlp|xll|one|appref-ms|application|library-ms|settingcontent-ms)[\s.]*$",
    re.IGNORECASE,
)
_PROGRAM_BYTES = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"#!/",
)
_MACHINERY = {
    "application/pkcs7-signature": "signature_file", "application/x-pkcs7-signature": "signature_file", "application/pgp-signature": "signature_file",
    "application/pgp-keys": "signature_file", "message/delivery-status": "report", "message/global-delivery-status": "report",
    "message/disposition-notification": "report", "message/feedback-report": "report", "text/rfc822-headers": "report", "application/applefile": "machinery",
    "application/pgp-encrypted": "machinery", "text/vnd.google.email-reaction+json": "machinery", "text/x-amp-html": "machinery", "message/external-body": "machinery",
}  # fmt: skip
_LOGO_SIDE = 200
_LOGO_BYTES = 60_000
_EXTENSIONS = {
    "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/heic": ".heic", "text/plain": ".txt", "text/html": ".html",
    "text/csv": ".csv", "application/zip": ".zip", "application/msword": ".doc", "message/rfc822": ".eml", "text/calendar": ".ics",
}  # fmt: skip


def machine_files(parts: list[Part]) -> tuple[Dropped, ...]:
    """The files of a mail that a program sent: none is for readers, all stay in the raw mail."""
    return tuple(
        Dropped(_name(part), "tnef" if is_tnef(part) else "calendar" if is_calendar_part(part) else "automatic")
        for part in parts
    )


class Shown:
    """What the body showed of the mail's pictures."""

    def __init__(self, kept: frozenset[str], folded: frozenset[str], sizes: dict[str, tuple[int, int]]) -> None:
        self.kept, self.folded, self.sizes = kept, folded, sizes


def sort_files(
    parts: list[Part], shown: Shown, *, is_calendar: bool
) -> tuple[tuple[Attachment, ...], tuple[Dropped, ...]]:
    """(kept, dropped with the reason); every file is in one of the two."""
    kept: list[Attachment] = []
    dropped: list[Dropped] = []
    for part in parts:
        if is_tnef(part):
            dropped.append(Dropped(part.filename or "winmail.dat", "tnef"))
            for name, content in unpacked(part.content):
                _place(Attachment(name, "application/octet-stream", content), "", kept, dropped)
            continue
        _place(
            Attachment(_name(part), part.content_type, part.content),
            _why_dropped(part, shown, is_calendar),
            kept,
            dropped,
        )
    return tuple(kept), tuple(dropped)


def _place(file: Attachment, why: str, kept: list[Attachment], dropped: list[Dropped]) -> None:
    why = why or ("program" if is_program(file) else "") or ("empty" if not file.content else "")
    if why:
        dropped.append(Dropped(file.name, why))
    else:
        kept.append(file)


def is_tnef(part: Part) -> bool:
    return (
        part.content_type in ("application/ms-tnef", "application/vnd.ms-tnef")
        or part.filename.lower() == "winmail.dat"
    )


def is_program(file: Attachment) -> bool:
    """A program by its name or by its first bytes, whatever type the mail claims."""
    return bool(_PROGRAM_NAME.search(file.name)) or file.content.startswith(_PROGRAM_BYTES)


def _name(part: Part) -> str:
    if part.filename:
        return part.filename
    if part.content_type == "message/rfc822":
        fields, _ = split_fields(part.content[:50_000])
        subject = re.sub(r"[\\/:*?\"<>|\x00-\x1f]+", " ", decoded(fields.first("subject")))[:80].strip()
        return f"{subject or 'message'}.eml"
    return f"unnamed{_EXTENSIONS.get(part.content_type, '')}"


def _why_dropped(part: Part, shown: Shown, is_calendar: bool) -> str:
    if part.content_type in _MACHINERY:
        return _MACHINERY[part.content_type]
    if is_calendar and is_calendar_part(part):
        return "calendar"
    if part.content_type.startswith("image/") and _is_furniture_image(part, shown):
        return "signature_image"
    return ""


def _is_furniture_image(part: Part, shown: Shown) -> bool:
    """A picture is a logo if it is shown in the signature, or small and only for show."""
    key = next(
        (
            key
            for key in (part.content_id, part.fields.first("content-location").lower(), part.filename.lower())
            if key and (key in shown.kept or key in shown.folded)
        ),
        "",
    )
    width, height = shown.sizes.get(key, (0, 0))
    if key in shown.folded and key not in shown.kept:
        large = (width > 2 * _LOGO_SIDE and height > _LOGO_SIDE) or len(part.content) > 4 * _LOGO_BYTES
        return not (large and part.disposition == "attachment")
    if key in shown.kept:
        return 0 < width <= 48 and 0 < height <= 48
    named = bool(re.fullmatch(r"(?:image|oledata|att)\d{1,5}\.\w{3,4}", part.filename.lower()))
    unseen_inline = bool(part.content_id) and named and part.disposition != "attachment"
    return (unseen_inline and len(part.content) < _LOGO_BYTES) or (
        part.disposition == "inline" and not part.filename and len(part.content) < 5_000
    )
