"""What the documents point at is there."""

import re
import runpy
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.docs.documents import DECISIONS, DOCS, DOCUMENTS, README, ROOT, name_of, read

LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
MANAGE = re.compile(r"manage\.py ([a-z][a-z_]+)")
SCRIPT = re.compile(r"(?<![\w/.])((?:bin|\.ci)/[a-z_]+)")
PATH = re.compile(r"`((?:accounts|bench|bin|config|docs|forum|inbound|notifications|outbox|regions|screening|static|templates|tests)/[\w./-]*)`")  # fmt: skip
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
HEADINGS_OF_A_DECISION = ["Context", "Choice", "What we gave up"]
LARGEST_PICTURE = 200_000


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def links_of(document: Path) -> list[str]:
    return [one or other for one, other in LINK.findall(read(document)) if "://" not in one]


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_leads_somewhere(document):
    lost = []
    for link in links_of(document):
        path, _, wanted = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        headings = HEADING.findall(read(target)) if wanted and target.is_file() else []
        if not target.exists() or (wanted and wanted not in map(anchor, headings)):
            lost.append(link)

    assert lost == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_command_and_path_that_is_named_exists(document):
    text = read(document)

    assert set(MANAGE.findall(text)) - set(get_commands()) == set()
    assert [name for name in SCRIPT.findall(text) if not (ROOT / name).is_file()] == []
    assert [name for name in PATH.findall(text) if not (ROOT / name).exists()] == []


def test_every_command_of_ours_is_named():
    ours = {name for name, app in get_commands().items() if app in ("audit", "config", "inbound")}
    told = {name for document in DOCUMENTS for name in MANAGE.findall(read(document))}

    assert ours - told - {"load_reference", "seed_demo"} == set()
    assert "load_reference" in read(DOCS / "running.md")


def test_the_map_in_the_readme_names_every_document():
    linked = {link.partition("#")[0] for link in links_of(README)}

    assert {name_of(path) for path in DOCS.glob("*.md")} - linked == set()


def test_settings_that_running_md_names_are_settings():
    """`.env.example` explains every setting (`bin/lint` sees to it); running.md points there and names no others."""
    example = runpy.run_path(str(ROOT / "bin/lib/env_example.py"))
    names, _ = example["names_explained"](ROOT / ".env.example")
    named = re.findall(r"`([A-Z]{2,}(?:_[A-Z]+)*)(?:=[^`]*)?`", read(DOCS / "running.md"))

    assert set(named) - names - {"FULL"} == set()
    assert ".env.example" in read(DOCS / "running.md")


@pytest.mark.parametrize("decision", DECISIONS, ids=name_of)
def test_a_decision_has_context_choice_and_price(decision):
    text = read(decision)

    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS_OF_A_DECISION
    assert text.startswith(f"# {decision.name[:4]} ")


def test_decisions_are_numbered_without_gaps():
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


def test_pictures_are_small_and_shown():
    pictures = sorted((DOCS / "pictures").iterdir())

    assert [picture.name for picture in pictures if picture.stat().st_size > LARGEST_PICTURE] == []
    assert [picture.name for picture in pictures if f"docs/pictures/{picture.name}" not in read(README)] == []
