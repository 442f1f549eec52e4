"""What each member chooses to show of themselves to the others."""

from django.conf import settings
from django.db import models


class Profile(models.Model):
    """Shown to members. Without a row: name, part and service are shown, and neither address nor telephone."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="profile"
    )
    about = models.TextField(blank=True, max_length=1000)
    phone = models.CharField(max_length=40, blank=True)
    show_address = models.BooleanField(default=False)
    show_phone = models.BooleanField(default=False)
    listed = models.BooleanField(default=True, help_text="found in the directory")

    def __str__(self) -> str:
        return f"profile of {self.member_id}"


class Interest(models.Model):
    """Something that a member is willing to talk about."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="interests")
    words = models.CharField(max_length=60)

    class Meta:
        ordering = ("words",)
        constraints = [models.UniqueConstraint(fields=["member", "words"], name="regions_one_interest_once")]

    def __str__(self) -> str:
        return self.words
