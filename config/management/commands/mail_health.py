"""`manage.py mail_health`: what the page of mail health says, for the operator. Ends with 1 if something is wrong."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from config.mail_health.look_up import look_up_mail_records
from config.mail_health.report import report


class Command(BaseCommand):
    help = "Look at our DNS records, at what waits, and at what came back."

    def handle(self, *args: Any, **options: Any) -> None:
        look_up_mail_records()
        found = report()
        lines = [f"{one.verdict.upper():8} {one.about}: {one.sentence}" for one in found.findings]
        if not found.asked:
            lines.append(f"{found.domain} is a name for examples: there is nothing to look up.")
        if found.why_not:
            lines.append(f"The records could not be looked up: {found.why_not}.")
        lines += [
            f"{one.name}: {one.due} due, {one.failing} tried often, oldest {one.oldest or '-'}" for one in found.queues
        ]
        lines.append(f"Put off: {found.put_off}. Addresses not reached: {found.not_reached}.")
        lines += [f"{one.name}: {one.mails} came back, {one.members} members" for one in found.domains]
        self.stdout.write("\n".join(lines))
        if found.wrong:
            sys.exit(1)
