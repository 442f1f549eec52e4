"""A poll in a topic, and what one member answered."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.machina.forum_conversation.models import Topic
from regions.models import Network


class Poll(models.Model):
    """One question in a topic, closed by the clock. Options keep their number, from 1: mails are answered by it."""

    class Kind(models.TextChoices):
        SINGLE = "single", "choose one"
        MULTIPLE = "multiple", "choose any number"
        RANKED = "ranked", "put in order"

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="poll")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.SINGLE)
    question = models.CharField(max_length=200)
    options = models.JSONField(default=list)
    closes = models.DateTimeField()
    hidden = models.BooleanField(default=False, help_text="no result before it closes")
    asked = models.PositiveIntegerField(default=0, help_text="how many could answer: counted with each vote")
    settled = models.DateTimeField(null=True, blank=True, help_text="since then its closing has been told")

    class Meta:
        app_label = "boards"
        indexes = [models.Index(fields=["closes"], condition=models.Q(settled=None), name="boards_poll_due")]

    def __str__(self) -> str:
        return f"poll {self.pk} in topic {self.topic_id}"

    def is_open(self, now: datetime | None = None) -> bool:
        return (now or timezone.now()) < self.closes

    def words(self, picks: list[int]) -> list[str]:
        """The options of these numbers, as they are called."""
        return [self.options[number - 1] for number in picks if 1 <= number <= len(self.options)]


class Ballot(models.Model):
    """One member's answer: numbers of options, for a ranked poll in order. No time is kept, and no name once erased."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="ballots")
    region = models.ForeignKey(Network, null=True, on_delete=models.PROTECT, related_name="+")
    picks = models.JSONField(default=list)

    class Meta:
        app_label = "boards"
        constraints = [models.UniqueConstraint(fields=["poll", "member"], name="boards_one_vote_a_member")]

    def __str__(self) -> str:
        return f"an answer to poll {self.poll_id}"
