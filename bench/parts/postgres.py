"""A PostgreSQL of the bench's own, in a folder of its own, with the server's usual settings (it waits for the disk)."""

import os
import secrets
import shutil
import socket
import subprocess
from pathlib import Path


def find_postgres() -> Path | None:
    """The newest installed PostgreSQL's folder of programs."""

    def version(folder: Path) -> list[int]:
        return [int(part) for part in folder.parent.name.split(".") if part.isdigit()]

    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version, reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).parent)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


class Postgres:
    """Used in a `with`: started on entering, stopped on leaving."""

    def __init__(self, programs: Path, home: Path) -> None:
        self.programs, self.home, self.data = programs, home, home / "data"
        self.port = 0

    def __enter__(self) -> "Postgres":
        if not self.data.exists():
            self._create()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        listen = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.home}"
        self._run("pg_ctl", "start", "-w", "-D", str(self.data), "-l", str(self.home / "log"), "-o", listen)
        return self

    def __exit__(self, *_: object) -> None:
        self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast")

    def url(self, database: str) -> str:
        secret = (self.home / "secret").read_text().strip()
        return f"postgres://postgres:{secret}@127.0.0.1:{self.port}/{database}"

    def sql(self, statement: str) -> None:
        environment = os.environ | {
            "PGOPTIONS": "-c client_min_messages=warning",
            "PGPASSWORD": (self.home / "secret").read_text().strip(),
        }
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", "postgres"]
        command = [str(self.programs / "psql"), *where, "-qX", "-v", "ON_ERROR_STOP=1", "-c", statement]
        subprocess.run(command, check=True, env=environment)  # noqa: S603

    def _create(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        secret = self.home / "secret"
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_hex(16))
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(self.home, "postgres")
            shutil.chown(secret, "postgres")
        locale = ["-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        self._run(
            "initdb", "-D", str(self.data), "-U", "postgres", "-A", "scram-sha-256", "--pwfile", str(secret), *locale
        )

    def _run(self, program: str, *options: str) -> None:
        command = [str(self.programs / program), *options]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(  # noqa: S603
            command, cwd="/", capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        if done.returncode:
            raise SystemExit(f"PostgreSQL could not be used: {done.stderr.strip() or done.stdout.strip()}")
