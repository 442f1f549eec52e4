"""What ties a member to a service, and what pays for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from regions.models.services import Service


class Membership(models.Model):
    """A member's place in a service, with tier and dates. A person keeps one row for each place they ever had.

    `paid_to` and `lapses` are told by the subscriptions behind the place (`regions.payment`): written with each
    payment, read by `standing_of`. Both are empty where nothing has to be paid.
    """

    class Tier(models.TextChoices):
        FULL = "full", "full member (head of service)"
        SECOND = "second", "second-tier member"
        HONORARY = "honorary", "honorary member"

    class Status(models.TextChoices):
        CURRENT = "current", "current"
        LAPSED = "lapsed", "lapsed"
        SUSPENDED = "suspended", "suspended"
        ENDED = "ended", "ended"

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="memberships")
    tier = models.CharField(max_length=10, choices=Tier.choices, default=Tier.FULL)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CURRENT)
    job_title = models.CharField(max_length=120, blank=True)
    through_service = models.BooleanField(
        default=True,
        help_text="covered by the service's subscription; in the second tier it takes one of its places",
    )
    paid_to = models.DateField(null=True, blank=True, help_text="the last day that is paid for")
    lapses = models.DateField(null=True, blank=True, help_text="the first day without posting: paid_to and the grace")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True, help_text="the last day")
    suspended_until = models.DateField(null=True, blank=True, help_text="the last day of a suspension")
    reason = models.CharField(max_length=400, blank=True, help_text="why suspended or ended; shown to the member")
    suspended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    version = models.PositiveIntegerField(default=0, help_text="rises with each change: of two at once the later asks")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "service"], condition=~Q(status="ended"), name="regions_one_place_a_service"
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=models.F("starts")), name="regions_membership_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.service}"


class Subscription(models.Model):
    """A subscription year of a service (its head, and `places` for second-tier colleagues) or of one member.

    It is made by recording a payment, so a row means: paid, unless all its payments were taken back (`void`).
    """

    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="subscriptions")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="subscriptions"
    )
    places = models.PositiveSmallIntegerField(default=0, help_text="second-tier places of a service")
    merged = models.JSONField(
        default=list, db_default=models.Value([], output_field=models.JSONField()),
        help_text="places that came with services merged into this one: when, and how many",
    )  # fmt: skip
    starts = models.DateField()
    ends = models.DateField(help_text="the last day")
    void = models.BooleanField(default=False, help_text="its payments were entered by mistake: it pays for nobody")

    class Meta:
        ordering = ("starts", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(service=None, member__isnull=False) | Q(service__isnull=False, member=None),
                name="regions_subscription_holder",
            ),
            models.CheckConstraint(condition=Q(ends__gte=models.F("starts")), name="regions_subscription_dates"),
            models.UniqueConstraint(fields=["service", "starts"], name="regions_one_year_a_service"),
            models.UniqueConstraint(fields=["member", "starts"], name="regions_one_year_a_member"),
        ]

    def __str__(self) -> str:
        return f"{self.service or self.member}, {self.starts} to {self.ends}"


class Payment(models.Model):
    """Money that came for a subscription, as the secretariat recorded it. Never changed: a mistake is taken back by a
    second row that `corrects` it.
    """

    class PaidBy(models.TextChoices):
        COUNCIL = "council", "the council"
        SELF = "self", "the member"

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="payments")
    paid_by = models.CharField(max_length=8, choices=PaidBy.choices)
    order_number = models.CharField(max_length=60, blank=True)
    amount_pence = models.PositiveIntegerField(default=0)
    places = models.PositiveSmallIntegerField(default=0, help_text="second-tier places of the year, since this payment")
    paid_on = models.DateField()
    receipt_to = models.EmailField(max_length=254, blank=True)
    recorded = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    idempotency_key = models.CharField(max_length=80, unique=True)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")

    class Meta:
        ordering = ("-paid_on", "-pk")

    def __str__(self) -> str:
        return f"payment {self.pk}"
