"""Is this mail written by a person, or sent by a program on its own? One small function a question.

X-Auto-Response-Suppress alone says nothing: Exchange puts it on ordinary mail too.
"""

import re

from inbound.reading.headers import Header
from inbound.reading.mime import Part

_AUTO_SUBJECT = re.compile(
    r"^\W{0,3}(?:auto(?:matic|mated|matische?r?|mat\w*)?[\s_-]{0,2}(?:reply|response|responder|antwort|svar|répon\w+|respon\w+|risposta|odpowied\w+)"
    r"|autoreply|autosvar|autorespon\w+|out of (?:the )?office|out-of-office|ooo\b|away from (?:the|my) (?:office|desk)|on (?:annual|maternity|sick|parental) leave|vacation(?: reply)?"
    r"|abwesen\w*|abwesenheits\w*|automatisch\w* antwoord|afwezig\w*|réponse automatique|absen\w+ du bureau|message d.absence|respuesta automática|fuera de (?:la )?oficina"
    r"|risposta automatica|fuori (?:sede|ufficio)|resposta automática|ausência|automaattinen|frånvaro\w*|fravær\w*|автоответ|автоматический ответ|autoodpowied\w*"
    r"|automatická odpověď|otomatik yanıt|ymateb awtomatig|ateb awtomatig|allan o'?r swyddfa|自动回复|自動返信|不在|uit kantoor|poissa)(?=\s{0,3}(?:$|[:：(\[–-]|re\b|until\b|till\b|from \d))",
    re.IGNORECASE,
)
_RECALL_SUBJECT = re.compile(
    r"^\W{0,3}(?:recall|message recall|rückruf|nachrichtenrückruf|rappel|recuperar|richiamo|galw yn ôl)\s?[:：]",
    re.IGNORECASE,
)
_RECALL_BODY = re.compile(
    r"\bwould like to recall the message\b|\bmöchte die nachricht\b.{0,200}\bzurückrufen|\bsouhaite rappeler le message\b",
    re.IGNORECASE,
)
_REACTION = re.compile(
    r"\breacted (?:to your message|via gmail)\b|\b(?:liked|loved|laughed at|emphasi[sz]ed|questioned|disliked) your message\b",
    re.IGNORECASE,
)
_REACTED = re.compile(r"^\W{0,6}[\w .,'’-]{2,60} reacted to\b", re.IGNORECASE)
_CHALLENGE = re.compile(
    r"\b(?:confirm (?:that )?you (?:are|sent)|verify your (?:e-?mail|message|address) to|one.time (?:sender )?(?:confirm|verif)\w+|challenge.response"
    r"|complete (?:this|the) (?:captcha|verification)|message (?:is|has been) (?:being )?held until you)\b",
    re.IGNORECASE,
)
_RECEIPT_SUBJECT = re.compile(
    r"^\W{0,3}(?:read|not read|deleted|gelesen|ungelesen|lu|non lu|leído|letto|läst|delivered|darllenwyd)\s?[:：]\s",
    re.IGNORECASE,
)
_AWAY_SUBJECT = re.compile(
    r"^[\w .,'’-]{3,60}\b(?:is|will be) (?:currently )?(?:out of (?:the )?office|on (?:annual )?leave|away)\W{0,3}$",
    re.IGNORECASE,
)
_CHALLENGE_BODY = re.compile(
    r"\ballow incoming (?:messages|mail|e-?mails?) only from senders\b|\bi have not seen (?:your|this) address before\b.{0,200}\bclick\b"
    r"|\bclick\b.{0,60}\bto confirm (?:that )?you sent\b",
    re.IGNORECASE | re.DOTALL,
)
# Teams, Planner, SharePoint and their like write so: nobody reads an answer there.
_MACHINE = re.compile(r"^(?:no|do[._-]?not)[._-]?reply(?:[._+-][\w.+-]{0,60})?@", re.IGNORECASE)
_AWAY_BODY = re.compile(
    r"\b(?:i am|i.m|i will be|we are|the office is)\b.{0,60}\b(?:out of (?:the )?office|on (?:annual |maternity |sick )?leave|on holiday|away from)\b",
    re.IGNORECASE,
)


