"""The chain: what was written stays readable as it was, or the log says where it does not."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from audit.chain import digest_of, verify_chain
from audit.models import Entry, Head
from audit.protection import LOG
from audit.write import write_entry

pytestmark = pytest.mark.django_db


def three_entries() -> list[Entry]:
    return [write_entry("admit_member", actor_id=None, member_id=number, details={"n": number}) for number in (1, 2, 3)]


def change_behind_our_backs(entry: Entry, **values: str) -> None:
    """As somebody would who holds the database file."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_entry_is_never_changed")
        Entry.objects.filter(pk=entry.pk).update(**values)


def test_the_protected_table_is_the_log():
    assert Entry._meta.db_table == LOG


def test_an_untouched_log_is_unbroken():
    three_entries()

    assert (verify_chain().entries, verify_chain().broken_at) == (3, 0)


@pytest.mark.parametrize("values", [{"verb": "other"}, {"actor_id": 7}, {"details": {"n": 9}}, {"reason": "x"}])
def test_threat_88_a_row_that_was_tampered_with_breaks_the_chain(values):
    _, second, _ = three_entries()

    change_behind_our_backs(second, **values)

    assert verify_chain().broken_at == second.pk


def test_threat_88_a_row_whose_digest_was_made_to_fit_breaks_the_chain_at_the_next():
    _, second, third = three_entries()
    second.verb = "other"

    change_behind_our_backs(second, verb="other", digest=digest_of(second))

    assert verify_chain().broken_at == third.pk


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_threat_88_a_row_taken_away_breaks_the_chain_wherever_it_stood(gone):
    rows = three_entries()

    Entry.objects.filter(pk=rows[gone].pk)._raw_delete("default")

    assert verify_chain().broken_at != 0


def test_an_empty_log_whose_head_remembers_entries_is_broken():
    three_entries()
    Entry.objects.all()._raw_delete("default")

    assert verify_chain().broken_at == Head.objects.get().entry_id


def test_an_entry_is_neither_saved_again_nor_deleted():
    entry = three_entries()[0]

    for change in (entry.save, entry.delete):
        with pytest.raises(TypeError):
            change()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's trigger")
def test_sqlite_refuses_to_change_an_entry_by_any_statement():
    entry = three_entries()[0]

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(verb="other")

    assert verify_chain().broken_at == 0


def test_the_command_says_that_all_is_well_or_where_it_is_not():
    _, second, _ = three_entries()
    said = io.StringIO()

    call_command("verify_audit_log", stdout=said)
    assert said.getvalue() == "3 entries, unbroken.\n"

    change_behind_our_backs(second, verb="other")
    with pytest.raises(CommandError, match=f"entry {second.pk} ") as stopped:
        call_command("verify_audit_log")
    assert stopped.value.returncode == 1
