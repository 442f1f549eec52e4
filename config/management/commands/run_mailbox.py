"""`manage.py run_mailbox`: takes mail out of an IMAP mailbox, where there is no edge that could hand it over."""

import signal
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.startup import run_startup_checks
from inbound.mailbox import Address, watch


class Command(BaseCommand):
    help = "Keep the mails of an IMAP mailbox (IMAP_URL), and move each away; workers read them."

    def handle(self, *args: Any, **options: Any) -> None:
        run_startup_checks()
        try:
            address = Address.of(settings.IMAP_URL, done=settings.IMAP_DONE_FOLDER)
        except ValueError as error:
            raise CommandError(str(error)) from error
        stopped = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        self.stdout.write(f"Watching {address.folder} at {address.host}.")
        self.stdout.flush()
        watch(address, stopped)
