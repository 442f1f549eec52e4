"""The tags of a network, and of a topic."""

from django.db import models

from forum.machina.forum_conversation.models import Topic
from regions.models import Network


class Tag(models.Model):
    """A word of the network's own list. It belongs to no person: whoever may tag uses it."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=30)
    slug = models.CharField(max_length=40)

    class Meta:
        app_label = "boards"
        constraints = [models.UniqueConstraint(fields=["network", "slug"], name="boards_one_tag_a_name")]

    def __str__(self) -> str:
        return self.name


class TopicTag(models.Model):
    """A topic has a tag."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="tag_rows")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="topics")

    class Meta:
        app_label = "boards"
        constraints = [models.UniqueConstraint(fields=["topic", "tag"], name="boards_a_tag_once_a_topic")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.topic_id}"
