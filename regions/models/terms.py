"""Terms: representatives, officers, who is away, and who would help."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.refs import ref
from regions.models.networks import Network


class Representation(models.Model):
    """A representative's term: who moderates a network's boards and arranges its meetings."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="representations")
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="representations")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True, help_text="the last day of the term")
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followed_by",
        help_text="the term that was handed over for this one",
    )  # fmt: skip
    follows_until = models.DateField(
        null=True, blank=True, help_text="the last day that the earlier term had: it is given back if this is undone"
    )

    def __str__(self) -> str:
        return f"{self.member} for {self.network}"


class Absence(models.Model):
    """Days on which a representative or an officer is away: while all of a network's representatives are, who covers
    it steps in; the other officers act for one who is away.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences")
    starts = models.DateField()
    ends = models.DateField(help_text="the last day")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="regions_absence_dates")
        ]

    def __str__(self) -> str:
        return f"{self.member} away {self.starts} to {self.ends}"


class Volunteer(models.Model):
    """A member who offers to represent their region."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "waiting"
        APPOINTED = "appointed", "appointed"
        THANKED = "thanked", "thanked, not appointed"
        WITHDRAWN = "withdrawn", "withdrawn"

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="offers")
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="volunteers")
    words = models.TextField(blank=True, max_length=2000)
    offered = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "network"], condition=models.Q(outcome="waiting"), name="regions_one_offer_a_network"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} for {self.network}"

    @property
    def ref(self) -> str:
        return ref("offer", self.pk)


class ListStop(models.Model):
    """A representative who does not want the weekly list of topics without an answer."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="list_stop"
    )
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"no weekly list for {self.member_id}"


class Office(models.Model):
    """An officer of the executive, or the secretariat."""

    class Name(models.TextChoices):
        CHAIR = "chair", "chair"
        VICE_CHAIR = "vice-chair", "vice-chair"
        SECRETARY = "secretary", "secretary"
        TREASURER = "treasurer", "treasurer"
        SECRETARIAT = "secretariat", "secretariat"

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="offices")
    name = models.CharField(max_length=12, choices=Name.choices)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followed_by",
        help_text="the term that was handed over for this one",
    )  # fmt: skip
    follows_until = models.DateField(
        null=True, blank=True, help_text="the last day that the earlier term had: it is given back if this is undone"
    )

    def __str__(self) -> str:
        return f"{self.member}, {self.name}"
