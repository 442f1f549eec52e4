"""What a member writes to one officer and to nobody else."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from regions.models.terms import Office


class Confidence(models.Model):
    """Words in confidence, on their way to one officer. They are blanked once the relay has taken them: then they are
    in the officer's mailbox and nowhere here.
    """

    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="confidences")
    reply_to = models.EmailField(max_length=254, help_text="the sender's own address, to which the officer answers")
    office = models.CharField(max_length=12, choices=Office.Name.choices)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = models.TextField()
    written = models.DateTimeField(default=timezone.now)
    idempotency_key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "idempotency_key"], name="regions_one_confidence_a_key")
        ]

    def __str__(self) -> str:
        return f"words in confidence {self.pk}"
