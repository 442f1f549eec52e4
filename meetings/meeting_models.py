"""A meeting of one network or of several."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from forum.models import Topic
from meetings.lifecycle import State
from regions.models import Network


class Meeting(models.Model):
    """A gathering, from an idea to agreed minutes. `day`, `from_time` and `to_time` are what the clock on the wall says
    in `zone`, and are the truth; `starts` and `ends` follow from them, for sorting and for what is due.
    """

    class Way(models.TextChoices):
        IN_PERSON = "in_person", "in person"
        ONLINE = "online", "online"
        BOTH = "both", "in person and online"

    class WhoMayCome(models.TextChoices):
        SERVICES = "services", "one person from each service"
        MEMBERS = "members", "every member of the network"
        GUESTS = "guests", "members, and guests from outside"

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="meetings", help_text="who arranges it")
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    title = models.CharField(max_length=120)
    way = models.CharField(max_length=9, choices=Way.choices, default=Way.IN_PERSON)
    place = models.CharField(max_length=200, blank=True)
    directions = models.TextField(blank=True, help_text="how to get there")
    joining_link = models.URLField(max_length=600, blank=True, help_text="shown to those going, and to nobody else")
    agenda = models.TextField(blank=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True, help_text="places; empty for as many as come")
    taken = models.PositiveSmallIntegerField(default=0, help_text="places taken: changed with each answer")
    who_may_come = models.CharField(max_length=8, choices=WhoMayCome.choices, default=WhoMayCome.MEMBERS)
    day = models.DateField(null=True, blank=True)
    from_time = models.TimeField(null=True, blank=True)
    to_time = models.TimeField(null=True, blank=True)
    zone = models.CharField(max_length=40, default="Europe/London")
    starts = models.DateTimeField(null=True, blank=True)
    ends = models.DateTimeField(null=True, blank=True)
    closes = models.DateField(null=True, blank=True, help_text="the last day on which answers are taken")
    dates_close = models.DateField(null=True, blank=True, help_text="the last day on which dates can be said to suit")
    reminded = models.DateTimeField(null=True, blank=True, help_text="when those without an answer were reminded last")
    elsewhere = models.BooleanField(default=False, help_text="arranged elsewhere: recorded here, inviting nobody")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    cancelled = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True, help_text="why it was cancelled")
    sequence = models.PositiveIntegerField(
        default=0, help_text="of the calendar entry: rises when time or place change"
    )
    version = models.PositiveIntegerField(default=0, help_text="rises with each change: of two at once the later asks")
    idempotency_key = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposed_by", "idempotency_key"], name="meetings_once_a_form"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(taken__lte=F("capacity")), name="meetings_never_over"
            ),
            models.CheckConstraint(condition=Q(starts=None) | Q(ends__gt=F("starts")), name="meetings_end_after_start"),
            models.CheckConstraint(
                condition=Q(state__in=(State.PROPOSED, State.POLLING, State.CANCELLED)) | Q(starts__isnull=False),
                name="meetings_fixed_has_a_date",
            ),
        ]
        indexes = [models.Index(fields=["starts"], condition=Q(state="fixed"), name="meetings_to_come")]

    def __str__(self) -> str:
        return f"meeting {self.pk}: {self.state}"

    @property
    def is_in_person(self) -> bool:
        return self.way != self.Way.ONLINE

    @property
    def is_online(self) -> bool:
        return self.way != self.Way.IN_PERSON


class MeetingNetwork(models.Model):
    """A network whose meeting it is: the one that arranges it, and others that joined. One that was only asked shows
    the meeting to its representatives, and to nobody else of its people.
    """

    class State(models.TextChoices):
        ASKED = "asked", "asked"
        JOINED = "joined", "joined"
        DECLINED = "declined", "declined"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="with_networks")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "network"], name="meetings_once_a_network")]

    def __str__(self) -> str:
        return f"network {self.network_id} {self.state} of meeting {self.meeting_id}"
