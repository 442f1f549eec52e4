"""What the boards need beside machina's models, under the product's own words."""

from datetime import time

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.aside_models import Aside
from forum.asking_models import AskedRegion
from forum.attachment_models import Attachment, RefusedFile
from forum.draft_models import Draft
from forum.machina.forum.models import Forum as Board
from forum.machina.forum_conversation.models import Post, Topic
from forum.model_matters import Matter, Report, TopicTrace
from forum.outcome_models import AcceptedAnswer, Closing
from forum.polls.models import Ballot, Poll
from forum.reminder_models import Reminder
from forum.saved_search_models import SavedSearch, SearchHit, SearchMark
from forum.tag_models import Tag, TopicTag
from forum.versions import PostVersion
from regions.models import Network

__all__ = [
    "AcceptedAnswer", "Aside", "AskedRegion", "Attachment", "Ballot", "Board", "BoardFollow", "Closing",
    "Draft", "HeldFinding", "MailHabits", "Matter", "NetworkFollow", "Poll", "Post", "PostOrigin",
    "PostVersion", "ReadMark", "RefusedFile", "Reminder", "Report", "SavedSearch", "SearchHit", "SearchMark", "Tag",
    "Topic", "TopicFollow",
    "TopicTag", "TopicTrace",
]  # fmt: skip


class PostOrigin(models.Model):
    """How a post came, when it came by email: the mail's own id, and what the reader folded away."""

    post = models.OneToOneField(Post, primary_key=True, on_delete=models.CASCADE, related_name="origin")
    kind = models.CharField(max_length=8, choices=[("web", "web"), ("email", "email")])
    message_id = models.CharField(max_length=998, blank=True)
    folded = models.TextField(blank=True, help_text="quoted text and signature: kept, one press away")
    cut_at = models.JSONField(
        default=list,
        null=True,
        blank=True,
        help_text="for each line of it with words: how many of the text stood above",
    )
    folded_private = models.BooleanField(default=False, help_text="the folded part looks like a child's details")
    files = models.JSONField(default=list, blank=True, help_text="names of files that the mail carried")

    def __str__(self) -> str:
        return f"{self.kind} of post {self.post_id}"


class HeldFinding(models.Model):
    """Why a post is held: by which kind of rule, never what it matched."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"post {self.post_id}: {self.rule}"


class BoardFollow(models.Model):
    """A member's own choice for a board. Without a row the network's holds: see `forum.mail_wishes`."""

    class Wants(models.TextChoices):
        EVERYTHING = "everything", "an email for each post"
        DAILY = "daily", "once a day, together"
        WEEKLY = "weekly", "once a week, together"
        NOTHING = "nothing", "no email"

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="board_follows")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="follows")
    wants = models.CharField(max_length=10, choices=Wants.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "board"], name="boards_one_choice_a_board")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.wants} {self.board_id}"


class NetworkFollow(models.Model):
    """A member's own choice for all boards of a network; one for a board or a topic outranks it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="network_follows")
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    wants = models.CharField(max_length=10, choices=BoardFollow.Wants.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "network"], name="boards_one_choice_a_network")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.wants} network {self.network_id}"


class MailHabits(models.Model):
    """How a member wants their mail: the rhythm of their own networks, and when. Without a row, the field defaults.

    Hours are UK wall time, whatever the season.
    """

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="mail_habits"
    )
    rhythm = models.CharField(
        max_length=10, choices=BoardFollow.Wants.choices, blank=True, default="",
        help_text="for the member's own networks; empty: never chosen",
    )  # fmt: skip
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, default=Weekday.THURSDAY)
    at = models.TimeField(default=time(7, 30))
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    digests = models.BooleanField(default=True, help_text="false: no daily or weekly letter, whatever was chosen")
    mentions = models.BooleanField(default=True, help_text="a mail when somebody names the member, whatever the rhythm")
    receipts = models.BooleanField(
        default=True, db_default=True, help_text="a letter for each mail of the member's that was posted"
    )
    off = models.CharField(
        max_length=400, blank=True, default="", db_default="", help_text="what is turned off: see forum.told"
    )
    writing_shown = models.BooleanField(
        default=False, db_default=False, help_text="others may see that the member is writing an answer to a question"
    )

    def __str__(self) -> str:
        return f"mail habits of {self.member_id}"


class TopicFollow(models.Model):
    """A member's own choice for one topic: it outranks the board's."""

    class Wants(models.TextChoices):
        FOLLOW = "follow", "an email for each answer"
        WROTE = "wrote", "an email for each answer, as the member wrote in it"
        DAILY = "daily", "once a day, together"
        WEEKLY = "weekly", "once a week, together"
        MUTE = "mute", "no email"

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="topic_follows")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="follows")
    wants = models.CharField(max_length=8, choices=Wants.choices)
    mentions = models.BooleanField(default=True, db_default=True, help_text="a mention is told also where it is muted")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "topic"], name="boards_one_choice_a_topic")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.wants} {self.topic_id}"


class ReadMark(models.Model):
    """How far a member has read a topic, by the number of a post: a clock would mark what was never shown."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="read_marks")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="read_marks")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "topic"], name="boards_one_mark_a_topic")]

    def __str__(self) -> str:
        return f"{self.member_id} read {self.topic_id} to {self.number}"
