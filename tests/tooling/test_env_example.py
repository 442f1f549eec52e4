import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.tooling.commands import ROOT

env_example = SimpleNamespace(**runpy.run_path(str(ROOT / "bin/lib/env_example.py")))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("config", "deploy"):
        (tmp_path / folder).mkdir()
    (tmp_path / "config/settings.py").write_text('KEY = env.str("KEY")\nFAST = env("FAST", default=1)\n')
    (tmp_path / "docker-compose.yml").write_text("password: ${PASSWORD:?}\nliteral: $${NOT_READ}\n")
    (tmp_path / "deploy/Caddyfile").write_text("{$SITE} {\n}\n")
    (tmp_path / ".env.example").write_text(
        "".join(f"# Why\n{name}=\n" for name in ("KEY", "PASSWORD", "SITE")) + "# Why\n# FAST=1\n"
    )
    return tmp_path


def test_this_project_explains_every_setting():
    assert env_example.problems(ROOT) == []


def test_setting_that_is_read_and_explained_is_no_problem(project: Path):
    assert env_example.problems(project) == []


def test_each_difference_is_one_sentence(project: Path):
    (project / ".env.example").write_text("# Why\nKEY=\nPASSWORD=\n# Why\nOLD=\n# Why\n# FAST=1\n")

    assert env_example.problems(project) == [
        "SITE is read but .env.example has no line for it.",
        "OLD stands in .env.example but nothing reads it.",
        "PASSWORD has no comment line above it in .env.example.",
    ]
