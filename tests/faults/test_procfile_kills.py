"""The production shape: web, two workers and the listener, on PostgreSQL and Redis, killed one by one."""

import random
import time

import pytest

from tests.faults.conftest import MakeSite, OwnRedis
from tests.faults.harness import Site, first_sayings, until
from tests.faults.sink import TAKEN, Mail, Sink
from tests.faults.visitors import Browser, everybody_told, forms_of, hand_in, mails_of, settled, talk_through_a_kill

pytestmark = [pytest.mark.faults, pytest.mark.services]


def test_nothing_is_lost_though_web_listener_and_workers_were_killed_in_turn(
    procfile: Site, sink: Sink, chance: random.Random
):
    turns = [("listener",), ("worker",), ("web",), ("worker", "other worker"), ("listener", "web")]
    words, unanswered = first_sayings(len(turns) * 12), 0
    procfile.start()

    for turn, names in enumerate(turns):
        now = words[turn * 12 : turn * 12 + 12]
        attempts = mails_of(procfile, now[:6]) + forms_of(procfile, now[6:])
        unanswered += talk_through_a_kill(procfile, names, attempts, chance)
    took = until(lambda: settled(procfile, sink, words), what="all is read, and everybody told")
    until(lambda: sink.open_connections == 0, what="the last line is closed")

    told = everybody_told(procfile, words)
    for member in procfile.people.few:
        reader = Browser(procfile, member)
        assert sorted(reader.posts_in(procfile.people.small_topic)) == words
        assert reader.notifications() == len([word for address, word in told if address == member.address])
    assert sink.told() == told
    assert sink.repeats() <= sink.cut_connections <= 3 * 2  # two threads a worker
    assert unanswered > 0
    print(f"{unanswered} unanswered, {sink.repeats()} repeats, settled after {took:.1f} s")


def test_two_workers_share_the_mails_and_send_none_twice(make_procfile: MakeSite, redis_url: str, sink: Sink):
    """With one thread each, two lines at once to the relay are two processes at work."""
    site = make_procfile(redis_url, LEASE_SECONDS="60", MAIL_LINES="1")
    for name in ("worker", "other worker"):
        site.commands[name] += " --threads 1"
    words = first_sayings(4)
    site.start()

    for word in words:
        assert Browser(site, site.people.author).posts(site.people.large_topic, word)
    expected = {(member.address, word) for member in site.people.many for word in words}
    took = until(lambda: sink.told() >= expected, what="everybody is told")
    until(lambda: sink.open_connections == 0, what="the last line is closed")

    assert sink.told() == expected
    assert sink.repeats() == 0
    assert sink.most_connections == 2
    assert Browser(site, site.people.many[0]).notifications() == len(words)
    print(f"{len(expected)} mails in {took:.1f} s")


def test_every_follower_gets_the_mail_though_a_worker_was_killed_while_sending(
    procfile: Site, sink: Sink, chance: random.Random
):
    """Both workers at the instant when the relay has taken a mail and has not said so."""
    many = procfile.people.many
    instant = chance.randrange(2, len(many) - 2)
    killed = []

    async def take_and_kill(mail: Mail) -> str:
        sink.write_down(mail)
        if sink.count() == instant:
            procfile.kill("worker", "other worker")
            killed.append(mail)
        return TAKEN

    sink.answer = take_and_kill
    procfile.start()
    assert Browser(procfile, procfile.people.author).posts(procfile.people.large_topic, "sayingone")
    until(lambda: killed, what="the kill")
    procfile.start("worker")
    expected = {(member.address, "sayingone") for member in many}
    took = until(lambda: sink.told() >= expected, what="everybody is told")
    until(lambda: sink.repeats() >= 1, what="the mail that was taken and not said to be comes again")
    until(lambda: sink.open_connections == 0, what="the last line is closed")

    assert sink.told() == expected
    assert 1 <= sink.repeats() <= sink.cut_connections <= 4
    print(f"{sink.repeats()} repeats of {len(expected)} mails, over after {took:.1f} s")


def test_posting_goes_on_without_redis_and_the_mail_and_the_notice_come_when_it_is_back(
    make_procfile: MakeSite, own_redis: OwnRedis, sink: Sink
):
    site = make_procfile(own_redis.url)
    ann, bob = site.people.few[:2]
    site.start()
    own_redis.kill()

    began = time.monotonic()
    assert Browser(site, ann).posts(site.people.small_topic, "sayinga")
    by_form = time.monotonic() - began
    assert hand_in(site, bob, "sayingb") == 250
    by_mail = time.monotonic() - began - by_form
    own_redis.start()
    took = until(lambda: settled(site, sink, ["sayinga", "sayingb"]), what="the sweep finds the post and the mail")

    assert by_form < 4
    assert by_mail < 4
    assert took < 15
    assert sink.told() == everybody_told(site, ["sayinga", "sayingb"])
    assert Browser(site, site.people.few[2]).notifications() == 2
    print(f"form {by_form:.2f} s, mail {by_mail:.2f} s, told {took:.1f} s after Redis was back")


def test_posting_goes_on_when_redis_hangs(make_procfile: MakeSite, own_redis: OwnRedis, sink: Sink):
    site = make_procfile(own_redis.url)
    site.start()
    own_redis.freeze()

    began = time.monotonic()
    assert Browser(site, site.people.few[0]).posts(site.people.small_topic, "sayinga")
    by_form = time.monotonic() - began
    own_redis.thaw()
    took = until(lambda: settled(site, sink, ["sayinga"]), what="everybody is told")

    assert by_form < 5
    assert sink.told() == everybody_told(site, ["sayinga"])
    print(f"form {by_form:.2f} s, told {took:.1f} s after Redis woke")
