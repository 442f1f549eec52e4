"""The bench of pages, on a small database: it runs, and its figures are of real pages."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["--members=60", "--topics=30", "--posts=300", "--rounds=3", "--database=sqlite", "--json"]


def bench(tmp_path: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bench.pages", *SMALL],
        cwd=ROOT, env=os.environ | {"TMPDIR": str(tmp_path)}, text=True, capture_output=True, check=True, timeout=120,
    )  # fmt: skip


def test_bench_of_pages_prints_its_figures_and_keeps_the_database_for_the_next_time(tmp_path):
    first = bench(tmp_path)
    again = bench(tmp_path)

    assert "once ..." in first.stderr
    assert "once ..." not in again.stderr
    assert "Counts after the answers: exact" in first.stdout
    figures = json.loads(first.stdout.splitlines()[-1])
    assert list(figures) == ["index", "topic_list", "topic_first", "topic_deep", "search", "reply", "floor"]
    assert all(set(figure) == {"queries", "ms", "ratio"} for figure in figures.values())
    assert figures["floor"]["queries"] == figures["floor"]["ratio"] == 1
    assert all(figure["queries"] > 1 and figure["ms"] > 0 for kind, figure in figures.items() if kind != "floor")
