"""Who is suspended appeals to the executive."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from outbox.record import record
from regions.appeals import DAYS, LONGEST
from regions.events import AppealMade
from regions.locking import locked_place
from regions.models import Appeal
from regions.permissions import Reason, can_appeal, require
from regions.problems import Problem
from regions.standing import standing_of
from regions.status import Word, word_of
from regions.working_time import add_working_days


@transaction.atomic
def appeal_suspension(actor: Member, membership_id: int, *, words: str, today: date | None = None) -> Appeal:
    """One open appeal for each suspension: sent twice, it is the same one. Decided within ten working days, and not by
    who suspended. Raises Refused, Problem.
    """
    today = today or timezone.localdate()
    place = locked_place(membership_id)
    require(can_appeal(standing_of(actor), is_own=place.member_id == actor.pk), Reason.NOT_YOURS)
    require(word_of(place, today) is Word.SUSPENDED, Reason.ALREADY_DECIDED)
    words = words.replace("\x00", "").strip()
    if not words or len(words) > LONGEST:
        raise Problem("words", f"Say in your own words why it is wrong, in {LONGEST:,} characters at most.")
    appeal, new = Appeal.objects.get_or_create(
        membership=place, outcome="",
        defaults={"words": words, "against": place.suspended_by, "due": add_working_days(today, DAYS)},
    )  # fmt: skip
    if new:
        record(AppealMade(appeal_id=appeal.pk))
    return appeal
