"""A member says that something is wrong with a post."""

from datetime import datetime

from django.db import transaction

from accounts.models import Member
from forum.access import NotVisible, visible_posts
from forum.content import BadContent
from forum.events import PostReported
from forum.matter_steps import open_matter, pass_on_if_own
from forum.models import Matter, Post, Report
from outbox.record import record
from regions.permissions import Reason, can_report, require
from regions.standing import member_standing

LONGEST = 500


@transaction.atomic
def report_post(actor: Member, post_id: int, *, why: str, words: str, now: datetime | None = None) -> Report:
    """One open report for each member and post: a second one gives back the first. The representative is told once,
    however many report; the author never learns who did. Raises NotVisible, Refused, BadContent.
    """
    post = _locked(actor, post_id)
    board = post.topic.forum
    allowed = can_report(
        member_standing(actor), post.topic.around, shared=board.shared, is_author=post.poster_id == actor.pk
    )
    require(allowed, Reason.OWN_MATTER)
    words = " ".join(words.replace("\x00", "").split())
    if why not in Report.Why.values or (why == Report.Why.OTHER and not words):
        raise BadContent("Say in a few words what is wrong.")
    if len(words) > LONGEST:
        raise BadContent(f"Say it in {LONGEST} characters at most: these are {len(words)}.")
    new = not Matter.objects.filter(post=post, outcome="").exists()
    matter = open_matter(post, Matter.Kind.REPORT, now=now)
    report, _ = Report.objects.get_or_create(matter=matter, reporter=actor, defaults={"why": why, "words": words})
    pass_on_if_own(matter, now=now)
    if new:
        record(PostReported(post_id=post.pk, topic_id=post.topic_id, board_id=post.topic.forum_id))
    return report


def _locked(actor: Member, post_id: int) -> Post:
    posts = visible_posts(actor).filter(pk=post_id).select_related("topic__forum__network")
    post = posts.select_for_update(of=("self",)).first()
    if post is None:
        raise NotVisible
    return post
