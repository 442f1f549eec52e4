"""What a post said before it was changed."""

from django.db import models
from django.utils import timezone

from forum.machina.forum_conversation.models import Post


class PostVersion(models.Model):
    """A text that an edit replaced, or that its author withdrew. The post itself holds the text that is shown;
    `number` is how often it had been changed before. Read by whoever reads the post, and, once that is withdrawn, by
    its author alone.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=255)
    text = models.TextField()
    replaced = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "boards"
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="boards_one_text_a_version")]

    def __str__(self) -> str:
        return f"version {self.number} of post {self.post_id}"
