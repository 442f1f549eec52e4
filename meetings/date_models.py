"""Days and times that a meeting could have, and whom each suits."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from meetings.meeting_models import Meeting


class Suits(models.TextChoices):
    YES = "yes", "yes"
    NEED_BE = "need_be", "if need be"
    NO = "no", "no"


class DateOption(models.Model):
    """One of the dates that are asked about. It keeps its number, from 1: mails are answered by it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="date_options")
    number = models.PositiveSmallIntegerField()
    day = models.DateField()
    from_time = models.TimeField()
    to_time = models.TimeField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="meetings_option_number"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="meetings_option_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"date {self.number} of meeting {self.meeting_id}"


class DateAnswer(models.Model):
    """Whether one date suits one member. The table itself takes no second one."""

    option = models.ForeignKey(DateOption, on_delete=models.CASCADE, related_name="answers")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="date_answers")
    says = models.CharField(max_length=7, choices=Suits.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["option", "member"], name="meetings_one_answer_a_date")]

    def __str__(self) -> str:
        return f"{self.says} to date {self.option_id}"
