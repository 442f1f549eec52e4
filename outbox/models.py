"""Durable work: rows that are claimed for a while, tried, and tried again. The queue only rings the bell."""

from django.db import models
from django.utils import timezone


class Leased(models.Model):
    """A row that one worker at a time may hold. See `outbox.leases`."""

    attempts = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.CharField(max_length=32, blank=True, default="")
    last_error = models.TextField(blank=True, default="")

    class Meta:
        abstract = True


class Stream(models.Model):
    """A counter that rises by one in the transaction of each fact, so that its numbers follow commit order."""

    key = models.CharField(max_length=64, primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key} at {self.seq}"


class Event(Leased):
    """Something that happened, recorded with the fact itself. Its payload carries ids, never contents."""

    name = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    stream = models.CharField(max_length=64, blank=True, default="")
    seq = models.PositiveBigIntegerField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)
    handled = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "seq"], condition=models.Q(seq__isnull=False), name="outbox_event_stream_seq"
            )
        ]
        indexes = [
            models.Index(fields=["next_try", "id"], condition=models.Q(handled__isnull=True), name="outbox_event_due")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"
