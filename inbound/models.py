"""Every mail received: its bytes, what became of it, and why. Nothing is deleted by a parser."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.models import Post
from outbox.models import Leased


class InboundMail(Leased):
    """A mail as it came. The row is committed before the sending server is told «250»."""

    class State(models.TextChoices):
        RECEIVED = "received", "received, not yet read"
        POSTED = "posted", "posted"
        ACTED = "acted", "acted on"
        HELD = "held", "held for the member"
        REFUSED = "refused", "refused, with a letter"
        AUTOMATIC = "automatic", "automatic mail, recorded"
        QUARANTINED = "quarantined", "could not be read"

    raw = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = models.CharField(max_length=320)
    transport = models.CharField(max_length=8, default="smtp")
    # What a mailbox or a provider calls it: the same mail fetched or told twice, after a kill, is kept once.
    source = models.CharField(max_length=200, blank=True, default="", db_default="")
    received = models.DateTimeField(default=timezone.now)

    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    reason = models.CharField(max_length=80, blank=True)
    settled = models.DateTimeField(null=True, blank=True)
    # For a mail that is held or posted: whose it is taken for, and what it became.
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="mails")
    post = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="mails")
    sender = models.CharField(max_length=320, blank=True)
    topic_id = models.BigIntegerField(null=True, blank=True)
    board_id = models.BigIntegerField(null=True, blank=True)
    # It may tell of a child, so its bytes open to nobody, whatever becomes of the post.
    sealed = models.BooleanField(default=False, db_default=False)
    # The secretariat has looked at what could not be read, and there is nothing more to do.
    seen_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_try", "id"], condition=models.Q(state="received"), name="inbound_due"),
            models.Index(fields=["received"], name="inbound_received"),
            models.Index(fields=["member"], condition=models.Q(state="held"), name="inbound_held"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "envelope_to"], condition=~models.Q(source=""), name="inbound_once_a_source"
            )
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}: {self.state}"


class MailOpening(models.Model):
    """Somebody of the secretariat read a mail as it came, and why. The audit log names this row; the words are here."""

    mail = models.ForeignKey(InboundMail, on_delete=models.CASCADE, related_name="openings")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    opened = models.DateTimeField(default=timezone.now)
    reason = models.TextField()

    class Meta:
        ordering = ("-opened", "-pk")

    def __str__(self) -> str:
        return f"mail {self.mail_id}, opened {self.opened:%Y-%m-%d}"
