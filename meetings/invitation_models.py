"""Who is invited to a meeting, what they said, and whether they have a place."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from meetings.meeting_models import Meeting
from regions.models import Service


class Answer(models.TextChoices):
    YES = "yes", "yes"
    MAYBE = "maybe", "maybe"
    NO = "no", "no"


class Door(models.TextChoices):
    WEB = "web", "on the site"
    MAIL = "mail", "by email"
    CALENDAR = "calendar", "by the calendar’s buttons"


class Invitation(models.Model):
    """One person and one meeting: the answer that stands, and the place that it came to. `answered_to` is the number of
    the calendar entry that was answered: once the meeting has moved, it is asked again.
    """

    class Place(models.TextChoices):
        NONE = "", "none"
        TAKEN = "taken", "a place in the room"
        WAITING = "waiting", "on the waiting list"
        OFFERED = "offered", "a place is held, until it is answered"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="meeting_invitations")
    service = models.ForeignKey(Service, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.CharField(max_length=5, choices=Answer.choices, blank=True, default="")
    online = models.BooleanField(default=False, help_text="yes, and not in the room")
    answered = models.DateTimeField(null=True, blank=True)
    answered_to = models.PositiveIntegerField(default=0)
    place = models.CharField(max_length=7, choices=Place.choices, blank=True, default=Place.NONE)
    queued = models.DateTimeField(null=True, blank=True, help_text="waiting since")
    attended = models.BooleanField(null=True, blank=True, help_text="were they there? empty until it is noted")
    offered_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="meetings_invited_once")]
        indexes = [
            models.Index(fields=["offered_until"], condition=Q(place="offered"), name="meetings_offers_due"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} to meeting {self.meeting_id}"

    @property
    def is_going(self) -> bool:
        return self.answer == Answer.YES and (self.online or self.place == self.Place.TAKEN)


class Rsvp(models.Model):
    """One answer, kept for good. `counted`: it was the latest by its time, and to the meeting as it is."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="rsvps")
    answer = models.CharField(max_length=5, choices=Answer.choices)
    online = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    door = models.CharField(max_length=8, choices=Door.choices, default=Door.WEB)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    counted = models.BooleanField(default=True)
    idempotency_key = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "idempotency_key"], condition=~Q(idempotency_key=""), name="meetings_answer_once"
            )
        ]

    def __str__(self) -> str:
        return f"answer {self.pk} to invitation {self.invitation_id}"


class MeetingNote(models.Model):
    """What somebody who was invited tells who arranges it: words beside an answer, or another time to meet."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="notes")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="meeting_notes")
    words = models.TextField(blank=True)
    starts = models.DateTimeField(null=True, blank=True)
    ends = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    idempotency_key = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return f"note {self.pk} on meeting {self.meeting_id}"
