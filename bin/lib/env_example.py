"""Compares `.env.example` with what settings, docker-compose.yml and the Caddyfile read; standard library only."""

import ast
import re
import sys
from pathlib import Path

LINE = re.compile(r"^(?:# ?)?([A-Z][A-Z0-9_]*)=")
COMPOSE = re.compile(r"(?<!\$)\$\{([A-Z][A-Z0-9_]*)")
CADDY = re.compile(r"\{\$([A-Z][A-Z0-9_]*)")


def names_read_by_settings(folder: Path) -> set[str]:
    """The first argument of every call of `env(…)` or `env.something(…)` in the configuration."""
    names = set()
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            owner = node.func.value if isinstance(node.func, ast.Attribute) else node.func
            first = node.args[0]
            if isinstance(owner, ast.Name) and owner.id == "env" and isinstance(first, ast.Constant):
                names.add(str(first.value))
    return names


def names_read_by_deployment(root: Path) -> set[str]:
    """`${NAME}` of the compose file and `{$NAME}` of the Caddyfile."""
    compose, proxy = root / "docker-compose.yml", root / "deploy/Caddyfile"
    return {*COMPOSE.findall(compose.read_text()), *CADDY.findall(proxy.read_text())}


def names_explained(example: Path) -> tuple[set[str], list[str]]:
    """The names of `.env.example`, and those that no comment line stands above."""
    names, unexplained, above = set(), [], ""
    for line in example.read_text().splitlines():
        if found := LINE.match(line):
            names.add(found[1])
            if not above.startswith("#") or LINE.match(above):
                unexplained.append(found[1])
        above = line
    return names, unexplained


def problems(root: Path) -> list[str]:
    """One sentence for each setting that is read and not explained, or explained and not read."""
    read = names_read_by_settings(root / "config") | names_read_by_deployment(root)
    explained, unexplained = names_explained(root / ".env.example")
    return [
        *(f"{name} is read but .env.example has no line for it." for name in sorted(read - explained)),
        *(f"{name} stands in .env.example but nothing reads it." for name in sorted(explained - read)),
        *(f"{name} has no comment line above it in .env.example." for name in unexplained),
    ]


if __name__ == "__main__":
    found = problems(Path(__file__).resolve().parents[2])
    print("\n".join(found))
    sys.exit(bool(found))
