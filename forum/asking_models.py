"""A question that goes to other regions: which were asked, and what each said."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.machina.forum.models import Forum
from forum.machina.forum_conversation.models import Topic
from regions.models import Network


class AskedRegion(models.Model):
    """A region that was asked to take a topic's question on. Once its representative accepts, its people read the topic
    and answer in it; `Topic.asked_ids` repeats which have, for the rules.
    """

    class State(models.TextChoices):
        ASKED = "asked", "waits for an answer"
        ACCEPTED = "accepted", "reads and answers along"
        DECLINED = "declined", "did not take it on"
        ENDED = "ended", "no longer takes part"

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="askings")
    region = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    board = models.ForeignKey(
        Forum, null=True, on_delete=models.SET_NULL, related_name="+", help_text="where it stands for the region"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=400, blank=True, help_text="told to who asked")

    class Meta:
        app_label = "boards"
        constraints = [models.UniqueConstraint(fields=["topic", "region"], name="boards_one_asking_a_region")]
        indexes = [
            models.Index(fields=["region", "state"], name="boards_asked_of_region"),
            models.Index(fields=["board"], condition=models.Q(state="accepted"), name="boards_asked_on_board"),
        ]

    def __str__(self) -> str:
        return f"asking {self.pk}: topic {self.topic_id}, region {self.region_id} {self.state}"
