#!/bin/sh
# Makes the role that web, workers and listener run under: it owns nothing, so it cannot change the audit log. What it
# may do is granted by `manage.py grant_application_rights` after each migration. PostgreSQL's image runs this once, on
# an empty volume; on one that is there already: docker compose exec postgres sh /docker-entrypoint-initdb.d/roles.sh
set -eu
psql -v ON_ERROR_STOP=1 -v password="$APPLICATION_PASSWORD" -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
SELECT 'CREATE ROLE network_app' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'network_app') \gexec
ALTER ROLE network_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
SQL