def is_read_receipt(header: Header, parts: list[Part]) -> bool:
    """RFC 8098, or Outlook's own receipts, which are reports under another name."""
    if (
        any(part.content_type == "message/disposition-notification" for part in parts)
        or _report_type(header) == "disposition-notification"
    ):
        return True
    return "multipart/report" in header.fields.first("content-type").lower() and bool(
        _RECEIPT_SUBJECT.match(header.raw_subject)
    )


def _report_type(header: Header) -> str:
    match = re.search(
        r"report-type\s{0,5}=\s{0,5}\"?([\w-]{1,60})", header.fields.first("content-type")[:2_000], re.IGNORECASE
    )
    return match[1].lower() if match else ""


_RECALL_REPORT = re.compile(r"^\W{0,3}(?:message )?recall (?:report|success|failure)\b", re.IGNORECASE)


def is_recall(header: Header, text: str) -> bool:
    if _RECALL_REPORT.match(header.raw_subject) and "recall" in text[:500].lower():
        return True
    return bool(_RECALL_SUBJECT.match(header.raw_subject)) and (
        bool(_RECALL_BODY.search(text[:3_000]))
        or header.fields.has("x-ms-exchange-recall")
        or not text.strip()
        or "RECALL" in header.fields.first("x-ms-exchange-messageclass").upper()
    )


def is_reaction(header: Header, parts: list[Part], text: str) -> bool:
    """An emoji sent as a mail: by Gmail (a part of its own), by Outlook (its header, or its one sentence)."""
    if any(part.content_type == "text/vnd.google.email-reaction+json" for part in parts):
        return True
    if header.fields.has("x-ms-exchange-organization-reaction"):
        return True
    top = " ".join(text.strip()[:200].split())
    subject = header.raw_subject[:200]
    return bool(_REACTION.search(subject) or _REACTED.search(subject)) and (bool(_REACTION.search(top)) or not top)


def auto_reply_sign(header: Header, text: str) -> str:
    """The sign by which a mail tells that a program answered; '' for a person's mail."""
    fields = header.fields
    submitted = fields.first("auto-submitted").split(";")[0].split("(")[0].strip().lower()
    if submitted and submitted != "no":  # RFC 3834 section 5
        return "auto_submitted"
    for name in (
        "x-autoreply",
        "x-autorespond",
        "x-autoresponder",
        "x-auto-response",
        "x-autoreply-from",
        "x-mail-autoreply",
    ):
        if fields.has(name) and fields.first(name).strip().lower() not in ("no", "none", "false"):
            return "autoreply_header"
    if (
        fields.first("precedence").strip().lower() in ("auto_reply", "auto-reply")
        or "vacation" in fields.first("x-apple-action").lower()
    ):
        return "autoreply_header"
    if (
        fields.first("x-pmx-autoreply")
        or fields.first("x-ms-exchange-inbox-rules-loop")
        or fields.first("x-fc-machinegenerated").lower() == "true"
    ):
        return "autoreply_header"
    if _MACHINE.match(header.sender):
        return "machine_sender"
    if _AUTO_SUBJECT.match(header.raw_subject[:300]):
        return "autoreply_subject"
    if _AWAY_SUBJECT.match(header.raw_subject[:200]) and _AWAY_BODY.search(text[:2_000]):
        return "autoreply_subject"
    null_sender = fields.first("return-path").strip() == "<>"
    if null_sender and (_AWAY_BODY.search(text[:2_000]) or header.is_reply):
        return "null_sender"
    if _CHALLENGE.search(header.raw_subject[:300]) or fields.has("x-boxbe-challenge"):
        return "challenge"
    if _CHALLENGE_BODY.search(text[:1_500]) and len(text) < 3_000:
        return "challenge"
    return ""


def is_bulk(header: Header) -> bool:
    """Precedence of a mailing or of junk: nobody wrote it to the board."""
    return header.fields.first("precedence").strip().lower() in ("bulk", "junk") and not header.fields.has("list-id")
