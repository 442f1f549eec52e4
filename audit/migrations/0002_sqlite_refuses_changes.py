"""SQLite has no roles: there a trigger refuses to change an entry. It cannot refuse to delete one, as a test database is
emptied by DELETE; and who holds the file can drop it. A later migration that alters the table must create it again.
"""

from django.db import migrations

CREATE = (
    "CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'an entry of the audit log is never changed'); END"
)
DROP = "DROP TRIGGER IF EXISTS audit_entry_is_never_changed"


def on_sqlite(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_people")]
    operations = [migrations.RunPython(on_sqlite(CREATE), on_sqlite(DROP))]
