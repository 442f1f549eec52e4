"""What became of a question: the answer that helped, and what its asker made of all answers."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.machina.forum_conversation.models import Post, Topic


class AcceptedAnswer(models.Model):
    """The answer of which the asker said that it helped."""

    topic = models.OneToOneField(Topic, primary_key=True, on_delete=models.CASCADE, related_name="accepted")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "boards"

    def __str__(self) -> str:
        return f"post {self.post_id} answers topic {self.topic_id}"


class Closing(models.Model):
    """A topic's closing summary, by its asker or by who looks after the board. After `reopened` it is shown no more,
    and is where the next one begins.
    """

    topic = models.OneToOneField(Topic, primary_key=True, on_delete=models.CASCADE, related_name="closing")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="closings")
    asked = models.TextField()
    heard = models.TextField()
    did = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    reopened = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "boards"

    def __str__(self) -> str:
        return f"closing of topic {self.topic_id}"
