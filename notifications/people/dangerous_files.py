"""Telling the secretariat that somebody sent a program, or an infected file. The handler may run twice."""

from django.utils import timezone

from accounts.models import Member
from forum.events import DangerousFileRefused
from forum.models import RefusedFile
from notifications.letters import write_letter
from regions.facts import in_force
from regions.models import Office


def write_to_secretariat_of_file(event: DangerousFileRefused, event_id: int) -> None:
    """Who sent it, and what it is. Not its name: a name may say more than it should."""
    file = RefusedFile.objects.select_related("owner").filter(pk=event.refused_file_id).first()
    if file is None:
        return
    context = {
        "sender": file.owner.full_name, "address": file.owner.email, "by_mail": file.key.startswith(("mail:", "held:")),
        "infected": file.why == "infected", "found": file.found, "when": file.created.isoformat(),
    }  # fmt: skip
    today = in_force(timezone.localdate())
    people = Office.objects.filter(today, name=Office.Name.SECRETARIAT).values_list("member_id", flat=True)
    for member in Member.objects.filter(pk__in=people, is_active=True):
        write_letter("dangerous_file", member=member, key=f"dangerous-file:{file.pk}:{member.pk}", context=context)
