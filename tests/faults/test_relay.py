"""The relay that takes our mails misbehaves: nobody is forgotten, and one person's trouble is not the others'."""

import pytest

from tests.faults.harness import LEASE_SECONDS, Site, until
from tests.faults.sink import Mail, Sink
from tests.faults.visitors import Browser

pytestmark = pytest.mark.faults
FIRST_PAUSE = 5  # outbox.leases.backoff, after a first failure
TIME_OUT = LEASE_SECONDS / 6  # notifications.relay, for each step


@pytest.fixture
def everybody(embedded: Site) -> set[tuple[str, str]]:
    return {(member.address, "sayingone") for member in embedded.people.many}


def post_to_many(site: Site, *, lease: int = 60) -> None:
    """The product's own time-outs, unless the test waits for one of them."""
    site.environment["LEASE_SECONDS"] = str(lease)
    site.start()
    assert Browser(site, site.people.author).posts(site.people.large_topic, "sayingone")


def test_everybody_is_served_once_when_a_relay_that_refused_for_now_recovers(
    embedded: Site, sink: Sink, everybody: set[tuple[str, str]]
):
    put_off: set[str] = set()

    async def not_now_the_first_time(mail: Mail) -> str:
        if mail.rcpt in put_off:
            return await sink.take(mail)
        put_off.add(mail.rcpt)
        return await sink.not_now(mail)

    sink.answer = not_now_the_first_time
    post_to_many(embedded)
    until(lambda: len(put_off) == len(everybody), what="everybody is put off")
    took = until(lambda: sink.told() >= everybody, what="everybody is served")

    assert sink.told() == everybody
    assert sink.repeats() == 0
    assert took < FIRST_PAUSE + 8
    print(f"served {took:.1f} s after the last refusal")


def test_one_whom_the_relay_refuses_for_good_is_marked_and_the_others_are_served(
    embedded: Site, sink: Sink, everybody: set[tuple[str, str]]
):
    refused = embedded.people.many[20].address
    offered = []

    async def refuse_one(mail: Mail) -> str:
        if mail.rcpt != refused:
            return await sink.take(mail)
        offered.append(mail)
        return "550 5.1.1 No such person"

    sink.answer = refuse_one
    post_to_many(embedded)
    until(lambda: len(sink.told()) == len(everybody) - 1 and offered, what="the others are served")
    marked = '[[d.address, d.last_error] for d in Delivery.objects.filter(state="refused")]'
    until(lambda: embedded.ask_database(marked), what="the refusal is written down")

    assert sink.told() == everybody - {(refused, "sayingone")}
    assert sink.repeats() == 0
    assert len(offered) == 1
    assert embedded.ask_database(marked) == [[refused, "550 5.1.1 No such person"]]


def test_line_cut_after_the_mail_was_taken_repeats_that_mail_only(
    embedded: Site, sink: Sink, everybody: set[tuple[str, str]]
):
    async def cut_twice(mail: Mail) -> str:
        if sink.count() in (10, 40):
            return await sink.take_and_cut(mail)
        return await sink.take(mail)

    sink.answer = cut_twice
    post_to_many(embedded)
    took = until(lambda: sink.repeats() == 2, what="the mails that were on offer come again")

    assert sink.told() == everybody
    assert took < FIRST_PAUSE + 8
    print(f"2 cuts, {sink.repeats()} repeats, over after {took:.1f} s")


def test_relay_that_takes_few_mails_a_connection_is_not_taken_for_one_that_is_away(
    embedded: Site, sink: Sink, everybody: set[tuple[str, str]]
):
    """Many relays close each line with 421 after so many mails. Only the mail on offer waits, and only once."""
    sink.most_a_line = 10
    post_to_many(embedded)
    took = until(lambda: sink.told() >= everybody, what="everybody is served")

    assert sink.told() == everybody
    assert sink.repeats() == 0
    assert took < FIRST_PAUSE + 12  # with pauses that grow it is twenty seconds and more
    print(f"everybody served after {took:.1f} s")


def test_relay_that_hangs_delays_the_bell_by_no_more_than_its_time_out(
    embedded: Site, sink: Sink, everybody: set[tuple[str, str]]
):
    hanging = []

    async def hang(mail: Mail) -> str:
        hanging.append(mail)
        return await sink.hang(mail)

    sink.answer = hang
    post_to_many(embedded, lease=LEASE_SECONDS)
    until(lambda: len(hanging) == 2, what="both of the worker's threads hang")
    reader = Browser(embedded, embedded.people.many[0])
    assert Browser(embedded, embedded.people.author).posts(embedded.people.large_topic, "sayingtwo")
    noticed = until(lambda: reader.notifications() == 2, what="the bell rings for the second answer")
    sink.answer = sink.take
    both = everybody | {(address, "sayingtwo") for address, _ in everybody}
    took = until(lambda: sink.told() >= both, what="everybody is served")

    assert sink.told() == both
    assert sink.repeats() == 0
    assert noticed < 2 * TIME_OUT + 3
    print(f"bell after {noticed:.1f} s, mails {took:.1f} s after the relay woke")
