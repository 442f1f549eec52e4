"""How fast mail leaves and comes in, beside a plain loop; what a killed sender repeats and loses."""

# ruff: noqa: PLC0415  # the product is imported late, when the database that is measured has been named

import argparse
import json
import os
import random
import smtplib
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bench.parts.mail_site import Process, free_port, process, surroundings, until
from bench.parts.postgres import find_postgres
from tests.faults.sink import Mail, Sink

if TYPE_CHECKING:
    from bench.parts.mail_people import People

GOALS = {
    "fanout_500_s": "≤ 2", "fanout_cpu_s": "≤ 1", "floor_s": "", "accept_per_s": "≥ 150",
    "duplicates_after_kill": "≤ 1 a connection", "missing_after_kill": "0",
}  # fmt: skip
LETTERS = "abcdefghij"


@dataclass
class Figures:
    fanouts: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    floors: list[float] = field(default_factory=list)
    accepted: list[float] = field(default_factory=list)
    repeated: list[float] = field(default_factory=list)
    missing: int = 0

    def summary(self) -> dict[str, float]:
        return {
            "fanout_500_s": round(statistics.median(self.fanouts), 3),
            "fanout_cpu_s": round(statistics.median(self.cpu), 3),
            "floor_s": round(statistics.median(self.floors), 3),
            "accept_per_s": round(statistics.median(self.accepted), 1),
            "duplicates_after_kill": max(self.repeated, default=0),
            "missing_after_kill": self.missing,
        }


