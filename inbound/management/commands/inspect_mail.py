"""`manage.py inspect_mail [--jsonl] FILE...`: show how a mail is read, without storing anything."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from inbound.reading.report import for_people, report_on


class Command(BaseCommand):
    help = "Show what the mail reader makes of mails in files. Writes nothing to the database."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--jsonl", action="store_true", help="one JSON object a line")
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            data = report_on(path)
            self.stdout.write(json.dumps(data) if options["jsonl"] else for_people(data))
