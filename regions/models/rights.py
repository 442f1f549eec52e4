"""When a member's rights changed."""

from django.conf import settings
from django.db import models


class AccessVersion(models.Model):
    """Rises in every transaction that changes what a member may do. Open sockets compare it before each send."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="access_version"
    )
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.member_id}: {self.version}"
