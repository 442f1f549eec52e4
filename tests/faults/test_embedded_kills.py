"""kill -9 of the one process that is the whole product: what was accepted is there, once, and everybody hears of it."""

import os
import random
import signal
from collections.abc import Callable
from functools import partial

import pytest

from tests.faults.harness import LEASE_SECONDS, Site, first_sayings, until
from tests.faults.sink import TAKEN, Mail, Sink
from tests.faults.visitors import (
    Attempt,
    Browser,
    everybody_told,
    forms_of,
    mails_of,
    settled,
    talk_through_a_kill,
)

pytestmark = pytest.mark.faults
KILLS, WORDS_A_KILL = 5, 12


@pytest.mark.parametrize("by", [mails_of, forms_of], ids=["mail", "form"])
def test_every_answer_that_was_taken_is_one_post_though_the_process_was_killed(
    embedded: Site, sink: Sink, chance: random.Random, by: Callable[[Site, list[str]], list[Attempt]]
):
    """Taken: by 250, or by a redirect. What got no answer is sent again, with the same Message-ID or key."""
    words, unanswered = first_sayings(KILLS * WORDS_A_KILL), 0
    embedded.start()

    for first in range(0, len(words), WORDS_A_KILL):
        attempts = by(embedded, words[first : first + WORDS_A_KILL])
        unanswered += talk_through_a_kill(embedded, ("serve",), attempts, chance)
    took = until(lambda: settled(embedded, sink, words), what="every mail is read and every follower told")
    until(lambda: sink.open_connections == 0, what="the last line is closed")

    reader = Browser(embedded, embedded.people.few[0])
    assert sorted(reader.posts_in(embedded.people.small_topic)) == words
    assert sink.told() == everybody_told(embedded, words)
    assert sink.repeats() <= sink.cut_connections <= 2 * KILLS
    assert unanswered > 0
    print(f"{KILLS} kills, {unanswered} unanswered, {sink.repeats()} repeats, settled after {took:.1f} s")


def test_every_follower_gets_the_mail_though_the_worker_was_killed_while_sending(
    embedded: Site, sink: Sink, chance: random.Random
):
    """Killed at the worst instant, when the relay has taken the mail and has not said so, and at others."""
    author, many = embedded.people.author, embedded.people.many
    instants = [chance.randrange(first, first + 16) for first in (2, 22, 42)]

    async def take_and_kill(mail: Mail) -> str:
        sink.write_down(mail)
        if sink.count() in instants:
            os.kill(embedded.running["serve"].pid, signal.SIGKILL)
        return TAKEN

    sink.answer = take_and_kill
    embedded.start()
    assert Browser(embedded, author).posts(embedded.people.large_topic, "sayingone")
    times = []
    for _ in instants:
        until(lambda: embedded.is_dead("serve"), what="the next kill")
        embedded.kill("serve")
        before = sink.count()
        embedded.launch("serve")  # the next kill may come before its doors are open
        times.append(until(partial(lambda before: sink.count() > before, before), what="sending goes on"))
    expected = {(member.address, "sayingone") for member in many}
    embedded.wait_for_doors("serve")
    until(lambda: sink.told() >= expected, what="everybody is told")
    until(lambda: sink.repeats() >= len(instants), what="the mails that were taken and not said to be come again")
    until(lambda: sink.open_connections == 0, what="the last line is closed")

    assert sink.told() == expected
    assert len(instants) <= sink.repeats() <= sink.cut_connections <= 2 * len(instants)
    assert Browser(embedded, many[0]).notifications() == 1
    assert max(times) <= LEASE_SECONDS + 10  # the lease, and starting on a busy machine
    print(f"{sink.repeats()} repeats of {len(expected)} mails, went on after {[round(t, 1) for t in times]} s")
