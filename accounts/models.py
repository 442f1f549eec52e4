"""The member who signs in. Verified addresses are allauth's `EmailAddress` rows: one person may have several."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.names import shown_name
from accounts.reach_models import Bounce, NotReached, Trouble

__all__ = [
    "FORMER_MEMBER",
    "AddressChange",
    "AddressHelp",
    "AddressRequest",
    "AddressTally",
    "Bounce",
    "Member",
    "MemberManager",
    "NotReached",
    "SignInCode",
    "Trouble",
]  # fmt: skip

FORMER_MEMBER = "Former member"


class MemberManager(BaseUserManager["Member"]):
    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(email__iexact=username)


class Member(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in. What they may see and do is told by `regions`, never by Django's permission rows."""

    email = models.EmailField("main address", max_length=254, unique=True)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined = models.DateTimeField(default=timezone.now)
    # Part of every mail token: raising it makes all tokens handed out so far worthless.
    token_generation = models.PositiveSmallIntegerField(default=1)
    erased = models.DateTimeField(null=True, blank=True, help_text="named nowhere since then; the posts stay")

    objects: ClassVar[MemberManager] = MemberManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "last_name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_member_email")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        if self.erased is not None:
            return FORMER_MEMBER
        return shown_name(f"{self.first_name} {self.last_name}".strip())

    @property
    def short_name(self) -> str:
        """«Imran Q.»: enough to know who, in a line that has little room."""
        if self.erased is not None:
            return FORMER_MEMBER
        return shown_name(f"{self.first_name} {self.last_name[:1]}." if self.last_name else self.first_name)

    @property
    def initials(self) -> str:
        if self.erased is not None:
            return "–"
        return (self.first_name[:1] + self.last_name[:1]).upper()


class SignInCode(models.Model):
    """A code asked for. `code` is empty when nobody has the address: that row is never mailed.

    Both cases write one row, so that the answer takes as long for a stranger as for a member. The code is
    blanked once its letter has been handed to the relay; what is typed is compared with `digest`. A code counts
    only once a letter with it was queued (`mailed`): a code that nobody could have read is none.
    """

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in", "to sign in"
        CONFIRM = "confirm", "to be sure once more"
        NEW_ADDRESS = "new_address", "to prove a further address"
        HELP = "help", "to prove the new address of somebody who has lost the old one"

    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="sign_in_codes")
    address = models.EmailField(max_length=254, db_index=True)
    code = models.CharField(max_length=12, blank=True, default="")
    asked = models.DateTimeField(default=timezone.now)
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.SIGN_IN)
    digest = models.CharField(
        max_length=64, blank=True, default="", help_text="of the code, where the session has none"
    )
    tries = models.PositiveSmallIntegerField(default=0, help_text="wrong ones; five kill the code")
    known_browser = models.CharField(
        max_length=32, blank=True, default="", help_text="the member signed in there before"
    )
    mailed = models.DateTimeField(null=True, blank=True)
    is_long = models.BooleanField(default=False, help_text="its letter carries the long code of the day")
    used = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"sign-in code {self.pk}"


class AddressTally(models.Model):
    """The letters of the last day that strangers caused to one address, which stands here as a digest."""

    digest = models.CharField(primary_key=True, max_length=64)
    letters = models.JSONField(default=list, help_text="of each: when, by which door, for which row")
    newest = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"tally of {len(self.letters)}"


class AddressRequest(models.Model):
    """A further address that a member wants: proven by a code, and approved by somebody if nothing speaks for it."""

    class State(models.TextChoices):
        UNPROVEN = "unproven", "waits for its code"
        WAITING = "waiting", "waits for an approval"
        ADDED = "added", "added"
        REFUSED = "refused", "refused"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="address_requests")
    address = models.EmailField(max_length=254)
    state = models.CharField(max_length=8, choices=State.choices, default=State.UNPROVEN)
    code = models.OneToOneField(SignInCode, null=True, on_delete=models.SET_NULL, related_name="address_request")
    asked = models.DateTimeField(default=timezone.now)
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"address request {self.pk}"


class AddressHelp(models.Model):
    """Somebody who cannot read their old address any more asks for help, from a new one that they proved."""

    class State(models.TextChoices):
        UNPROVEN = "unproven", "waits for its code"
        WAITING = "waiting", "waits for the secretariat"
        MOVED = "moved", "the member was moved"
        REFUSED = "refused", "refused"

    name = models.CharField(max_length=160)
    old_address = models.EmailField(max_length=254)
    new_address = models.EmailField(max_length=254)
    service = models.CharField(max_length=160)
    words = models.TextField(blank=True, max_length=1000)
    state = models.CharField(max_length=8, choices=State.choices, default=State.UNPROVEN)
    code = models.OneToOneField(SignInCode, null=True, on_delete=models.SET_NULL, related_name="address_help")
    asked = models.DateTimeField(default=timezone.now)
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"call for help {self.pk}"


class AddressChange(models.Model):
    """Something that became of a member's addresses, with those that are told of it; forgotten after a month."""

    class Kind(models.TextChoices):
        ADDED = "added", "was added"
        WAITS = "waits", "waits for an approval"
        REFUSED = "refused", "was not approved"
        REMOVED = "removed", "was removed"
        MAIN = "main", "is the main address"
        MOVED = "moved", "took the place of a lost one"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="address_changes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    address = models.EmailField(max_length=254)
    told = models.JSONField(default=list, help_text="the addresses that are told")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"change of address {self.pk}"
