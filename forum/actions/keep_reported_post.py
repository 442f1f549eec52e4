"""The representative looked at a reported post and leaves it as it is."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.events import ReportDecided
from forum.matter_steps import close_matter
from forum.matters import get_open_matter_for
from forum.models import Matter
from outbox.record import record
from regions.permissions import Reason, require


@transaction.atomic
def keep_reported_post(actor: Member, post_id: int, *, answer: str = "") -> Matter:
    """Its author hears nothing of it; who reported it is told, with the `answer` if there is one. Raises NotVisible,
    Refused.
    """
    matter = get_open_matter_for(actor, post_id)
    require(matter.kind == Matter.Kind.REPORT, Reason.ALREADY_DECIDED)
    close_matter(matter, Matter.Outcome.KEPT, by=actor, reason=" ".join(answer.split())[:255])
    record(ReportDecided(matter_id=matter.pk))
    write_entry(
        "keep_reported_post", actor_id=actor.pk, subject=f"post {post_id}", member_id=matter.post.poster_id,
        network_id=matter.post.topic.forum.network_id,
    )  # fmt: skip
    return matter
