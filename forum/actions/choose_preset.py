"""A member takes a ready set of choices: quiet, or as a representative needs it."""

from dataclasses import dataclass

from django.db import transaction

from accounts.models import Member
from forum.models import BoardFollow, MailHabits
from forum.told import By, Told, cell


@dataclass(frozen=True)
class Preset:
    label: str
    says: str
    rhythm: str
    mentions: bool
    off: frozenset[str]


PRESETS = {
    "quiet": Preset(
        "Quiet",
        "One letter a week. On the site only what is meant for you: your name, your own posts, what you decide.",
        BoardFollow.Wants.WEEKLY,
        False,
        frozenset(cell(told, By.SITE) for told in (Told.NEW_TOPIC, Told.ANSWER, Told.OUTCOME, Told.READERS))
        | {cell(Told.OUTCOME, By.EMAIL)},
    ),
    "rep": Preset(
        "Representative",
        "Each post as it happens, and everything that waits for you, on the site and by mail.",
        BoardFollow.Wants.EVERYTHING,
        True,
        frozenset(),
    ),
}


@transaction.atomic
def choose_preset(actor: Member, *, preset: str) -> MailHabits:
    """The rhythm, the mentions and the matrix; hours, and what was chosen for single boards and topics, stay.
    Raises KeyError for what is no preset.
    """
    chosen = PRESETS[preset]
    row, _ = MailHabits.objects.update_or_create(
        member=actor,
        defaults={
            "rhythm": chosen.rhythm, "mentions": chosen.mentions, "off": " ".join(sorted(chosen.off)), "digests": True,
        },
    )  # fmt: skip
    return row
