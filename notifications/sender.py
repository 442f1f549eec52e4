"""Sending what is due: claim, ask again for the right, render, hand to the relay, write down that it was taken.

Each mail is marked the moment the relay has taken it and before the next one is offered. So a worker killed at any
instant can repeat one mail for each connection it had open, with the same Message-ID, and lose none.
"""

import time
from itertools import groupby

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from forum.models import Post
from forum.selectors import follower_ids
from notifications.compose import Outgoing, PostLetter, compose_letter
from notifications.fresh import NothingToSend
from notifications.models import Delivery
from notifications.people.fresh_letters import FRESH
from notifications.reading import readers_among
from notifications.relay import RefusedForGood, Relay, RelayGone, TryAgain, open_relay
from outbox.leases import claim, release

log = structlog.get_logger(__name__)
BATCH = 50
# Counted from the claim: after this no mail is begun, and the last one's four steps take relay.TIMEOUT_SECONDS each at
# the most. 1/4 and 4/6 of the lease: all is over before another worker may take the rows.
SENDING_SECONDS = settings.LEASE_SECONDS / 4
WAITING = Q(state=Delivery.State.WAITING)


def drain_deliveries() -> int:
    """Send everything that is due; returns how many mails the relay took."""
    sent, claimed = 0, time.monotonic()
    while rows := claim(Delivery, WAITING, limit=BATCH, seconds=settings.LEASE_SECONDS):
        try:
            with open_relay() as relay:
                sent += _send_batch(relay, rows, claimed)
        except RelayGone as gone:
            log.warning("relay away", error=str(gone)[:200])
            if not _give_back(rows, str(gone)):
                break
        claimed = time.monotonic()
    return sent


def _send_batch(relay: Relay, rows: list[Delivery], started: float) -> int:
    """Send the claimed rows while the lease surely holds; what is left over goes back untouched."""
    if time.monotonic() - started > SENDING_SECONDS:
        raise RelayGone("the relay was too slow to answer")
    sent = 0
    posts = Post.objects.select_related("topic__forum__network", "poster").in_bulk(
        {r.post_id for r in rows if r.post_id}
    )
    for post_id, group in groupby(sorted(rows, key=lambda row: row.post_id or 0), key=lambda row: row.post_id):
        batch = list(group)
        if post_id is None:
            for row in batch:
                sent += _send_one(relay, row, lambda row: compose_letter(row, row.letter), started)
        else:
            sent += _send_post(relay, posts.get(post_id), batch, started)
    return sent


def _send_post(relay: Relay, post: Post | None, rows: list[Delivery], started: float) -> int:
    """The right to read, and the wish to be mailed, are asked again now: both may have ended since."""
    if post is None or not post.approved or post.is_taken_back:
        _skip(rows)
        return 0
    wanted = follower_ids(post.topic, by_mail=True)
    allowed = set(readers_among([row.member_id for row in rows if row.member_id in wanted], post.topic.forum))
    _skip([row for row in rows if row.member_id not in allowed])
    members = Member.objects.in_bulk(allowed)
    try:
        letter = PostLetter(post)
    except Exception as error:
        log.exception("mail could not be made", post=post.pk)
        for row in rows:
            release(row, error=f"{type(error).__name__}: {error}")
        return 0
    sent = 0
    for row in rows:
        if row.member_id in allowed:
            sent += _send_one(relay, row, lambda row: letter.to(row, members[row.member_id]), started)
    return sent


def _send_one(relay: Relay, row: Delivery, compose, started: float) -> int:  # type: ignore[no-untyped-def]
    if time.monotonic() - started > SENDING_SECONDS:
        release(row, tried=False)
        return 0
    try:
        mail: Outgoing = compose(row)
        relay.send(mail)
    except NothingToSend:
        _close(row, Delivery.State.SKIPPED, "")
        return 0
    except RefusedForGood as error:
        _close(row, Delivery.State.REFUSED, str(error))
        return 0
    except RelayGone as gone:
        release(row, error=str(gone))
        raise
    except TryAgain as error:
        release(row, error=str(error))
        return 0
    except Exception as error:
        log.exception("mail could not be made", delivery=row.pk)
        release(row, error=f"{type(error).__name__}: {error}")
        return 0
    _close(row, Delivery.State.SENT, "")
    return 1


def _close(row: Delivery, state: str, error: str) -> None:
    with transaction.atomic():
        closed = Delivery.objects.filter(pk=row.pk, lease_token=row.lease_token).update(
            state=state, sent=timezone.now(), last_error=error[:2000], lease_token="", lease_until=None
        )
        if closed and row.letter is not None and row.letter.template in FRESH:
            FRESH[row.letter.template].settle(row.letter, taken=state == Delivery.State.SENT)


def _skip(rows: list[Delivery]) -> None:
    tokens = {row.lease_token for row in rows}
    Delivery.objects.filter(pk__in=[row.pk for row in rows], lease_token__in=tokens).update(
        state=Delivery.State.SKIPPED, lease_token="", lease_until=None
    )


def _give_back(rows: list[Delivery], error: str) -> bool:
    """The mail that was on offer waits its time. Was any other settled by this connection? Then those that are left go
    on at once, untried: a relay that takes twenty mails a connection is not away. Else they all wait.
    """
    settled = Q(state__in=(Delivery.State.SENT, Delivery.State.REFUSED))
    useful = Delivery.objects.filter(settled, pk__in=[row.pk for row in rows]).exists()
    for row in rows:
        release(row, error="" if useful else error, tried=not useful)
    return useful
