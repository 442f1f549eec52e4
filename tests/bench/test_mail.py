"""The bench of mail, on a small region: it runs, a killed sender loses nobody, and its figures are of real mails."""

import json
import os
import subprocess
import sys

from tests.bench.test_pages import ROOT

SMALL = ["--followers=12", "--rounds=1", "--kills=1", "--mails=20", "--seed=1", "--database=sqlite", "--json"]


def test_bench_of_mail_prints_its_figures(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "bench.mail", *SMALL],
        cwd=ROOT, env=os.environ | {"TMPDIR": str(tmp_path)}, text=True, capture_output=True, check=False, timeout=200,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert list(figures) == [
        "fanout_500_s", "fanout_cpu_s", "floor_s", "accept_per_s", "duplicates_after_kill", "missing_after_kill",
    ]  # fmt: skip
    assert "kills by seed 1" in done.stdout
    assert figures["missing_after_kill"] == 0
    assert figures["duplicates_after_kill"] <= 1
    assert min(figures["floor_s"], figures["fanout_500_s"]) > 0
    assert figures["accept_per_s"] > 1
