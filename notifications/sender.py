"""Sending what is due: claim, ask again for the right, render, hand to the relay, write down that it was taken.

Each mail is marked the moment the relay has taken it and before the next one is offered. So a worker killed at any
instant can repeat one mail for each connection it had open, with the same Message-ID, and lose none.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain

import structlog
from django.conf import settings
from django.db import connection, connections, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Member, Trouble
from notifications.bounces import GAVE_UP, came_back
from notifications.bundles import Bundle, bundles_of, take_in
from notifications.compose import Outgoing, PostLetter, compose_letter
from notifications.fresh import NothingToSend
from notifications.models import GIVEN_UP, Delivery
from notifications.pausing import sendable
from notifications.people.fresh_letters import FRESH
from notifications.relay import RefusedForGood, Relay, RelayGone, TryAgain, open_relay
from outbox.leases import claim, give_back, release

log = structlog.get_logger(__name__)
BATCH = 125  # claimed at once; the letter is made, and the rights are asked, once for them
LAST_TRY = 129  # by outbox.leases.backoff that is five days after the first; a relay that is away counts for none
# Counted from the claim: after this no mail is begun, and the last one's four steps take relay.TIMEOUT_SECONDS each at
# the most. 1/4 and 4/6 of the lease: all is over before another worker may take the rows.
SENDING_SECONDS = settings.LEASE_SECONDS / 4
WAITING = Q(state=Delivery.State.WAITING)


def drain_deliveries() -> int:
    """Send everything that is due, over several lines at once where there is much; returns how many mails the relay
    took.
    """
    first, more = _claim(), settings.MAIL_LINES - 1
    if len(first) < BATCH or more < 1 or connection.in_atomic_block:
        return _drain(first)
    with ThreadPoolExecutor(more, thread_name_prefix="sender") as pool:
        others = [pool.submit(_line) for _ in range(more)]
        sent = _drain(first)
    return sent + sum(other.result() for other in others)


def _line() -> int:
    """A thread with a connection of its own to the relay, and to the database."""
    try:
        return _drain(_claim())
    finally:
        connections.close_all()


def _claim() -> list[Delivery]:
    return claim(Delivery, WAITING, limit=BATCH, seconds=settings.LEASE_SECONDS)


def _drain(rows: list[Delivery]) -> int:
    sent = 0
    while rows:
        claimed = time.monotonic()
        rows = sendable(take_in(rows, WAITING))
        try:
            with open_relay() as relay:
                sent += _send_batch(relay, rows, claimed)
        except RelayGone as gone:
            log.warning("relay away", error=str(gone)[:200])
            if not _give_back(rows, str(gone)):
                break
        rows = _claim()
    return sent


def _send_batch(relay: Relay, rows: list[Delivery], started: float) -> int:
    """Send the claimed rows while the lease surely holds; what is left over goes back untouched."""
    if time.monotonic() - started > SENDING_SECONDS:
        raise RelayGone("the relay was too slow to answer")
    sent = 0
    for row in rows:
        if row.letter_id is not None and row.letter is not None:
            sent += _send_one(relay, [row], partial(compose_letter, row, row.letter), started)
    bundles, unsent = bundles_of([row for row in rows if row.post_id])
    for withheld, unsent_rows in unsent.items():
        _skip(unsent_rows, withheld)
    return sent + sum(_send_bundle(relay, bundle, started) for bundle in bundles)


def _send_bundle(relay: Relay, bundle: Bundle, started: float) -> int:
    """The mail is made once, and sent to each person alone."""
    try:
        letter = PostLetter(bundle.posts, bundle.because)
    except Exception as error:
        log.exception("mail could not be made", post=bundle.posts[-1].pk)
        for row in chain.from_iterable(bundle.rows.values()):
            release(row, error=f"{type(error).__name__}: {error}")
        return 0
    members, sent = Member.objects.in_bulk(bundle.rows), 0
    for place, (pk, rows) in enumerate(bundle.rows.items()):
        if time.monotonic() - started > SENDING_SECONDS:
            give_back(list(chain.from_iterable(list(bundle.rows.values())[place:])))
            break
        sent += _send_one(relay, rows, partial(letter.to, rows[-1], members[pk]), started)
    return sent


def _send_one(relay: Relay, rows: list[Delivery], compose: Callable[[], Outgoing], started: float) -> int:
    """One mail, which settles one row or several."""
    if time.monotonic() - started > SENDING_SECONDS:
        _release(rows, tried=False)
        return 0
    try:
        relay.send(compose())
    except NothingToSend:
        _close(rows, Delivery.State.SKIPPED, "", withheld=Delivery.Withheld.OVER)
        return 0
    except RefusedForGood as error:
        _close(rows, Delivery.State.REFUSED, str(error))
        if " 5.1." in str(error):  # no such mailbox; whatever else is refused may be about the mail
            came_back(rows[-1], kind=Trouble.HARD, status="5.1.1")
        return 0
    except RelayGone as gone:
        _release(rows, error=str(gone))
        raise
    except TryAgain as error:
        if rows[-1].attempts < LAST_TRY:
            _release(rows, error=str(error))
            return 0
        _close(rows, Delivery.State.REFUSED, f"{GIVEN_UP}{error}")
        came_back(rows[-1], kind=Trouble.SOFT, status=GAVE_UP)
        return 0
    except Exception as error:
        log.exception("mail could not be made", delivery=rows[-1].pk)
        _release(rows, error=f"{type(error).__name__}: {error}")
        return 0
    _close(rows, Delivery.State.SENT, "")
    return 1


def _release(rows: list[Delivery], *, error: str = "", tried: bool = True) -> None:
    for row in rows:
        release(row, error=error, tried=tried)


def _close(rows: list[Delivery], state: str, error: str, *, withheld: str = "") -> None:
    """One statement, and so one wait for the disk; a letter that forgets something then does it in the same breath."""
    letter = rows[0].letter
    if letter is None or letter.template not in FRESH:
        _write_down(rows, state, error, withheld)
        return
    with transaction.atomic():
        if _write_down(rows, state, error, withheld):
            FRESH[letter.template].settle(letter, taken=state == Delivery.State.SENT)


def _write_down(rows: list[Delivery], state: str, error: str, withheld: str) -> int:
    """Done once a mail, five hundred times a post: written out, it costs a quarter of what building it anew does."""
    table, keys = connection.ops.quote_name(Delivery._meta.db_table), [row.pk for row in rows]
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET state = %s, withheld = %s, sent = %s, last_error = %s, lease_token = '',"  # noqa: S608
            f" lease_until = NULL WHERE lease_token = %s AND id IN ({', '.join(['%s'] * len(keys))})",
            [state, withheld, now, error[:2000], rows[0].lease_token, *keys],
        )
        return int(cursor.rowcount)


def _skip(rows: list[Delivery], withheld: str) -> None:
    tokens = {row.lease_token for row in rows}
    Delivery.objects.filter(pk__in=[row.pk for row in rows], lease_token__in=tokens).update(
        state=Delivery.State.SKIPPED, withheld=withheld, sent=timezone.now(), lease_token="", lease_until=None
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
