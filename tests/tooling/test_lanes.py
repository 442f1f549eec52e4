import os
import shutil
from pathlib import Path

import pytest

from tests.tooling.commands import Commands

SETTINGS = """
import os
from environs import Env

SECRET_KEY = "scratch"
DATABASES = {"default": Env().dj_db_url("DATABASE_URL", "sqlite://:memory:")}
"""
ONE_OF_EACH = """
import os, pytest

def test_everywhere():
    assert os.environ["LANE"] in ("unit", "services")

@pytest.mark.services
def test_servers():
    import psycopg, redis
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        assert connection.execute("show fsync").fetchone() == ("off",)
    assert redis.Redis.from_url(os.environ["REDIS_URL"]).ping()

@pytest.mark.browser
def test_pages():
    assert os.access(os.environ["CHROMIUM"], os.X_OK)
"""

# Each of the two can end only while the other runs: a pipe opens when both ends are there.
BESIDE = """
import os, pytest

def path():
    if not os.path.exists(os.environ["MEET"]):
        try:
            os.mkfifo(os.environ["MEET"])
        except FileExistsError:
            pass
    return os.environ["MEET"]

def test_first_lane():
    with open(path(), "w") as pipe:
        pipe.write("met")

@pytest.mark.browser
def test_browser():
    with open(path()) as pipe:
        assert pipe.read() == "met"

@pytest.mark.browser
def test_in_vain():
    assert False
"""


@pytest.fixture
def lanes(scratch: Commands, tmp_path: Path) -> Commands:
    """A project with one test for each lane, on a machine that has neither Redis nor Chromium."""
    (scratch.root / "config").mkdir()
    (scratch.root / "config/settings.py").write_text(SETTINGS)
    (scratch.root / "tests").mkdir()
    (scratch.root / "tests/test_each.py").write_text(ONE_OF_EACH)
    (tmp_path / "tmp").mkdir()
    tools = tmp_path / "tools"
    tools.mkdir()
    hidden = {"redis-server", "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "uv"}
    for folder in reversed(os.environ["PATH"].split(os.pathsep)):
        for tool in Path(folder).glob("*") if Path(folder).is_dir() else []:
            if tool.name not in hidden:
                (tools / tool.name).unlink(missing_ok=True)
                (tools / tool.name).symlink_to(tool)
    scratch.env |= {"PATH": str(tools), "TMPDIR": str(tmp_path / "tmp")}
    return scratch


def closing(told) -> list[str]:
    return told.stdout.splitlines()[-4:]


def test_lane_that_cannot_run_is_named_with_its_remedy(lanes: Commands):
    told = lanes("test")

    sudo = "" if os.getuid() == 0 else "sudo "
    unit, services, browser, sums = closing(told)
    assert told.returncode == 0
    assert unit.startswith("unit      passed: 1 passed, 2 deselected in ")
    assert services.startswith(f"services  not run: to get it, {sudo}apt-get install -y ")
    assert services.endswith("redis-server")
    assert browser == f"browser   not run: to get it, {sudo}apt-get install -y chromium"
    assert sums == "1 passed, 0 failed, 0 skipped"


def test_lane_that_cannot_run_is_a_failure_in_ci(lanes: Commands):
    assert lanes("test", CI="true").returncode == 1


def test_lane_that_was_asked_for_and_cannot_run_is_a_failure(lanes: Commands):
    assert lanes("test", "browser").returncode == 1
    assert lanes("test", "unit").returncode == 0


def test_failed_test_is_counted_and_fails_the_command(lanes: Commands):
    (lanes.root / "tests/test_wrong.py").write_text("def test_wrong():\n    assert 1 == 2\n")

    told = lanes("test", "unit")

    assert told.returncode == 1
    assert closing(told)[-2].startswith("unit      FAILED (1): 1 failed, 1 passed, 2 deselected in ")
    assert closing(told)[-1] == "1 passed, 1 failed, 0 skipped"


def test_lane_without_a_test_fails_unless_tests_were_chosen(lanes: Commands):
    (lanes.root / "tests/test_each.py").unlink()

    assert lanes("test", "unit").returncode == 1
    assert lanes("test", "unit", "--", "-k", "reply").returncode == 0


def test_settings_of_the_shell_do_not_reach_the_tests(lanes: Commands):
    (lanes.root / "tests/test_each.py").write_text(
        "import os\ndef test_clean():\n    assert 'DATABASE_URL' not in os.environ and 'SITE_URL' not in os.environ\n"
    )

    assert lanes("test", "unit", DATABASE_URL="sqlite:///mine", SITE_URL="https://mine.example").returncode == 0


def test_browser_lane_names_the_browser(lanes: Commands):
    told = lanes("test", "browser", CHROMIUM="/bin/true")

    assert told.returncode == 0, told.stdout
    assert closing(told)[-1] == "1 passed, 0 failed, 0 skipped"


def test_browser_lane_runs_beside_the_others_is_shown_last_and_fails_the_command_too(lanes: Commands):
    (lanes.root / "tests/test_beside.py").write_text(BESIDE)

    told = lanes("test", CHROMIUM="/bin/true", MEET=str(lanes.root / "meet"))

    unit, _, browser, sums = closing(told)
    assert told.returncode == 1
    assert unit.startswith("unit      passed: 2 passed")
    assert browser.startswith("browser   FAILED (1): 1 failed, 2 passed")
    assert sums == "4 passed, 1 failed, 0 skipped"
    assert told.stdout.index("--- unit") < told.stdout.index("--- browser") < told.stdout.index("test_in_vain")


@pytest.mark.services
def test_services_lane_starts_its_own_servers_and_leaves_nothing(lanes: Commands, tmp_path: Path):
    Path(lanes.env["PATH"], "redis-server").symlink_to(shutil.which("redis-server") or "/nowhere")
    lanes.env["TMPDIR"] = "/tmp"  # PostgreSQL's own user must be able to enter it
    before = set(Path("/tmp").glob("network-tests.*"))

    told = lanes("test", "services")

    assert told.returncode == 0, told.stdout + told.stderr
    assert closing(told)[-1] == "2 passed, 0 failed, 0 skipped"
    assert set(Path("/tmp").glob("network-tests.*")) - before == set()
