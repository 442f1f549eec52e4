"""What docker-compose.yml promises of the audit log: only `migrate` knows the tables' owner."""

from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.tooling.commands import ROOT

SERVICES: dict[str, Any] = YAML(typ="safe").load(ROOT / "docker-compose.yml")["services"]
OURS = {name: service for name, service in SERVICES.items() if service.get("image") == "network"}


def test_web_worker_and_listener_run_under_the_application_role():
    users = {name: service["environment"]["DATABASE_URL"].split(":")[1] for name, service in OURS.items()}

    assert users == dict.fromkeys(["migrate", "web", "worker", "listener"], "//network_app")


def test_only_migrate_knows_the_owner_of_the_tables():
    told = {name for name, service in SERVICES.items() if "OWNER_DATABASE_URL" in service.get("environment", {})}

    assert told == {"migrate"}


def test_rights_are_granted_after_the_tables_are_made_and_before_anything_starts():
    lines = SERVICES["migrate"]["command"][-1].splitlines()

    assert [line.split()[2] for line in lines] == ["check", "migrate", "grant_application_rights", "load_reference"]
    for name in ("web", "worker", "listener"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


@pytest.mark.parametrize("word", ["NOSUPERUSER", "NOCREATEROLE", "NOBYPASSRLS"])
def test_the_role_that_postgres_makes_on_an_empty_volume_is_a_plain_one(word):
    (mounted,) = [line for line in SERVICES["postgres"]["volumes"] if "initdb" in line]
    script = (ROOT / mounted.split(":")[0]).read_text()

    assert word in script
    assert f"--role {script.split('CREATE ROLE ')[1].split(chr(39))[0]}" in SERVICES["migrate"]["command"][-1]
