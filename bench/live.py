"""Live pages: how soon a push is everywhere, what a socket costs, and whether anything is missed or told twice."""

# ruff: noqa: PLC0415  # the product is imported late, when the database that is measured has been named

import argparse
import asyncio
import json
import os
import sys
from typing import Any

from bench.parts.database import Size, filled_database
from bench.parts.live_site import LiveSite, live_site
from bench.parts.postgres import find_postgres

ORDER = ("last_of_1000_ms", "post_to_seen_p95_ms", "kb_per_socket", "floor_ms", "gaps", "duplicates")
GOALS = {"last_of_1000_ms": "150", "post_to_seen_p95_ms": "250", "kb_per_socket": "40", "gaps": "0", "duplicates": "0"}


def main() -> None:
    options = _options()
    engine = "postgresql" if find_postgres() else "sqlite"
    size = Size(options.sockets + 200, 60, 600, 1)
    with filled_database(size, engine, _say) as database, live_site(database) as site:
        os.environ.update(site.environment)
        found = _measure(site, options)
    _print(found)
    if options.json:
        print(json.dumps({name: found.get(name) for name in ORDER}))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench live", description=__doc__)
    parser.add_argument("--sockets", type=int, default=1_000, help="on one web process (1,000)")
    parser.add_argument("--listeners", type=int, default=300, help="while Redis and web processes are killed (300)")
    parser.add_argument("--rounds", type=int, default=20, help="pushes that are timed (20)")
    parser.add_argument("--posts", type=int, default=30, help="posts that are timed (40)")
    parser.add_argument("--json", action="store_true", help="the last line is one JSON object")
    return parser.parse_args()


def _measure(site: LiveSite, options: argparse.Namespace) -> dict[str, Any]:
    import django

    django.setup()
    from django.db import connections

    from bench.parts import fan_out, holding, seeing, storm
    from bench.parts.audience import gather

    audience = gather(options.sockets)
    connections.close_all()
    found: dict[str, Any] = {}
    site.site.start("web")
    _say(f"{options.sockets:,} sockets on one process ...")
    found |= _told(asyncio.run(fan_out.of_the_product(site, audience, options.rounds)))
    for name, command in fan_out.floors().items():
        _say(f"The same by {name} ...")
        found |= _told({name: asyncio.run(fan_out.of_a_plain_server(command, options.sockets, options.rounds))})
    _say("Others' pages while one member floods the process ...")
    found |= _told(asyncio.run(storm.others_under_attack(site, audience)))
    site.site.start("worker")
    _say("From a post to another page ...")
    found |= _told(seeing.post_to_seen(site, audience, options.posts))
    site.site.start("other web")
    _say(f"{options.listeners} pages on two processes, while Redis and both are killed ...")
    found |= asyncio.run(holding.through_kills(site, audience, options.listeners))
    return found


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _told(figures: dict[str, Any]) -> dict[str, Any]:
    """A run takes minutes: each figure is said when it is there."""
    _say(f"  {figures}")
    return figures


def _print(found: dict[str, Any]) -> None:
    print()
    for name, value in found.items():
        shown = "–" if value is None else f"{value:.1f}" if isinstance(value, float) else str(value)
        print(f"{name:28}{shown:>10}   {'goal ≤ ' + GOALS[name] if name in GOALS else ''}".rstrip())
    print()


if __name__ == "__main__":
    main()
