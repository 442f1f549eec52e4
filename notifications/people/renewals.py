"""Renewal reminders: they go out by themselves, each once, to who holds the subscription; none to who has paid."""

from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from notifications.letters import write_letter
from notifications.people.nobody_to_ask import tell_the_office
from notifications.people.words import day
from regions.holders import Holder, renewing_soon


def remind_of_renewals(*, today: date | None = None) -> int:
    """Write what is due today, and what a missed night left over. Returns how many letters were new."""
    today = today or timezone.localdate()
    written = 0
    nobody: dict[str, dict[str, dict[str, str]]] = {"renewal_due_nobody": {}, "lapsed_nobody": {}}
    for holder in renewing_soon(today):
        step = due_step(holder.paid_to, holder.lapses, today)
        if step is None:
            continue
        template, facts = "lapsed" if step == "lapsed" else "renewal_due", _facts(holder)
        key = f"renewal:{holder.key}:{holder.paid_to}:{step}"
        people = holder.renewers(today)
        context = facts | {"over": holder.paid_to < today}
        written += sum(write_letter(template, member=who, key=f"{key}:{who.pk}", context=context) for who in people)
        if not people:  # the secretariat is told, so that the service is not forgotten
            nobody[f"{template}_nobody"][key] = facts
    return written + sum(tell_the_office(template, found) for template, found in nobody.items())


def _facts(holder: Holder) -> dict[str, str]:
    return {
        "service": holder.service.name if holder.service else "", "slug": holder.service.slug if holder.service else "",
        "paid_to": day(holder.paid_to), "last_day": day(holder.lapses - timedelta(days=1)),
    }  # fmt: skip


def due_step(paid_to: date, lapses: date, today: date) -> str | None:
    """Which letter is due: the latest one whose day has come. Only that one: who missed three nights gets no three."""
    if lapses <= today:
        return "lapsed"
    reached = [days for days in settings.REMINDER_DAYS if paid_to - timedelta(days=days) <= today]
    return str(min(reached)) if reached else None
