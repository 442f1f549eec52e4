"""Services, the authorities that they cover, and what became of them."""

from django.conf import settings
from django.db import models

from regions.models.networks import Network


class Service(models.Model):
    """A youth justice service: the body of one local authority, or of several that share it.

    `lead` is the member who heads it and looks after its record and its places. A head who is no member is a
    contact, for the secretariat alone.
    """

    class HeadPost(models.TextChoices):
        HELD = "held", "held"
        ACTING = "acting", "held by somebody acting"
        VACANT = "vacant", "vacant"
        LEAVE = "leave", "holder on long leave"

    name = models.CharField(max_length=160, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    region = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="services")
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="leads"
    )
    head_post = models.CharField(max_length=8, choices=HeadPost.choices, default=HeadPost.HELD)
    contact_name = models.CharField(max_length=160, blank=True, default="", help_text="seen by the secretariat alone")
    contact_address = models.EmailField(max_length=254, blank=True, default="")
    contact_phone = models.CharField(max_length=40, blank=True, default="")
    about = models.TextField(blank=True, default="", help_text="what members of other services may find useful")
    closed = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged_from"
    )
    version = models.PositiveIntegerField(default=0, help_text="rises with each change: of two at once the later asks")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ServiceAlias(models.Model):
    """An address that a service once had: old links lead on."""

    slug = models.SlugField(max_length=120, unique=True)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="aliases")

    class Meta:
        verbose_name_plural = "service aliases"

    def __str__(self) -> str:
        return self.slug


class Authority(models.Model):
    """An upper-tier local authority; each is covered by one service."""

    gss_code = models.CharField(max_length=9, primary_key=True)
    name = models.CharField(max_length=120)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="authorities")

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return self.name


class ServiceChange(models.Model):
    """Something that became of a service, kept: it was opened, renamed, merged, split, or changed its lead."""

    class Kind(models.TextChoices):
        OPENED = "opened", "opened"
        RENAMED = "renamed", "renamed"
        MERGED = "merged", "merged into another"
        SPLIT = "split", "split"
        MOVED = "moved", "moved to another region"
        LEAD = "lead", "has a new lead"
        EDITED = "edited", "its record was changed"

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    on = models.DateField()
    other = models.ForeignKey(Service, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=400, blank=True, help_text="the old name, the authorities that moved")

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.service}: {self.kind}"
