"""An appeal against a suspension, for the executive without the one who decided it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from regions.models.memberships import Membership


class Appeal(models.Model):
    """Decided once, within ten working days. `against` is who suspended, as it stood when the appeal was made."""

    class Outcome(models.TextChoices):
        LIFTED = "lifted", "the suspension is lifted"
        UPHELD = "upheld", "the suspension stays"

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="appeals")
    against = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField()
    made = models.DateTimeField(default=timezone.now)
    due = models.DateField(help_text="the tenth working day after it was made")
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True, help_text="empty while it waits")
    reason = models.CharField(max_length=400, blank=True)
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("due", "pk")
        constraints = [
            models.UniqueConstraint(fields=["membership"], condition=Q(outcome=""), name="regions_one_open_appeal")
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk}"

    @property
    def is_open(self) -> bool:
        return not self.outcome
