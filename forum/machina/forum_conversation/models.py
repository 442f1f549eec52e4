"""Topics and posts: machina's, with a number for each post, a state, and where it came from."""

from copy import copy
from typing import Any

from django.db import models
from django.utils import timezone
from machina.apps.forum_conversation.abstract_models import AbstractPost, AbstractTopic

from regions.models import Network


class Topic(AbstractTopic):
    """A topic. `last_number` is the number of its newest post. Numbers never change; a post undone leaves a gap."""

    class Kind(models.TextChoices):
        QUESTION = "question", "question"
        DISCUSSION = "discussion", "discussion"
        REQUEST = "request", "request for information"
        ANNOUNCEMENT = "announcement", "announcement"

    class State(models.TextChoices):
        OPEN = "open", "open"
        ANSWERED = "answered", "answered"
        CLOSED = "closed", "closed"

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.QUESTION)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    last_number = models.PositiveIntegerField(default=0)
    people_count = models.PositiveIntegerField(default=0, db_default=0, help_text="how many members wrote in it")
    tag_line = models.CharField(max_length=200, blank=True, default="", db_default="", help_text="its tags, as shown")
    # Rises when something that is shown already changes: an edit, a withdrawal, a closing. Open pages compare it.
    changes = models.PositiveIntegerField(default=0, db_default=0)
    traced = models.BooleanField(default=False, db_default=False, help_text="there are traces to show: TopicTrace")
    asked_ids = models.CharField(
        max_length=100,
        blank=True,
        default="",
        db_default="",
        help_text="the regions that take part: AskedRegion",
    )
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")

    class Meta(AbstractTopic.Meta):
        app_label = "forum_conversation"
        indexes = [
            models.Index(fields=["forum", "-type", "-last_post_on"], name="topic_board_order"),
            models.Index(fields=["-last_post_on"], condition=models.Q(approved=True), name="topic_newest"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Plain save: machina's recounts the board, and writes whole rows over other people's work."""
        models.Model.save(self, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        return models.Model.delete(self, *args, **kwargs)

    @property
    def tags(self) -> list[str]:
        return self.tag_line.split(" · ") if self.tag_line else []

    @property
    def asked(self) -> frozenset[int]:
        """The regions that took the question on and read along."""
        return frozenset(map(int, self.asked_ids.split()))

    @property
    def around(self) -> Network:
        """The network as the rules ask of this topic: with the regions that take part in it."""
        network: Network = self.forum.network
        if self.asked_ids:
            network = copy(network)
            network.asked = self.asked
        return network

    @property
    def is_pinned(self) -> bool:
        return bool(self.type != self.TOPIC_POST)

    @property
    def answers(self) -> int:
        return max(self.posts_count - 1, 0)


class Post(AbstractPost):
    """A post. `number` is its place in the topic, given under the topic's lock when it is published.

    A held post has no number and `approved` is false: it exists for its author and, by rule, for who moderates.
    """

    class State(models.TextChoices):
        PUBLISHED = "published", "published"
        HELD = "held", "held for the author"
        WAITING = "waiting", "waiting for a representative"
        RETURNED = "returned", "returned to the author"
        WITHDRAWN = "withdrawn", "withdrawn by the author"  # before anybody was mailed: it has no place in the topic
        TAKEN_BACK = "taken_back", "withdrawn by its author"  # afterwards: its place stays, its text is gone
        REMOVED = "removed", "removed by a representative"
        PURGED = "purged", "deleted everywhere"

    number = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED)
    published = models.DateTimeField(null=True, blank=True, default=timezone.now)
    # One submission makes one post, however often it arrives: a form's own key, or a mail's.
    idempotency_key = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001
    author_line = models.CharField(max_length=300, blank=True, help_text="the author's part and service of that day")
    # Where several regions answer: the one that its author answers from. Null in every other topic.
    region = models.ForeignKey(
        Network, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta(AbstractPost.Meta):
        app_label = "forum_conversation"
        indexes = [
            models.Index(fields=["topic", "created"], condition=models.Q(approved=True), name="post_topic_created"),
            models.Index(fields=["state"], condition=~models.Q(state="published"), name="post_not_published"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="post_number_in_topic"),
            models.UniqueConstraint(fields=["poster", "idempotency_key"], name="post_once_a_submission"),
        ]

    @property
    def is_taken_back(self) -> bool:
        return self.state == self.State.TAKEN_BACK

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Plain save: counts are set by the actions, under a lock on the topic."""
        models.Model.save(self, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        return models.Model.delete(self, *args, **kwargs)
