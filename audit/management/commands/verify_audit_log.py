"""`manage.py verify_audit_log`: does the log still say what it once said?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.chain import verify_chain


class Command(BaseCommand):
    help = "Compare every entry of the audit log with its digest. Ends with 1 and the first entry that does not fit."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify_chain()
        if verdict.broken_at:
            raise CommandError(
                f"The audit log was changed: entry {verdict.broken_at} does not fit the one before it, or is missing."
            )
        self.stdout.write(f"{verdict.entries} entries, unbroken.")
