"""What a member wants to come back to."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.machina.forum_conversation.models import Topic


class Reminder(models.Model):
    """A topic to come back to on a day. It stands until its member says that it is done, or names another day."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="reminders")
    day = models.DateField()
    told = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "boards"
        constraints = [models.UniqueConstraint(fields=["member", "topic"], name="boards_one_reminder_a_topic")]
        indexes = [models.Index(fields=["day"], condition=models.Q(told=None), name="boards_reminders_to_come")]

    def __str__(self) -> str:
        return f"{self.member_id} of {self.topic_id} on {self.day}"
