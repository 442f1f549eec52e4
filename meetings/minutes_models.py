"""The minutes of a meeting: items as the association writes them (No, Note, Action), their earlier texts, corrections
of those who were there, and action points.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models import Topic
from meetings.meeting_models import Meeting


class Minutes(models.Model):
    """Of one meeting. Written by who arranges it, shown to those who were there, then to the network, and locked once
    they are agreed. `published` stands beside the state: drafts may be published before the next meeting agrees them.
    """

    class State(models.TextChoices):
        WRITING = "writing", "being written"
        CIRCULATED = "circulated", "a draft, with those who were there"
        AGREED = "agreed", "agreed, and locked"

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="minutes")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WRITING)
    opened = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    circulated = models.DateTimeField(null=True, blank=True)
    published = models.DateTimeField(null=True, blank=True)
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="+", help_text="on a board")
    changed = models.DateTimeField(default=timezone.now, help_text="when a word of them changed last")
    agreed_on = models.DateField(null=True, blank=True, help_text="the day of the meeting that agreed them")
    agreed = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="agreed")
                | Q(agreed__isnull=False, agreed_on__isnull=False, published__isnull=False),
                name="meetings_agreed_has_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"minutes of meeting {self.meeting_id}: {self.state}"

    @property
    def is_locked(self) -> bool:
        return self.state == self.State.AGREED


class MinuteItem(models.Model):
    """One row of the table. `version` rises with each change, so that of two writers the later is asked."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written = models.DateTimeField(default=timezone.now)
    idempotency_key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="meetings_item_number"),
            models.UniqueConstraint(
                fields=["minutes", "idempotency_key"], condition=~Q(idempotency_key=""), name="meetings_item_once"
            ),
        ]

    def __str__(self) -> str:
        return f"item {self.number} of minutes {self.minutes_id}"


class MinuteItemVersion(models.Model):
    """A text of an item that another took the place of."""

    item = models.ForeignKey(MinuteItem, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "version"], name="meetings_item_version")]

    def __str__(self) -> str:
        return f"version {self.version} of item {self.item_id}"


class Correction(models.Model):
    """What somebody who read the draft says is wrong. Without an item it is about the whole."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        TAKEN = "taken", "taken"
        DECLINED = "declined", "declined"

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="corrections")
    item = models.ForeignKey(MinuteItem, null=True, on_delete=models.CASCADE, related_name="corrections")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="corrections")
    words = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=400, blank=True, help_text="why it was declined")
    idempotency_key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "idempotency_key"], name="meetings_correct_once")]

    def __str__(self) -> str:
        return f"correction {self.pk} of minutes {self.minutes_id}"


class MinutesCheck(models.Model):
    """Somebody who was there has read the draft and says that it is right."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="checks")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "member"], name="meetings_checked_once")]

    def __str__(self) -> str:
        return f"member {self.member_id} has checked minutes {self.minutes_id}"


class ActionPoint(models.Model):
    """Who does what by when, as an item of minutes says. `reminded` is what its owner was told of its date last."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        DONE = "done", "done"
        DROPPED = "dropped", "dropped"

    class Reminded(models.TextChoices):
        NOT = "", "not yet"
        BEFORE = "before", "before the date"
        AFTER = "after", "after the date"

    item = models.ForeignKey(MinuteItem, on_delete=models.CASCADE, related_name="actions")
    words = models.CharField(max_length=400)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="actions")
    due = models.DateField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    reminded = models.CharField(max_length=6, choices=Reminded.choices, blank=True, default=Reminded.NOT)
    made = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    idempotency_key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "idempotency_key"], name="meetings_action_once")]
        indexes = [models.Index(fields=["due"], condition=Q(state="open"), name="meetings_actions_open")]

    def __str__(self) -> str:
        return f"action point {self.pk}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due < _today()


def _today() -> date:
    return timezone.localdate()
