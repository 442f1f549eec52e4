"""Renewal reminders: they go out by themselves, each once, to who holds the subscription; none to who has paid."""

from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from notifications.letters import write_letter
from notifications.people.words import day
from regions.holders import Holder, renewing_soon


def remind_of_renewals(*, today: date | None = None) -> int:
    """Write what is due today, and what a missed night left over. Returns how many letters were new."""
    today = today or timezone.localdate()
    return sum(_remind(holder, today) for holder in renewing_soon(today))


def _remind(holder: Holder, today: date) -> int:
    step = due_step(holder.paid_to, holder.lapses, today)
    if step is None:
        return 0
    template = "lapsed" if step == "lapsed" else "renewal_due"
    context = {
        "service": holder.service.name if holder.service else "",
        "paid_to": day(holder.paid_to), "last_day": day(holder.lapses - timedelta(days=1)),
        "over": holder.paid_to < today,
    }  # fmt: skip
    key = f"renewal:{holder.key}:{holder.paid_to}:{step}"
    people = holder.renewers(today)
    if not people:
        # Nobody is there to ask: the secretariat is told, so that the service is not forgotten.
        return write_letter(
            f"{template}_nobody", address=settings.CONTACT_ADDRESS, key=f"{key}:office", context=context
        )
    return sum(write_letter(template, member=who, key=f"{key}:{who.pk}", context=context) for who in people)


def due_step(paid_to: date, lapses: date, today: date) -> str | None:
    """Which letter is due: the latest one whose day has come. Only that one: who missed three nights gets no three."""
    if lapses <= today:
        return "lapsed"
    reached = [days for days in settings.REMINDER_DAYS if paid_to - timedelta(days=days) <= today]
    return str(min(reached)) if reached else None
