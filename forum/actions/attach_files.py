"""A member's files are laid ready for the post that a form, or a mail, is about to become."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from accounts.models import Member
from forum.events import DangerousFileRefused
from forum.files import store
from forum.files.kinds import MOST_FILES, NotTaken, Why
from forum.files.receiving import Incoming, Received, digest_of, received, refused_name
from forum.models import Attachment, RefusedFile
from outbox.record import record
from regions.permissions import may_write, require, why_not_write_at_all
from regions.standing import member_standing

MOST_LYING_READY = 40  # of one member, over all forms that they have open
DANGEROUS = (Why.PROGRAM, Why.INFECTED)


def attach_files(
    actor: Member, *, key: str, files: Iterable[Incoming], leave_out: Iterable[int] = ()
) -> list[RefusedFile]:
    """Keep each file that can be kept, under the submission's key; returns those that are not taken, with the reasons.

    `leave_out`: numbers of files laid ready before that are not wanted any more. The same file again is kept once.
    Looking at a file takes seconds, so no row is locked meanwhile. Raises Refused.
    """
    standing = member_standing(actor)
    require(may_write(standing), why_not_write_at_all(standing))
    _leave_out(actor, key, leave_out)
    refused = []
    for file in files:
        try:
            _keep(actor, key, file)
        except NotTaken as problem:
            refused.append(_refuse(actor, key, file, problem))
    return refused


def _keep(actor: Member, key: str, file: Incoming) -> None:
    ready = Attachment.objects.filter(owner=actor, post=None)
    if Attachment.objects.filter(owner=actor, key=key, digest=digest_of(file.content)).exists():
        return
    if ready.filter(key=key).count() >= MOST_FILES or ready.count() >= MOST_LYING_READY:
        raise NotTaken(Why.TOO_MANY)
    _write(actor, key, received(file))


def _write(actor: Member, key: str, file: Received) -> None:
    """The bytes first, then the row: a row never names bytes that are not there."""
    looked = file.looked
    stored = store.put(looked.content)
    preview = store.put(looked.preview) if looked.preview else ""
    try:
        with transaction.atomic():
            Attachment.objects.create(
                owner=actor, key=key, name=file.name, kind=looked.kind, size=len(looked.content), digest=file.digest,
                stored=stored, preview=preview, preview_width=looked.preview_width,
                preview_height=looked.preview_height, words=looked.words, rules=file.rules,
            )  # fmt: skip
    except IntegrityError:  # the same file came a second time meanwhile
        store.forget(stored, preview)


@transaction.atomic
def _refuse(actor: Member, key: str, file: Incoming, problem: NotTaken) -> RefusedFile:
    facts = {"why": problem.why.value, "found": problem.detail}
    row, is_new = RefusedFile.objects.get_or_create(owner=actor, key=key, name=refused_name(file), defaults=facts)
    if not is_new and row.why != problem.why.value:
        row.why, row.found = problem.why.value, problem.detail
        row.save(update_fields=["why", "found"])
    if is_new and problem.why in DANGEROUS:
        record(DangerousFileRefused(refused_file_id=row.pk))
    return row


@transaction.atomic
def _leave_out(actor: Member, key: str, unwanted: Iterable[int]) -> None:
    rows = list(Attachment.objects.select_for_update().filter(owner=actor, key=key, post=None, pk__in=list(unwanted)))
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).delete()
    transaction.on_commit(lambda: store.forget(*(name for row in rows for name in (row.stored, row.preview))))
