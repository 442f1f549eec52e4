"""What happens to what a person was told."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NotificationsRead:
    """A member marked notifications as read, or as unread."""

    member_id: int
