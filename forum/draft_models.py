"""What a member has begun to write and not posted."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.machina.forum.models import Forum
from forum.machina.forum_conversation.models import Topic


class Draft(models.Model):
    """One for each member and place; nobody else reads it. `version` rises with each change, so that a tab which holds
    an older one cannot write over it unseen. `place` is `new`, or `topic:12`, or `edit:34` for a post to change.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=40)
    board = models.ForeignKey(Forum, null=True, on_delete=models.SET_NULL, related_name="+")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=12, blank=True)
    title = models.CharField(max_length=255, blank=True)
    text = models.TextField(blank=True)
    tags = models.JSONField(default=list, blank=True)
    poll = models.JSONField(default=dict, db_default={}, blank=True, help_text="a poll's fields, as typed")
    version = models.PositiveIntegerField(default=1)
    updated = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "boards"
        constraints = [models.UniqueConstraint(fields=["member", "place"], name="boards_one_draft_a_place")]

    def __str__(self) -> str:
        return f"draft of {self.member_id} for {self.place}"

    @property
    def post_id(self) -> int | None:
        """The post that the draft would change."""
        kind, _, pk = self.place.partition(":")
        return int(pk) if kind == "edit" else None
