"""When a region's schools are closed: many who would come to a meeting are away."""

from django.db import models
from django.db.models import F, Q

from regions.models import Network


class SchoolHoliday(models.Model):
    """From one day to another, both of them in it. A region has one that begins on a day."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="school_holidays")
    name = models.CharField(max_length=60)
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        ordering = ("starts",)
        constraints = [
            models.UniqueConstraint(fields=["network", "starts"], name="meetings_holiday_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="meetings_holiday_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"school holiday of network {self.network_id} from {self.starts}"
