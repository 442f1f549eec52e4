"""Threat 70: no room asks the web for anything, so no address that somebody writes can be turned against a server inside."""

import ast

from tests.docs.documents import ROOT

ROOMS = (
    "accounts",
    "audit",
    "config",
    "forum",
    "inbound",
    "meetings",
    "notifications",
    "outbox",
    "regions",
    "screening",
)
CLIENTS = {"aiohttp", "ftplib", "http.client", "httpx", "pycurl", "requests", "urllib.request", "urllib3"}


def imported(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def test_no_room_imports_a_client_of_the_web():
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    told = {str(path.relative_to(ROOT)): imported(path.read_text()) & CLIENTS for path in files}

    assert len(files) > 300
    assert {path: names for path, names in told.items() if names} == {}


def test_each_way_of_importing_one_is_seen():
    ways = "import requests\nfrom urllib import request\nfrom http.client import HTTPConnection\nimport urllib.parse"

    assert imported(ways) & CLIENTS == {"requests", "urllib.request", "http.client"}
