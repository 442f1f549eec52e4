"""Searches that a member keeps, and what was found for them since."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.machina.forum_conversation.models import Post


class SavedSearch(models.Model):
    """Words and filters under a name. Posts that were published before `since` are never told."""

    class Letter(models.TextChoices):
        DAILY = "daily", "In my daily letter"
        WEEKLY = "weekly", "In my weekly letter"

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=80)
    words = models.CharField(max_length=200, blank=True)
    filters = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, help_text="of words and filters: the same search is kept once")
    bell = models.BooleanField(default=True, db_default=True, help_text="new posts are told on the site")
    letter = models.CharField(max_length=6, choices=Letter.choices, blank=True, default="", db_default="")
    since = models.DateTimeField(default=timezone.now)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "boards"
        verbose_name_plural = "saved searches"
        constraints = [models.UniqueConstraint(fields=["member", "digest"], name="boards_one_search_once")]

    def __str__(self) -> str:
        return f"saved search {self.pk} of {self.member_id}"

    @property
    def tells(self) -> bool:
        return self.bell or bool(self.letter)


class SearchHit(models.Model):
    """A post that a saved search found, once. Whether its member may read the post is asked when it is told."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="hits", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    found = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "boards"
        constraints = [models.UniqueConstraint(fields=["search", "post"], name="boards_one_hit_a_post")]
        indexes = [models.Index(fields=["search", "found"], name="boards_hits_of_search")]

    def __str__(self) -> str:
        return f"post {self.post_id} for search {self.search_id}"


class SearchMark(models.Model):
    """One row: up to when published posts were looked through for the saved searches."""

    until = models.DateTimeField()

    class Meta:
        app_label = "boards"

    def __str__(self) -> str:
        return f"looked until {self.until:%d %B %Y %H:%M}"
