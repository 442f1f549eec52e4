"""On the way in: applications, invitations, the codes that prove an address, and the first five weeks."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from regions.models.memberships import Membership
from regions.models.services import Service


class Application(models.Model):
    """Somebody asks to join. Nobody sees it before its work address has been proven by a code."""

    class State(models.TextChoices):
        UNPROVEN = "unproven", "waits for its code"
        WAITING = "waiting", "waits for a decision"
        ACCEPTED = "accepted", "accepted"
        REFUSED = "refused", "refused"

    address = models.EmailField("work address", max_length=254, db_index=True)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    job_title = models.CharField(max_length=120)
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="applications")
    tier = models.CharField(max_length=10, choices=Membership.Tier.choices, default=Membership.Tier.FULL)
    words = models.TextField("anything to add", blank=True, max_length=2000)
    state = models.CharField(max_length=8, choices=State.choices, default=State.UNPROVEN)
    asked = models.DateTimeField(default=timezone.now)
    proven = models.DateTimeField(null=True, blank=True)
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=400, blank=True, help_text="told to the applicant")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="applications"
    )

    def __str__(self) -> str:
        return f"application {self.pk}"


class Invitation(models.Model):
    """A place kept for one address. Accepting takes a code that is mailed to that address, so a forwarded link is
    worth nothing. Only the digest of the link's key is kept.
    """

    address = models.EmailField(max_length=254, db_index=True)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="invitations")
    tier = models.CharField(max_length=10, choices=Membership.Tier.choices, default=Membership.Tier.FULL)
    job_title = models.CharField(max_length=120, blank=True)
    through_service = models.BooleanField(default=True)
    becomes_lead = models.BooleanField(default=False, help_text="a successor: looks after the service's record")
    starts = models.DateField(help_text="the place's first day")
    key_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    accepted = models.DateTimeField(null=True, blank=True)
    withdrawn = models.DateTimeField(null=True, blank=True)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="invitations"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address", "service"],
                condition=models.Q(accepted=None, withdrawn=None),
                name="regions_one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class ProofCode(models.Model):
    """A six-digit code that proves an address on its way in: mailed there, and typed in the browser that asked for it.

    `code` is blanked once its letter has been handed to the relay; what is typed is compared with the digest.
    """

    address = models.EmailField(max_length=254, db_index=True)
    application = models.ForeignKey(Application, null=True, on_delete=models.CASCADE, related_name="codes")
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=12, blank=True, default="")
    digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    asked = models.DateTimeField(default=timezone.now, db_index=True)
    used = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(application=None, invitation__isnull=False)
                | models.Q(application__isnull=False, invitation=None),
                name="regions_code_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"proof code {self.pk}"


class Induction(models.Model):
    """A new manager's first five weeks: a pack, a buddy, and at most five short mails, until they say stop."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="induction"
    )
    started = models.DateField()
    buddy = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="buddy_of")
    stopped = models.DateTimeField(null=True, blank=True)
    mails_sent = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"induction of {self.member_id}"
