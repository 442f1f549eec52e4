"""Threat 88 on a real PostgreSQL: the role that the product runs under adds to the log and reads it, and no more."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit.chain import verify_chain
from audit.protection import may_change_the_log
from audit.write import write_entry
from config.checks import log_is_out_of_reach

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
PASSWORD = "only-for-this-test"


@pytest.fixture
def role() -> Iterator[str]:
    """A role as deploy/postgres-roles.sh makes it."""
    name = f"app_{uuid4().hex[:12]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '{PASSWORD}'")
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {name}")
        cursor.execute(f"DROP ROLE {name}")


@contextmanager
def line_as(role: str) -> Iterator[psycopg.Connection]:
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], dbname=settings["NAME"], user=role, password=PASSWORD,
        autocommit=True,
    ) as line:  # fmt: skip
        yield line


@contextmanager
def running_as(role: str) -> Iterator[None]:
    """Django's own connection under that role."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET SESSION AUTHORIZATION {role}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET SESSION AUTHORIZATION")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET verb = 'other'",
        "UPDATE audit_entry SET verb = verb WHERE false",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TABLE audit_entry",
        "GRANT UPDATE ON audit_entry TO CURRENT_USER",
    ],
)
def test_threat_88_the_application_role_cannot_change_the_log(role, statement):
    write_entry("admit_member", actor_id=None)
    call_command("grant_application_rights", role=role)

    with line_as(role) as line:
        if statement.startswith("GRANT"):
            line.execute(statement)  # PostgreSQL warns and grants nothing
            statement = "UPDATE audit_entry SET verb = 'other'"
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            line.execute(statement)

    assert (verify_chain().entries, verify_chain().broken_at) == (1, 0)


def test_the_application_role_adds_to_the_log_and_reads_it(role):
    write_entry("admit_member", actor_id=None)
    call_command("grant_application_rights", role=role)

    with running_as(role):
        write_entry("admit_member", actor_id=None)
        assert (verify_chain().entries, verify_chain().broken_at) == (2, 0)


def test_the_start_is_refused_with_a_sentence_for_a_role_that_may_change_the_log(role, settings):
    settings.EMBEDDED = False
    call_command("grant_application_rights", role=role)

    (problem,) = log_is_out_of_reach()
    assert problem.id == "network.E011"
    assert "UPDATE, DELETE, TRUNCATE" in problem.msg


def test_the_start_goes_on_under_the_application_role(role):
    call_command("grant_application_rights", role=role)

    with running_as(role):
        assert may_change_the_log() == []


def test_a_role_that_may_become_the_owner_is_found_out(role):
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT "{connection.settings_dict["USER"]}" TO {role}')

    with pytest.raises(CommandError, match="may become"):
        call_command("grant_application_rights", role=role)


def test_a_superuser_and_a_role_that_is_not_there_are_refused_in_words():
    with pytest.raises(CommandError, match="no grant binds it"):
        call_command("grant_application_rights", role=connection.settings_dict["USER"])
    with pytest.raises(CommandError, match="there is no role"):
        call_command("grant_application_rights", role="nobody_at_all")


@pytest.mark.skipif(shutil.which("psql") is None, reason="psql is not here")
def test_the_script_of_the_deployment_makes_the_role_as_often_as_it_is_run():
    settings = connection.settings_dict
    said = {
        "PATH": os.environ["PATH"], "PGHOST": settings["HOST"], "PGPORT": str(settings["PORT"]),
        "PGPASSWORD": settings["PASSWORD"], "POSTGRES_USER": settings["USER"], "POSTGRES_DB": settings["NAME"],
        "APPLICATION_PASSWORD": PASSWORD,
    }  # fmt: skip
    script = Path(__file__).parents[2] / "deploy" / "postgres-roles.sh"

    for _ in range(2):
        done = subprocess.run(["sh", str(script)], env=said, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    try:
        write_entry("admit_member", actor_id=None)
        call_command("grant_application_rights", role="network_app")
        with line_as("network_app") as line, pytest.raises(psycopg.errors.InsufficientPrivilege):
            line.execute("DELETE FROM audit_entry")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP OWNED BY network_app")
            cursor.execute("DROP ROLE network_app")
