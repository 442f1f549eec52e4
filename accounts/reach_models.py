"""Mail that came back, and the addresses that it no longer reaches."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Trouble(models.TextChoices):
    HARD = "hard", "the mail system there says that there is no such mailbox"
    SOFT = "soft", "mail could not be delivered for days"
    FULL = "full", "the mailbox is full"
    POLICY = "policy", "the mail system there refuses mail from us"


class Bounce(models.Model):
    """A mail of ours that came back. `mail` is the number of its delivery, so that a report counts once."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bounces")
    address = models.EmailField(max_length=254)
    domain = models.CharField(max_length=254)
    kind = models.CharField(max_length=8, choices=Trouble.choices)
    status = models.CharField(max_length=12, blank=True)
    mail = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mail", "kind"], name="accounts_bounce_once_a_mail")]
        indexes = [
            models.Index(fields=["address", "at"], name="accounts_bounces_of_address"),
            models.Index(fields=["domain", "at"], name="accounts_bounces_of_domain"),
        ]

    def __str__(self) -> str:
        return f"bounce {self.pk}: {self.kind}"


class NotReached(models.Model):
    """An address that mail does not reach, from the day on which it was sure until a mail gets through, or its member
    says that it does.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="not_reached")
    address = models.EmailField(max_length=254)
    kind = models.CharField(max_length=8, choices=Trouble.choices)
    since = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "not reached"
        constraints = [
            models.UniqueConstraint(
                fields=["address"], condition=models.Q(ended=None), name="accounts_not_reached_once_an_address"
            )
        ]
        indexes = [models.Index(fields=["member"], condition=models.Q(ended=None), name="accounts_members_not_reached")]

    def __str__(self) -> str:
        return f"not reached {self.pk}: {self.kind}"
