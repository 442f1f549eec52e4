"""On PostgreSQL the log belongs to the role that migrates; the role that the product runs under may only add."""

from django.db import connection

LOG = "audit_entry"  # by name: the start asks before there are models
FORBIDDEN = ("UPDATE", "DELETE", "TRUNCATE")


def may_change_the_log() -> list[str]:
    """What the connected role could do to the log and should not; always empty on SQLite, which has no roles."""
    if connection.vendor != "postgresql":
        return []
    return _rights_of(None)


def grant_application_rights(role: str) -> None:
    """Give `role` everything it needs in this database but the right to change the log. Run it as the tables' owner,
    after each migration. Raises ValueError for a role that owns the log or is a superuser: no grant binds those.
    """
    if connection.vendor != "postgresql":
        raise ValueError("only PostgreSQL has roles")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            raise ValueError(f"there is no role {role!r}: create it first, see docs/running.md")
    name = connection.ops.quote_name(role)
    log = connection.ops.quote_name(LOG)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
        cursor.execute(f"REVOKE {', '.join(FORBIDDEN)} ON {log} FROM {name}")
    if _rights_of(role):
        raise ValueError(f"the role {role!r} owns the log, or may become a role that does, so no grant binds it")


def _rights_of(role: str | None) -> list[str]:
    """The forbidden rights of a role (None: the connected one) on the log, and «owner» if it may become its owner."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p FROM unnest(%s::text[]) AS p "
            "WHERE has_table_privilege(coalesce(%s::text, current_user::text), %s, p) "
            "UNION ALL SELECT 'OWNER' FROM pg_class WHERE oid = %s::regclass "
            "AND pg_has_role(coalesce(%s::text, current_user::text), relowner, 'MEMBER')",
            [list(FORBIDDEN), role, LOG, LOG, role],
        )
        return [row[0] for row in cursor.fetchall()]
