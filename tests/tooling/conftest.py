"""A scratch copy of the project's commands, with a stand-in for manage.py that only writes down how it was called."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tooling.commands import ROOT, Commands

STAND_IN = """
import os, pathlib, signal, socket, sys, time

verb, options = sys.argv[1], sys.argv[2:]
with open(os.environ["CALLS"], "a") as calls:
    calls.write(" ".join([verb, *options]) + "\\n")
tables = pathlib.Path(os.environ["DATA"], "tables")
if verb == "migrate" and "--check" in options:
    sys.exit(not tables.exists())
if verb == "migrate":
    tables.touch()
if verb == "seed_demo" and "--who" in options:
    print("Member         member@example.org")
if verb == "serve":
    door = socket.create_server(("127.0.0.1", int(options[options.index("--port") + 1])))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    print("serving", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def commands(tmp_path: Path) -> Commands:
    """The project itself, with its data elsewhere."""
    return Commands(ROOT, tmp_path / "data")


@pytest.fixture
def scratch(tmp_path: Path) -> Commands:
    """A copy in a folder with a space in its name, which shares the packages of this project."""
    if not (ROOT / ".venv/.installed-from").exists():
        pytest.skip("the packages were not installed by bin/test")
    root = tmp_path / "a clone"
    root.mkdir()
    shutil.copytree(ROOT / "bin", root / "bin")
    for name in ("uv.lock", "pyproject.toml", ".env.example"):
        shutil.copy(ROOT / name, root)
    (root / ".venv").symlink_to(ROOT / ".venv")
    (root / "manage.py").write_text(STAND_IN)
    return Commands(root, tmp_path / "data")


@pytest.fixture
def readable_by_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that another user may enter, unlike pytest's own."""
    folder = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
