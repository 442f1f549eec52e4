"""What waits for who looks after a network, and what became of it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.machina.forum_conversation.models import Post, Topic
from regions.models import Network


class Matter(models.Model):
    """A held post, a newcomer's first, or a reported one: it waits, is taken on by one person, and decided once.

    The rows are kept without end: the quarterly account is counted from them. What matters for rights is the network
    of the post's board today; `network` is the one whose account it stands in.
    """

    class Kind(models.TextChoices):
        HELD = "held", "held as a child’s details"
        FIRST = "first", "a newcomer’s first post"
        REPORT = "report", "reported"

    class Outcome(models.TextChoices):
        POSTED = "posted", "let through"
        RETURNED = "returned", "returned"
        KEPT = "kept", "left as it is"
        REMOVED = "removed", "removed"
        WITHDRAWN = "withdrawn", "settled by its author"

    class Passed(models.TextChoices):
        TIME = "time", "it waited too long"
        OWN = "own", "it is the representatives’ own matter"

    kind = models.CharField(max_length=6, choices=Kind.choices)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="matters")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="matters")
    opened = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField(help_text="when it passes on to who steps in")
    passed = models.DateTimeField(null=True, blank=True)
    passed_for = models.CharField(max_length=4, choices=Passed.choices, blank=True)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    claimed_until = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True, help_text="empty while it waits")
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=400, blank=True, help_text="told to the author")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(outcome=""), name="boards_one_open_matter_a_post")
        ]
        indexes = [
            models.Index(fields=["due"], condition=Q(outcome=""), name="boards_matter_waits"),
            models.Index(fields=["network", "opened"], name="boards_matter_account"),
        ]

    def __str__(self) -> str:
        return f"matter {self.pk}: {self.kind} {self.outcome or 'waits'}"

    @property
    def is_open(self) -> bool:
        return not self.outcome

    def in_hand(self, now: datetime | None = None) -> bool:
        """Has somebody taken it on, and is their time not over?"""
        return self.claimed_by_id is not None and (self.claimed_until or timezone.now()) > (now or timezone.now())


class Report(models.Model):
    """A member says that something is wrong with a post. Who it was is told to nobody but who decides."""

    class Why(models.TextChoices):
        CHILD = "child", "Somebody could work out who a child is"
        PRIVATE = "private", "It tells something in confidence, or about a colleague"
        UNKIND = "unkind", "It is unkind or offensive"
        PLACE = "place", "It does not belong on this board"
        OTHER = "other", "Something else"

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="reports_made"
    )
    why = models.CharField(max_length=8, choices=Why.choices)
    words = models.CharField(max_length=500, blank=True)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "reporter"], name="boards_one_report_a_matter")]

    def __str__(self) -> str:
        return f"report {self.pk}: {self.why}"


class TopicTrace(models.Model):
    """What a moderator did to a topic, shown where it was done: after the post of this number."""

    class Kind(models.TextChoices):
        REMOVED = "removed", "a post was removed"
        SPLIT_OFF = "split_off", "posts went to a topic of their own"
        SPLIT_FROM = "split_from", "the topic was split from another"
        MERGED_IN = "merged_in", "another topic's posts were added"
        MOVED = "moved", "the topic came from another board"

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="traces")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.PositiveIntegerField(default=0)
    count = models.PositiveIntegerField(default=1, help_text="how many posts")
    words = models.TextField(blank=True, default="", db_default="", help_text="what a poll came to that ended here")
    other = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["topic", "number"], name="boards_trace_place")]

    def __str__(self) -> str:
        return f"trace {self.pk}: {self.kind} in {self.topic_id}"
