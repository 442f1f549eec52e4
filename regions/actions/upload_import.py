"""The secretariat gives a file of members."""

from django.db import transaction

from audit.write import write_entry
from outbox.queue import wake
from regions.acting import Actor, actor_id, require_of
from regions.importing.limits import MOST_BYTES, BadFile
from regions.models import Import
from regions.permissions import Reason, can_manage_memberships


@transaction.atomic
def upload_import(actor: Actor, *, file_name: str, content: bytes) -> Import:
    """Keep it for the worker, who says what it would change. Nothing changes yet. Raises Refused, BadFile."""
    require_of(actor, can_manage_memberships, Reason.NOT_THE_SECRETARIAT)
    if len(content) > MOST_BYTES:
        raise BadFile(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Give it in parts.")
    if not content:
        raise BadFile("The file is empty.")
    row = Import.objects.create(uploaded_by=actor, file_name=_name(file_name), content=content)
    wake("imports")
    write_entry("upload_import", actor_id=actor_id(actor), subject=f"import {row.pk}", details={"bytes": len(content)})
    return row


def _name(file_name: str) -> str:
    """The name alone, in one line."""
    name = file_name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in name if letter.isprintable())[:200] or "unnamed"
