"""The real product, as `bin/run` starts it, in a folder and on ports of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from tests.faults.harness import ROOT, Site, clean_environment, free_port

LONG_TOPIC = "What do you put in the induction of a new practitioner?"
# --no-sandbox: the lane may run as root. LocalNetworkAccess: Chromium would ask before a page may talk to 127.0.0.1.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets,Translate,OptimizationHints",
    "--disable-background-networking",
    "--disable-component-update",
]


def chromium() -> str:
    """Where the browser is: bin/test says it in CHROMIUM."""
    return (
        os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium") or "chromium"
    )


def whole_chromium() -> str:
    """The browser with its windows and menus, for what the shell does not have: notifications, for one."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "The shell shows no notifications: this test needs the whole browser, apt-get install -y chromium"
    return found


@contextmanager
def demo_site(data: Path) -> Iterator[Site]:
    """Seed the folder, start the product, stop it at the end. Whatever it logged, it may have stumbled nowhere."""
    web, mail = free_port(), free_port()
    environment = clean_environment(
        MODE="embedded", DATA=str(data), SITE_URL=f"http://127.0.0.1:{web}", LOG_LEVEL="WARNING",
        DJANGO_SETTINGS_MODULE="config.settings",
    )  # fmt: skip
    run_inside(environment, "from tests.browser import seeding; seeding.main()")
    serve = f"python manage.py serve --port {web} --mail-port {mail}"
    site = Site(environment, {"serve": serve}, data, demo_people(), web, mail)
    try:
        site.start()
        yield site
    finally:
        site.stop()
    assert "Traceback" not in site.log("serve"), site.log("serve")[-5000:]


def run_inside(environment: dict[str, str], program: str, *words: str) -> None:
    """Run a few lines of Python with the product's models, in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-c", f"import django, sys; django.setup()\n{program}", *words],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=400,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-5000:]


def demo_people() -> dict[str, SimpleNamespace]:
    """The invented members by key."""
    rows = json.loads((ROOT / "config/demo/members.json").read_text(encoding="utf-8"))["members"]
    return {row["key"]: SimpleNamespace(**row) for row in rows}


def end_membership(site: Site, address: str) -> None:
    """What no page does yet: from another process, as a command would."""
    program = (
        "from regions.actions.change_membership import change_membership\n"
        "from regions.models import Membership\n"
        "change_membership(None, Membership.objects.get(member__email=sys.argv[1]).pk, status='ended')"
    )
    run_inside(site.environment, program, address)
