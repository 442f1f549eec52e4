"""The executive decides on an appeal: the suspension is lifted, or stays."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from outbox.record import record
from regions.appeals import get_appeal_for
from regions.events import AppealDecided
from regions.locking import locked_place
from regions.models import Appeal, Membership
from regions.payment import settle_places
from regions.permissions import Reason, Refused
from regions.problems import Problem
from regions.rights_changed import rights_changed
from regions.status import Word, word_of


@transaction.atomic
def decide_appeal(actor: Member, appeal_id: int, *, outcome: str, reason: str, today: date | None = None) -> Appeal:
    """Both are told the outcome and the reason: who appealed, and who suspended. Raises Http404, Refused (saying by
    whom it was decided), Problem.
    """
    place = locked_place(get_appeal_for(actor, appeal_id).membership_id)
    appeal = get_appeal_for(actor, appeal_id, lock=True)
    if not appeal.is_open:
        who = appeal.decided_by.full_name if appeal.decided_by else "Somebody else"
        raise Refused(Reason.ALREADY_DECIDED, f"{who} has decided this already, so nothing was changed.")
    reason = " ".join(reason.replace("\x00", "").split())
    if outcome not in Appeal.Outcome.values:
        raise Problem("outcome", "Say whether the suspension is lifted or stays.")
    if not reason or len(reason) > 400:
        raise Problem("reason", "Say why, in 400 characters at most: both read it.")
    appeal.outcome, appeal.reason, appeal.decided, appeal.decided_by = outcome, reason, timezone.now(), actor
    appeal.save(update_fields=["outcome", "reason", "decided", "decided_by"])
    if outcome == Appeal.Outcome.LIFTED and word_of(place, today or timezone.localdate()) is Word.SUSPENDED:
        _lift(place, today or timezone.localdate())
    write_entry(
        "decide_appeal", actor_id=actor.pk, subject=f"appeal {appeal.pk}", member_id=place.member_id,
        network_id=place.service.region_id, details={"outcome": outcome},
    )  # fmt: skip
    record(AppealDecided(appeal_id=appeal.pk))
    return appeal


def _lift(place: Membership, today: date) -> None:
    place.status, place.reason, place.suspended_until = Membership.Status.CURRENT, "", None
    place.suspended_by, place.version = None, place.version + 1
    place.save(update_fields=["status", "reason", "suspended_until", "suspended_by", "version"])
    settle_places(service=place.service, today=today)
    rights_changed(place.member_id)
