"""The worker's part of imports: read and plan, then, when told to, apply. A killed worker's import is taken over."""

from datetime import timedelta
from functools import partial

import structlog
from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from outbox.leases import claim, release
from regions.acting import require_of
from regions.importing.applying import carry_out
from regions.importing.limits import BadFile
from regions.importing.planning import Plan, Reading, compare_file, make_plan, read_file
from regions.importing.progress import Step, forget, tell
from regions.models import Import
from regions.permissions import Reason, Refused, can_manage_memberships

log = structlog.get_logger(__name__)
State = Import.State
TO_DO = Q(state__in=(State.READING, State.APPLYING))
MOST_TRIES = 3
DATABASE_PAUSE = timedelta(seconds=5)
GAVE_UP = "The file could not be worked through. Nothing was changed. Save it again as .xlsx or CSV, and try that one."
CHANGED = "The members are not what they were when this file was read, so nothing was applied. Look at it again."


class LeaseLost(Exception):
    """Another worker has taken the import over."""


def drain_imports() -> int:
    """Work through every import that is due; returns how many steps were done."""
    done = 0
    while rows := claim(Import, TO_DO, limit=1, seconds=settings.LEASE_SECONDS):
        for row in rows:
            done += handle(row)
    return done


def handle(row: Import) -> bool:
    """One step: from read to planned, or from planned to applied. A file that fails three times is set aside."""
    try:
        if row.attempts > MOST_TRIES:
            raise BadFile(GAVE_UP)
        _plan(row) if row.state == State.READING else _apply(row)
    except LeaseLost:
        return False
    except BadFile as problem:
        _close(row, state=State.FAILED, fault=str(problem)[:400], content=b"", plan={})
    except Refused as refused:
        _close(row, state=State.READY, fault=refused.reason.sentence)
    except OperationalError as error:
        log.warning("database away", imports=row.pk, error=type(error).__name__)
        release(row, error=type(error).__name__, pause=DATABASE_PAUSE, tried=False)
        return False
    except Exception as error:
        log.exception("import could not be handled", imports=row.pk, attempts=row.attempts)
        release(row, error=type(error).__name__, pause=timedelta(seconds=row.attempts))
        return False
    return True


def _plan(row: Import) -> None:
    """Compare the file with what is there; the page shows how far it has come, and the lease grows with it."""
    plan = make_plan(bytes(row.content), progress=partial(_progress, row))
    _ready(row, plan, fault="")


def _apply(row: Import) -> None:
    """Read the file again while others go on with their work, then change what is to be changed."""
    _carry_out(row, read_file(bytes(row.content), progress=partial(_progress, row)))


@transaction.atomic
def _carry_out(row: Import, read: Reading) -> None:
    """All rows in one transaction, after comparing once more: if it comes out otherwise than it was shown, nothing is
    done and the new plan is shown. The import stays locked, so that nobody takes it over while this lives.
    """
    held = (
        Import.objects.select_for_update().filter(pk=row.pk, state=State.APPLYING, lease_token=row.lease_token).first()
    )
    if held is None:
        raise LeaseLost
    actor = Member.objects.filter(pk=held.plan.get("applied_by")).first()
    if actor is not None:
        require_of(actor, can_manage_memberships, Reason.NOT_THE_SECRETARIAT)
    how_far = partial(tell, row.pk)
    plan = compare_file(read, lock=True, progress=how_far)
    if plan.digest != held.plan["digest"]:
        _ready(row, plan, fault=CHANGED)
        return
    welcome = bool(held.plan.get("welcome"))
    carry_out(plan.to_do, actor_id=held.plan.get("applied_by"), import_id=row.pk, welcome=welcome, progress=how_far)
    said = plan.as_json() | {"changes": [], "digest": "", "welcome": welcome}
    _close(row, state=State.DONE, fault="", content=b"", plan=said, applied=timezone.now(), rows_done=plan.rows)


def _ready(row: Import, plan: Plan, *, fault: str) -> None:
    _close(row, state=State.READY, plan=plan.as_json(), fault=fault, rows=plan.rows, rows_done=plan.rows)


def _progress(row: Import, step: Step, done: int, rows: int) -> None:
    tell(row.pk, step, done, rows)
    until = timezone.now() + timedelta(seconds=settings.LEASE_SECONDS)
    mine = Import.objects.filter(pk=row.pk, lease_token=row.lease_token, state=row.state)
    if not mine.update(rows=rows, rows_done=done, lease_until=until):
        raise LeaseLost


def _close(row: Import, **values: object) -> None:
    mine = Import.objects.filter(pk=row.pk, lease_token=row.lease_token, state=row.state)
    mine.update(lease_token="", lease_until=None, attempts=0, last_error="", **values)
    forget(row.pk)
