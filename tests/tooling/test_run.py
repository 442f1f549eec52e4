import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.tooling.commands import ROOT, Commands


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        return probe.getsockname()[1]


def press_ctrl_c(process: "subprocess.Popen[str]") -> int:
    os.killpg(process.pid, signal.SIGINT)
    return process.wait(timeout=20)


def left_in_group(group: int) -> list[str]:
    listing = subprocess.check_output(["ps", "-eo", "pgid=,stat=,args="], text=True).splitlines()
    fields = [line.split(None, 2) for line in listing]
    return [args for pgid, state, args in fields if int(pgid) == group and not state.startswith("Z")]


@pytest.mark.parametrize("name", ["run", "test", "lint", "bench"])
def test_every_command_explains_itself(commands: Commands, name: str):
    told = commands(name, "--help")

    assert (told.returncode, told.stderr) == (0, "")
    assert f"bin/{name}" in told.stdout


@pytest.mark.parametrize("name", ["run", "test", "lint", "bench"])
def test_every_command_names_what_it_does_not_know(commands: Commands, name: str):
    told = commands(name, "--frobnicate")

    assert told.returncode == 2
    assert told.stderr == f'bin/{name} does not know "--frobnicate": see bin/{name} --help.\n'


def test_setup_only_prepares_in_order_and_leaves(scratch: Commands):
    told = scratch("run", "--setup-only")

    assert told.returncode == 0, told.stderr
    assert told.stdout.endswith("Ready: bin/run starts the site.\n")
    assert scratch.calls == ["migrate --verbosity 0", "load_reference", "seed_demo"]


def test_second_start_loads_nothing_again(scratch: Commands):
    scratch("run", "--setup-only")
    scratch.calls_file.unlink()

    told = scratch("run", "--setup-only")

    assert told.stdout == "Ready: bin/run starts the site.\n"
    assert scratch.calls == ["migrate --check"]


def test_lost_tables_are_made_again(scratch: Commands):
    scratch("run", "--setup-only")
    (scratch.data / "tables").unlink()
    scratch.calls_file.unlink()

    scratch("run", "--setup-only")

    assert scratch.calls == ["migrate --check", "migrate --verbosity 0", "load_reference", "seed_demo"]


def test_starts_through_a_link_from_another_folder(scratch: Commands, tmp_path: Path):
    link = tmp_path / "start the site"
    link.symlink_to(scratch.root / "bin/run")

    told = scratch(str(link), "--setup-only", cwd=str(tmp_path), DATA="relative data")

    assert told.returncode == 0, told.stderr
    assert (tmp_path / "relative data/tables").exists()


def test_says_what_went_wrong_in_a_step(scratch: Commands):
    (scratch.root / "manage.py").write_text("raise SystemExit('the disk is full')")

    told = scratch("run", "--setup-only")

    assert told.returncode == 1
    assert told.stderr == "the disk is full\nThe database could not be prepared: what went wrong is above.\n"


def test_taken_port_is_named_and_the_next_one_offered(scratch: Commands):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        process = scratch.start("run", PORT=str(port), MAIL_PORT=str(free_port()))
        said = ""
        for line in process.stdout or ():
            said += line
            if line == "serving\n":
                break
        press_ctrl_c(process)

    used = int(scratch.calls[-1].split("--port ")[1].split()[0])
    assert used > port
    assert f"Port {port} is taken, so {used} is used instead (set PORT to choose).\n" in said
    assert f"http://localhost:{used}/\n" in said
    assert "Member         member@example.org\n" in said


def test_both_ports_taken_gives_two_different_ones(scratch: Commands):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        process = scratch.start("run", PORT=str(port), MAIL_PORT=str(port))
        next(line for line in process.stdout or () if line == "serving\n")
        press_ctrl_c(process)

    words = scratch.calls[-1].split()
    web, mail = (int(words[words.index(name) + 1]) for name in ("--port", "--mail-port"))
    assert port < web < mail


@pytest.mark.parametrize("port", ["0", "70000", "eighty", "-1", "123456"])
def test_impossible_port_is_refused(scratch: Commands, port: str):
    told = scratch("run", PORT=port)

    assert told.returncode == 2
    assert told.stderr == f'PORT must be a port number between 1 and 65535, not "{port}".\n'


def test_data_that_cannot_be_written_is_named(scratch: Commands, tmp_path: Path):
    (tmp_path / "a file").touch()

    told = scratch("run", "--setup-only", DATA=f"{tmp_path}/a file/data")

    assert told.returncode == 1
    assert told.stderr == f"Cannot write in {tmp_path}/a file/data: set DATA to a folder of your own.\n"


def test_project_that_cannot_be_written_is_named(scratch: Commands, readable_by_all: Path):
    root = readable_by_all / "theirs"
    shutil.copytree(scratch.root, root, ignore=shutil.ignore_patterns(".venv"))
    root.chmod(0o555)

    told = scratch(f"{root}/bin/run", user="nobody" if os.getuid() == 0 else None)

    assert told.returncode == 1
    assert told.stderr == f"Cannot write in {root}: clone the project into a folder of your own, then run this again.\n"


def test_missing_python_is_named(scratch: Commands, tmp_path: Path):
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "env", "dirname", "readlink", "cat", "cut", "rm", "mktemp"):
        (tools / name).symlink_to(shutil.which(name) or "/bin/false")
    (tools / "python3").symlink_to("/bin/false")  # there, but not 3.11
    (scratch.root / ".venv").unlink()

    told = scratch("run", PATH=str(tools), HOME=str(tmp_path), PYENV_ROOT=str(tmp_path))

    assert told.returncode == 1
    assert told.stderr.startswith("Python 3.11 was not found: install it")
    assert told.stderr.count("\n") == 1


def test_production_is_not_for_bin_run(scratch: Commands):
    told = scratch("run", MODE="production")

    assert told.returncode == 2
    assert "MODE=production" in told.stderr


def test_ctrl_c_stops_everything_while_it_prepares(scratch: Commands):
    (scratch.root / "manage.py").write_text("import time; time.sleep(60)")
    process = scratch.start("run")
    time.sleep(1)

    assert press_ctrl_c(process) == 130
    assert subprocess.run(["pgrep", "-f", f"{scratch.root}/manage.py"], check=False, capture_output=True).stdout == b""


@pytest.mark.faults
def test_real_site_answers_and_ctrl_c_leaves_nothing_behind(commands: Commands):
    port, mail_port = free_port(), free_port()
    process = commands.start("run", PORT=str(port), MAIL_PORT=str(mail_port))
    try:
        deadline = time.monotonic() + 90
        answer = None
        while answer is None and process.poll() is None and time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://localhost:{port}/", timeout=5) as page:
                    answer = page.status
            except OSError:
                time.sleep(0.3)
        assert answer == 200
        with closing(socket.create_connection(("127.0.0.1", mail_port), timeout=5)) as mail:
            assert mail.recv(3) == b"220"
        press_ctrl_c(process)
        assert left_in_group(process.pid) == []
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def test_commands_named_in_the_deployment_exist():
    named = {
        words[position + 1]
        for path in ("Procfile", "docker-compose.yml", "Dockerfile")
        for words in [(ROOT / path).read_text().replace('", "', " ").replace('"]', " ").split()]
        for position, word in enumerate(words)
        if word == "manage.py"
    }

    assert named - set(get_commands()) == set()
    assert {"run_worker", "run_listener", "migrate", "collectstatic"} <= named
