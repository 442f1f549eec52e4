"""Services with nobody to ask for their payment: the secretariat gets one letter about all of a night."""

import hashlib

from django.conf import settings

from notifications.letters import write_letter
from notifications.models import Letter


def tell_the_office(template: str, found: dict[str, dict[str, str]]) -> int:
    """`found` holds what to say of each service, by a mark under which it is told once. Returns 1 if there was any."""
    earlier = Letter.objects.filter(template=template).values_list("context", flat=True)
    told = {mark for context in earlier for mark in context.get("marks", [])}
    new = {mark: found[mark] for mark in sorted(found) if mark not in told}
    if not new:
        return 0
    digest = hashlib.sha256("\n".join(new).encode()).hexdigest()[:24]
    context = {"marks": list(new), "services": list(new.values())}
    return write_letter(template, address=settings.CONTACT_ADDRESS, key=f"{template}:{digest}", context=context)