class TimedSink(Sink):
    """Takes all, and keeps what it took and when the last one came."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.last = 0.0
        self.sample = b""

    def write_down(self, mail: Mail) -> None:
        super().write_down(mail)
        self.last = time.time()

    def of(self, saying: str) -> list[Mail]:
        with self.changed:
            return [mail for mail in self.mails if mail.saying == saying]


def main() -> None:
    options = _options()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    engine = options.database or ("postgresql" if find_postgres() else "sqlite")
    print(f"{engine}, {options.followers} followers, kills by seed {seed}")
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL's user passes through it
        sink = TimedSink(folder / "taken.jsonl")
        with surroundings(engine, folder, sink.url) as environment:
            figures = _measure(environment, sink, options, random.Random(seed))
        sink.stop()
    found = figures.summary()
    for name, value in found.items():
        print(f"{name:24} {value:10}   {GOALS[name]}")
    if options.json:
        print(json.dumps(found))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench mail", description=__doc__)
    parser.add_argument("--followers", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3, help="fan-outs, each beside a floor (3)")
    parser.add_argument("--kills", type=int, default=5, help="rounds in which the sender is killed (5)")
    parser.add_argument("--mails", type=int, default=500, help="mails that the listener is given (500)")
    parser.add_argument("--seed", type=int, help="repeats the instants of the kills")
    parser.add_argument("--threads", type=int, default=2, help="of the worker (2, the product's own)")
    parser.add_argument(
        "--database", choices=("postgresql", "sqlite"), help="without it PostgreSQL if it is installed, else SQLite"
    )
    parser.add_argument("--json", action="store_true", help="the last line is one JSON object")
    return parser.parse_args()


def _measure(
    environment: dict[str, str], sink: TimedSink, options: argparse.Namespace, chance: random.Random
) -> Figures:
    """Sets Django up in this process: nothing of the product may be imported before."""
    os.environ.update(environment | {"DJANGO_SETTINGS_MODULE": "config.settings"})
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    from bench.parts.mail_people import make_people
    from outbox.models import Event

    call_command("migrate", verbosity=0)
    print(f"Making {options.followers} members ...", file=sys.stderr)
    people, figures = make_people(options.followers), Figures()
    Event.objects.all().delete()  # how they came
    try:
        with process(environment, "run_worker", "--threads", str(options.threads)) as worker:
            _fan_out(worker, sink, people, "sayingwarm", options.followers)
            for number in range(options.rounds):
                seconds, cpu = _fan_out(worker, sink, people, f"sayinground{LETTERS[number]}", options.followers)
                figures.fanouts.append(seconds)
                figures.cpu.append(cpu)
                figures.floors.append(_floor(sink, people, options.followers))
        usual = statistics.median(figures.fanouts)
        for number in range(options.kills):
            _kill(
                environment,
                sink,
                people,
                f"sayingkill{LETTERS[number]}",
                chance.uniform(0, 1.2 * usual),
                options,
                figures,
            )
        figures.accepted += _accept(environment, options.mails)
        return figures
    finally:
        connections.close_all()
        if hasattr(connections["default"], "close_pool"):
            connections["default"].close_pool()


def _fan_out(worker: Process, sink: TimedSink, people: "People", saying: str, number: int) -> tuple[float, float]:
    """From the moment at which the mails are due to the last one taken; and the worker's processor time for all of it:
    the event, the notifications, the deliveries, composing and sending.
    """
    before = worker.cpu_seconds()
    due = people.post(saying).published
    until(lambda: len(sink.of(saying)) >= number, "all are served")
    last = sink.last
    until(_all_settled, "all is written down")
    seconds, cpu = last - due.timestamp() if due else 0, worker.cpu_seconds() - before
    print(f"  fan-out {seconds:.2f} s, CPU {cpu:.2f} s", file=sys.stderr)
    return seconds, cpu


def _all_settled() -> bool:
    from notifications.models import Delivery
    from outbox.models import Event

    if Event.objects.filter(handled=None).exists():
        return False
    return not Delivery.objects.filter(state=Delivery.State.WAITING).exists()


def _floor(sink: TimedSink, people: "People", number: int) -> float:
    """The same bytes to so many addresses by smtplib, over one connection, kept nowhere: what no sender can beat that
    hands over one mail after the other.
    """
    from forum.mail_wishes import Because
    from forum.models import Post
    from notifications.compose import PostLetter

    post = Post.objects.select_related("topic__forum__network", "poster").order_by("-pk")[0]
    content = (
        b"To: someone@council.example\r\nMessage-ID: <floor@ymn.example>\r\n" + PostLetter([post], Because.OWN).shared
    )
    address = urlsplit(sink.url)
    began = time.monotonic()
    with smtplib.SMTP(str(address.hostname), address.port or 25) as line:
        for each in range(number):
            line.sendmail("bounce@ymn.example", [f"person{each}@council.example"], content)
    seconds = time.monotonic() - began
    print(f"  floor {seconds:.2f} s", file=sys.stderr)
    return seconds


def _kill(
    environment: dict[str, str], sink: TimedSink, people: "People", saying: str, after: float,
    options: argparse.Namespace, figures: Figures,
) -> None:  # fmt: skip
    """The sender is killed at a random instant of the fan-out, and another takes over."""
    words = ("run_worker", "--threads", str(options.threads))
    environment = environment | {"LEASE_SECONDS": "10"}  # so long the work of the killed one waits: a minute in earnest
    with process(environment, *words):
        warm = f"{saying}warm"
        people.post(warm)
        until(lambda: len(sink.of(warm)) >= options.followers and _all_settled(), "the worker is warm")
        people.post(saying)
        time.sleep(after)
        connections, taken = sink.open_connections, len(sink.of(saying))
    with process(environment, *words):
        until(_all_settled, "the other worker finishes")
        until(lambda: sink.open_connections == 0, "the lines are closed")
    mails = sink.of(saying)
    repeats, people_told = len(mails) - len(set(mails)), {mail.rcpt for mail in mails}
    if len(set(mails)) != len(people_told):
        raise SystemExit("Somebody got the post under two Message-IDs.")
    figures.missing += options.followers - len(people_told)
    figures.repeated.append(round(repeats / max(connections, 1), 2))
    print(f"  killed after {after:.2f} s, {taken} sent, {connections} lines open: {repeats} twice", file=sys.stderr)


def _accept(environment: dict[str, str], number: int) -> list[float]:
    """Mails of usual size by LMTP over one connection, each on disk before it is accepted; no worker reads them."""
    port = free_port()
    content = "".join(
        f"{name}\r\n"
        for name in (
            "From: Beth <beth@council.example>", "To: reply+abcdefgh@ymn.example", "Subject: Re: Who has a rota?",
            "Message-ID: <%d@council.example>", "", *["We have one, and it works well for us on most days."] * 40,
        )
    )  # fmt: skip
    with process(environment, "run_listener", "--port", str(port), "--lmtp"):
        until(lambda: _answers(port), "the listener answers")
        rates = []
        with smtplib.LMTP("127.0.0.1", port) as line:
            line.ehlo()
            for turn in range(3):
                began = time.monotonic()
                for each in range(number):
                    line.sendmail(
                        "beth@council.example", ["reply+abcdefgh@ymn.example"], content % (turn * number + each)
                    )
                rates.append(number / (time.monotonic() - began))
        _all_kept(3 * number)
    print(f"  accepted a second: {', '.join(f'{rate:.0f}' for rate in rates)}", file=sys.stderr)
    return rates


def _answers(port: int) -> bool:
    try:
        with smtplib.LMTP("127.0.0.1", port, timeout=5) as line:
            return line.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _all_kept(number: int) -> None:
    from inbound.models import InboundMail

    if InboundMail.objects.count() != number:
        raise SystemExit("The listener accepted mails that it did not keep.")


if __name__ == "__main__":
    main()
