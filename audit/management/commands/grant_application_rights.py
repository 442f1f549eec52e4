"""`manage.py grant_application_rights`: what the role of web, workers and listener may do in this database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from audit.protection import grant_application_rights


class Command(BaseCommand):
    help = "After each migration, as the tables' owner: give ROLE everything but the right to change the audit log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", required=True, help="the PostgreSQL role that DATABASE_URL names")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                grant_application_rights(options["role"])
        except ValueError as error:
            raise CommandError(f"{error}.") from error
        self.stdout.write(f"{options['role']} may add to the audit log and read it, and use everything else.")
