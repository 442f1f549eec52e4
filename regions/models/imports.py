"""A spreadsheet of members: read, shown as what would change, then applied."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from outbox.models import Leased


class Import(Leased):
    """One file that the secretariat gave. Its work is done by a worker, row by row, all or nothing."""

    class State(models.TextChoices):
        READING = "reading", "is being read"
        READY = "ready", "read; nothing changed yet"
        APPLYING = "applying", "is being applied"
        DONE = "done", "applied"
        FAILED = "failed", "could not be applied"
        DROPPED = "dropped", "dropped"

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(help_text="emptied when the work is over")
    state = models.CharField(max_length=8, choices=State.choices, default=State.READING)
    plan = models.JSONField(default=dict, help_text="what would change, and the faulty rows")
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=400, blank=True)
    uploaded = models.DateTimeField(default=timezone.now)
    applied = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"import {self.pk}"
