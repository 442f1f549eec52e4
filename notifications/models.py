"""What a person is told, and each attempt to tell them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Trouble
from forum.models import Board, Post, SavedSearch, Topic
from meetings.models import Meeting
from outbox.models import Leased

# Before the relay's last answer, on a delivery that it refused for now until nobody asked it again.
GIVEN_UP = "given up after five days: "


class Notification(models.Model):
    """One person is told one thing, once. `seq` is its number in the member's own stream."""

    class Kind(models.TextChoices):
        NEW_TOPIC = "new_topic", "a new topic on a board of yours"
        ANSWER = "answer", "an answer in a topic that you follow"
        MENTION = "mention", "somebody called you by name"
        ACCEPTED = "accepted", "an answer of yours helped"
        CLOSED = "closed", "a topic that you answered was closed"
        HELD = "held", "a post of yours is held"
        TO_DECIDE = "to_decide", "a held post waits for your decision"
        RETURNED = "returned", "a post of yours was returned"
        REMINDER = "reminder", "a topic that you wanted to come back to"
        REMOVED = "removed", "a post of yours was removed"
        REPORT_DONE = "report_done", "a report of yours was decided on"
        PASSED_ON = "passed_on", "what you wait for has passed on"
        FOUND = "found", "a saved search of yours found something"
        READERS = "readers", "a board of yours has other readers"
        MOVED = "moved", "a topic of yours has other readers"
        MTG_PROPOSED = "mtg_proposed", "a meeting is proposed"
        MTG_DATES = "mtg_dates", "a meeting looks for a date"
        MTG_FIXED = "mtg_fixed", "a meeting has its date"
        MTG_CHANGED = "mtg_changed", "a meeting has another time or place"
        MTG_OFFER = "mtg_offer", "a place at a meeting is held for you"
        MTG_OFF = "mtg_off", "a meeting was called off"
        MINUTES = "minutes", "minutes of a meeting"
        ACTION_DUE = "action_due", "an action point of yours"
        MOVED_AWAY = "moved_away", "a topic that you wrote in is read by others now, and not by you"
        APPROVED = "approved", "a post of yours that waited has appeared"
        REQUEST = "request", "another region asks yours"
        APPLICATION = "application", "somebody asks to join"
        MEMBERSHIP = "membership", "something about your membership"

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    event_id = models.BigIntegerField()
    kind = models.CharField(max_length=24, choices=Kind.choices)
    topic = models.ForeignKey(Topic, null=True, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="+")
    board = models.ForeignKey(Board, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    search = models.ForeignKey(
        SavedSearch, null=True, on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    thing = models.PositiveBigIntegerField(
        null=True, help_text="the number of what it is about, where that is neither post, topic, board nor search"
    )
    seq = models.PositiveBigIntegerField()
    created = models.DateTimeField(default=timezone.now)
    read = models.DateTimeField(null=True, blank=True)
    kept = models.BooleanField(
        default=False, db_default=False, help_text="marked as unread: what else was read does not read it"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "event_id"], name="notifications_once_an_event"),
            models.UniqueConstraint(fields=["member", "seq"], name="notifications_member_seq"),
        ]
        indexes = [
            models.Index(fields=["member"], condition=models.Q(read=None), name="notifications_unread"),
            models.Index(fields=["member", "topic"], name="notifications_topic"),
            models.Index(
                fields=["meeting"], condition=models.Q(meeting__isnull=False), name="notifications_of_a_meeting"
            ),
            models.Index(fields=["search"], condition=models.Q(search__isnull=False), name="notifications_of_a_search"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.member_id}"


class Letter(models.Model):
    """A letter that is not a post: a code, a question about a mail, a refusal. `key` makes it go out once."""

    template = models.CharField(max_length=60)
    context = models.JSONField(default=dict)
    key = models.CharField(max_length=200, unique=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="letters")
    address = models.EmailField(max_length=254)
    in_reply_to = models.CharField(max_length=998, blank=True)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"


class Delivery(Leased):
    """One attempt to tell one person by email: a post, or a letter. Unique for each person and thing."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        SENT = "sent", "accepted by the relay"
        SKIPPED = "skipped", "not sent: the right to it ended"
        REFUSED = "refused", "refused by the relay"
        PAUSED = "paused", "not sent: the address is not reached"

    class Withheld(models.TextChoices):
        """Why one that was skipped was not sent: asked at the moment when it would have left."""

        NO_RIGHT = "no_right", "its reader might not read it any more"
        UNWANTED = "unwanted", "its reader did not want it by mail any more"
        GONE = "gone", "what it was about was taken back, removed or not posted"
        OVER = "over", "what it said was over"

    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="deliveries")
    address = models.EmailField(max_length=254)
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="deliveries")
    letter = models.OneToOneField(Letter, null=True, on_delete=models.CASCADE, related_name="delivery")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    message_id = models.CharField(max_length=255)
    created = models.DateTimeField(default=timezone.now)
    sent = models.DateTimeField(null=True, blank=True)
    withheld = models.CharField(max_length=8, choices=Withheld.choices, blank=True, default="", db_default="")
    came_back = models.DateTimeField(null=True, blank=True)
    came_back_as = models.CharField(max_length=8, choices=Trouble.choices, blank=True, default="", db_default="")
    # Sent again, by a press: how often, when last, whether its reader pressed; and when it left for the first time.
    again = models.PositiveSmallIntegerField(default=0, db_default=0)
    asked_again = models.DateTimeField(null=True, blank=True)
    asked_by_reader = models.BooleanField(default=False, db_default=False)
    first_sent = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["post", "member"], name="notifications_once_a_post"),
            models.CheckConstraint(
                condition=models.Q(post=None, letter__isnull=False) | models.Q(post__isnull=False, letter=None),
                name="notifications_post_or_letter",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try", "id"], condition=models.Q(state="waiting"), name="notifications_delivery_due"
            )
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk} to {self.member_id}"

    @property
    def thing(self) -> Any:
        return self.post or self.letter


class DigestNote(models.Model):
    """What the secretariat puts on top of the weekly letters. The newest one stands there for seven days."""

    text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True, help_text="taken back, or replaced by another")

    def __str__(self) -> str:
        return f"note of {self.created:%d %B %Y}"


class DevMail(models.Model):
    """A mail that the embedded shape sent to nobody: `/dev/mail/` shows it. Never written in production."""

    to_address = models.EmailField(max_length=254, db_index=True)
    message_id = models.CharField(max_length=255)
    raw = models.BinaryField()
    sent = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"mail {self.pk} to {self.to_address}"
