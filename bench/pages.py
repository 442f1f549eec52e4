"""Queries and milliseconds of the pages that members use most, beside a floor."""

# ruff: noqa: PLC0415  # the product is imported late, when the database that is measured has been named

import argparse
import asyncio
import json
import os
import statistics
import sys
from typing import TYPE_CHECKING

from bench.parts.database import Size, clean_environment, filled_database
from bench.parts.postgres import find_postgres

if TYPE_CHECKING:
    from bench.parts.rounds import Figures

SHOWN = (
    "floor",
    "index",
    "boards",
    "topic_list",
    "topic_first",
    "topic_deep",
    "search",
    "reply",
    "directory",
    "region",
    "desk",
)
IN_JSON = ("index", "topic_list", "topic_first", "topic_deep", "search", "reply", "floor")


def main() -> None:
    options = _options()
    engine = options.database or ("postgresql" if find_postgres() else "sqlite")
    size = Size(options.members, options.topics, options.posts, options.seed)
    with filled_database(size, engine, _progress) as environment:
        os.environ.update(environment)
        figures, wrong = _measure(options.rounds)
    _print_table(figures)
    if options.statements:
        _print_statements(figures)
    print("Counts after the answers: " + ("; ".join(wrong) or "exact"))
    if options.json:
        floor = _median(figures["floor"])
        print(json.dumps({kind: _summary(figures[kind], floor) for kind in IN_JSON}))
    raise SystemExit(1 if wrong else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench pages", description=__doc__)
    parser.add_argument("--members", type=int, default=500)
    parser.add_argument("--topics", type=int, default=5_000)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=40, help="how often each page is asked for (40)")
    parser.add_argument(
        "--database", choices=("postgresql", "sqlite"), help="without it PostgreSQL if it is installed, else SQLite"
    )
    parser.add_argument("--statements", action="store_true", help="also print what each page asks of the database")
    parser.add_argument("--json", action="store_true", help="the last line is one JSON object")
    return parser.parse_args()


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _measure(rounds: int) -> tuple[dict[str, "Figures"], list[str]]:
    """Sets Django up in this process: nothing of the product may be imported before."""
    for name in set(os.environ) - set(clean_environment()) - {"DATA", "MODE", "LOG_LEVEL", "DATABASE_URL"}:
        del os.environ[name]
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django
    from django.conf import settings

    django.setup()
    settings.ROOT_URLCONF = "bench.parts.urls"
    from django.db import connections

    from bench.parts.counts import wrong_counts
    from bench.parts.rounds import ask_in_rounds
    from bench.parts.scene import choose_scene

    scene = choose_scene()
    print(f"{_machine()}; {_database()}")
    print(
        f"Signed in as an ordinary member of {scene.board.network.name}. The longest topic has"
        f" {scene.longest.posts_count:,} posts on {scene.pages} pages."
    )
    try:
        return asyncio.run(ask_in_rounds(scene, rounds)), wrong_counts(scene.answered.pk)
    finally:
        connections.close_all()
        if hasattr(connections["default"], "close_pool"):
            connections["default"].close_pool()


def _machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"Python {sys.version.split()[0]}, {cores} core{'s' if cores != 1 else ''}"


def _database() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version")
            return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
        cursor.execute("SELECT sqlite_version()")
        return f"SQLite {cursor.fetchone()[0]}"


def _median(figures: "Figures") -> float:
    return statistics.median(figures.times)


def _summary(figures: "Figures", floor: float) -> dict[str, float]:
    middle = _median(figures)
    return {"queries": len(figures.statements), "ms": round(middle, 2), "ratio": round(middle / floor, 2)}


def _print_table(figures: dict[str, "Figures"]) -> None:
    floor = _median(figures["floor"])
    print(f"\n{'page':12} {'queries':>7} {'ratio':>6} {'median':>8} {'min':>8} {'max':>8}   ms")
    for kind in SHOWN:
        row, times = _summary(figures[kind], floor), figures[kind].times
        print(f"{kind:12} {row['queries']:7} {row['ratio']:6.2f} {row['ms']:8.2f} {min(times):8.2f} {max(times):8.2f}")
    print()


def _print_statements(figures: dict[str, "Figures"]) -> None:
    for kind in SHOWN:
        print(f"{kind}:")
        for number, one in enumerate(figures[kind].statements, start=1):
            print(f"  {number:2}. {one.milliseconds:7.2f} ms  {one.sql}")
        print()


if __name__ == "__main__":
    main()
