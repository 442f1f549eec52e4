"""A board: machina's forum, owned by a network."""

from typing import Any

from django.db import models
from machina.apps.forum.abstract_models import AbstractForum
from mptt.models import MPTTModel

from regions.models import Network


class Forum(AbstractForum):
    """A board belongs to one network; `slug` is also the local part of its mail address."""

    class Readers(models.TextChoices):
        NETWORK = "network", "its own members"
        MEMBERS = "members", "all members"

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="boards")
    readers = models.CharField(max_length=10, choices=Readers.choices, default=Readers.NETWORK)

    closed = models.DateField(null=True, blank=True, help_text="since then nobody posts on it; what was written stays")

    version = models.PositiveIntegerField(
        default=0, db_default=0, help_text="rises with each change: of two at once the later asks"
    )

    class Meta(AbstractForum.Meta):
        app_label = "forum"
        constraints = [models.UniqueConstraint(fields=["slug"], name="forum_forum_slug")]

    @property
    def shared(self) -> bool:
        return self.readers == self.Readers.MEMBERS

    @property
    def purpose(self) -> str:
        """What the board is for, as it was typed."""
        return self.description.raw if self.description else ""

    @property
    def is_closed(self) -> bool:
        """Does it take no posts, by its own closing or its network's?"""
        return self.closed is not None or self.network.closed is not None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Plain save: machina's would make the slug anew from the name, and the slug is a mail address."""
        MPTTModel.save(self, *args, **kwargs)
