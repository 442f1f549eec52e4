"""Delivery notices that a sending service writes as JSON (Amazon SES over SNS, and those shaped like it)."""

import json
from typing import Any

from inbound.reading.addresses import canonical
from inbound.reading.model import Bounced, Outcome

MAX_NOTICE = 300_000
_OUTCOMES = {"bounce": Outcome.BOUNCE, "complaint": Outcome.FEEDBACK_LOOP, "delivery": Outcome.IGNORED}


def read_notice(text: str) -> tuple[Outcome, tuple[Bounced, ...]] | None:
    """What the notice says, or None for any text that is not one."""
    text = text.strip()
    if not text.startswith("{") or len(text) > MAX_NOTICE or "otificationType" not in text:
        return None
    data = _object(text[: text.rfind("}") + 1])
    if isinstance(data.get("Message"), str):
        data = _object(data["Message"])
    outcome = _OUTCOMES.get(str(data.get("notificationType") or data.get("eventType") or "").lower())
    if outcome is None:
        return None
    return outcome, _recipients(data.get("bounce")) if outcome is Outcome.BOUNCE else ()


def _object(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _recipients(bounce: object) -> tuple[Bounced, ...]:
    if not isinstance(bounce, dict) or not isinstance(bounce.get("bouncedRecipients"), list):
        return ()
    permanent = str(bounce.get("bounceType")).lower() == "permanent"
    rows = [row for row in bounce["bouncedRecipients"][:100] if isinstance(row, dict)]
    found = [(canonical(str(row.get("emailAddress", ""))), str(row.get("status", ""))[:20]) for row in rows]
    return tuple(Bounced(address, permanent, status) for address, status in found if address)
