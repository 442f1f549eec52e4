"""Networks: what boards and meetings belong to."""

from django.conf import settings
from django.db import models


class Network(models.Model):
    """What a set of boards and meetings belongs to: a region, or a group across regions."""

    class Kind(models.TextChoices):
        REGION = "region", "region"
        GROUP = "group", "group across regions"
        NATIONAL = "national", "everybody"
        EXECUTIVE = "executive", "the executive"
        REPRESENTATIVES = "representatives", "the representatives"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    code = models.CharField("letters", max_length=4)
    hue = models.PositiveSmallIntegerField(help_text="oklch hue in degrees, a multiple of five")
    position = models.PositiveSmallIntegerField(default=0)
    covered_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        help_text="who covers while there is no representative",
    )
    about = models.TextField(blank=True, default="", help_text="what the network is for, in a few lines")
    closed = models.DateField(null=True, blank=True, help_text="since then nobody posts in it; what was written stays")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged_from"
    )
    holds_first_posts = models.BooleanField(
        default=False, db_default=False, help_text="a newcomer's first post waits for who looks after it"
    )
    version = models.PositiveIntegerField(default=0, help_text="rises with each change: of two at once the later asks")

    asked: frozenset[int] = frozenset()  # no column: set where one topic's readers are meant, see `Topic.around`

    class Meta:
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name


class NetworkAlias(models.Model):
    """An address that a network once had: old links lead on."""

    slug = models.SlugField(max_length=60, unique=True)
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="aliases")
    until = models.DateField()

    def __str__(self) -> str:
        return self.slug


class NetworkPlace(models.Model):
    """A member's place in a group that crosses regions."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="network_places")
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="places")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "network"], name="regions_one_place_a_network")]

    def __str__(self) -> str:
        return f"{self.member} in {self.network}"
