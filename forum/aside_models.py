"""What a member writes to a post's author alone, and what the author writes back: never part of the topic."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.machina.forum_conversation.models import Post


class Aside(models.Model):
    """Words on their way to one member. They are blanked once the relay has taken them: then they are in that member's
    mailbox and nowhere here.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="asides")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="asides")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = models.TextField()
    written = models.DateTimeField(default=timezone.now)
    idempotency_key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "idempotency_key"], name="boards_one_aside_a_key")]
        indexes = [models.Index(fields=["sender", "written"], name="boards_asides_of_a_day")]

    def __str__(self) -> str:
        return f"aside {self.pk}"
