"""Calls the commands of bin/ as a person at a terminal does."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Commands:
    """Runs bin/… of one project folder, with a clean environment."""

    def __init__(self, root: Path, data: Path) -> None:
        self.root, self.data = root, data
        self.calls_file = data.parent / "calls"
        self.env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        self.env |= {"DATA": str(data), "CALLS": str(self.calls_file), "WORKERS": "0"}

    @property
    def calls(self) -> list[str]:
        return self.calls_file.read_text().splitlines() if self.calls_file.exists() else []

    def __call__(
        self, name: str, *options: str, cwd: str = "/", user: str | None = None, **env: str
    ) -> "subprocess.CompletedProcess[str]":
        script = name if name.startswith("/") else str(self.root / "bin" / name)
        return subprocess.run(
            [script, *options],
            check=False,
            cwd=cwd,
            env=self.env | env,
            user=user,
            text=True,
            capture_output=True,
            timeout=120,
        )

    def start(self, name: str, **env: str) -> subprocess.Popen[str]:
        """In a session of its own, so that a test can press Ctrl-C on all of it as a terminal does."""
        script = str(self.root / "bin" / name)
        return subprocess.Popen(
            [script],
            env=self.env | env,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
