"""What was done with a privilege, and what was refused: rows that are only ever added."""

from typing import Any, NoReturn

from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """One act or one refusal. It names people and things by id, so that nothing in it needs to change when they go.

    Each row carries the digest of the one before it (`audit.chain`), so that a row changed, or taken out of the
    middle, shows. On PostgreSQL the application's role may insert and read, and nothing else (`audit.protection`).
    """

    class Outcome(models.TextChoices):
        DONE = "done", "done"
        REFUSED = "refused", "refused"

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True, help_text="who acted; empty: nobody signed in")
    verb = models.CharField(max_length=60, db_index=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reason = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=120, blank=True, help_text="what it was done to: «membership 12»")
    member_id = models.BigIntegerField(null=True, db_index=True, help_text="whom it was done to")
    network_id = models.BigIntegerField(null=True, db_index=True)
    details = models.JSONField(default=dict, help_text="ids, dates and states; never words, names or addresses")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.pk}: {self.verb} {self.outcome}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self.delete()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("an entry of the audit log is never changed")


class Head(models.Model):
    """The digest of the newest entry: locked while one is added, so that entries form one chain."""

    number = models.PositiveSmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64, default="")
    entry_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"entry {self.entry_id}"
