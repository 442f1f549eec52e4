"""A file of a post, and a file that was not taken."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.files.kinds import FACTS, PICTURES, SHOWN_INLINE, Kind
from forum.files.sentences import sentence
from forum.machina.forum_conversation.models import Post


class Attachment(models.Model):
    """A file. Until its post is made it lies ready under the submission's key, for its owner alone."""

    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="attachments")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="files")
    key = models.CharField(max_length=80, help_text="of the form or the mail that it came with")
    name = models.CharField(max_length=140)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="of the bytes as they came")
    stored = models.CharField(max_length=40, unique=True)
    preview = models.CharField(max_length=40, blank=True)
    preview_width = models.PositiveSmallIntegerField(default=0)
    preview_height = models.PositiveSmallIntegerField(default=0)
    words = models.TextField(blank=True, help_text="what the file says: screened, and found by search")
    rules = models.JSONField(
        default=list, blank=True, help_text="by which kinds of rule it looks like a child's details"
    )
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key", "digest"], name="boards_file_once_a_submission")]
        indexes = [models.Index(fields=["created"], condition=models.Q(post=None), name="boards_file_lies_ready")]

    def __str__(self) -> str:
        return f"file {self.pk}"

    @property
    def content_type(self) -> str:
        return FACTS[Kind(self.kind)].content_type

    @property
    def label(self) -> str:
        return FACTS[Kind(self.kind)].label

    @property
    def is_picture(self) -> bool:
        return self.kind in PICTURES

    @property
    def shown_inline(self) -> bool:
        """A browser shows it by itself, and nothing in it can act."""
        return self.kind in SHOWN_INLINE


class RefusedFile(models.Model):
    """A file that was not taken: told to its owner, and a dangerous one to the secretariat. No byte of it is kept."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="files_refused")
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="files_refused")
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=140)
    why = models.CharField(max_length=20)
    found = models.CharField(max_length=100, blank=True, help_text="what the virus scanner calls it")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key", "name"], name="boards_refused_once_a_submission")
        ]

    def __str__(self) -> str:
        return f"refused file {self.pk}: {self.why}"

    @property
    def sentence(self) -> str:
        return sentence(self.name, self.why)
