"""Putting another text into an item, under the meeting's lock: the one that it replaces is kept."""

from datetime import datetime

from accounts.models import Member
from audit.write import write_entry
from meetings.minutes.checked import checked_item
from meetings.models import MinuteItem, MinuteItemVersion
from regions.permissions import Reason, require


def put_text(actor: Member, item: MinuteItem, *, title: str, note: str, version: int, now: datetime) -> MinuteItem:
    """`version`: of the text that the writer had before them. Raises Refused if it is another by now, and Problem."""
    title, note = checked_item(title, note)
    if (title, note) == (item.title, item.note):
        return item
    require(item.version == version, Reason.CHANGED_MEANWHILE)
    MinuteItemVersion.objects.create(
        item=item, version=item.version, title=item.title, note=item.note, written_by_id=item.written_by_id,
        written=item.written,
    )  # fmt: skip
    item.title, item.note, item.version, item.written_by, item.written = title, note, item.version + 1, actor, now
    item.save(update_fields=["title", "note", "version", "written_by", "written"])
    minutes = item.minutes
    minutes.changed = now
    minutes.save(update_fields=["changed"])
    write_entry(
        "write_minutes", actor_id=actor.pk, subject=f"meeting {minutes.meeting_id}",
        network_id=minutes.meeting.network_id, details={"item": item.number, "version": item.version},
    )  # fmt: skip
    return item
