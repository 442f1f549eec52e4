"""`manage.py run_listener`: the mail listener as a process of its own."""

import asyncio
import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.startup import run_startup_checks
from inbound.transport import start_listening


class Command(BaseCommand):
    help = "Take mail for the boards by SMTP or LMTP, and keep it; workers read it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        host, _, port = settings.MAIL_LISTEN.rpartition(":")
        parser.add_argument("--host", default=host)
        parser.add_argument("--port", type=int, default=int(port))
        parser.add_argument("--lmtp", action="store_true", default=settings.MAIL_LMTP)

    def handle(self, *args: Any, **options: Any) -> None:
        run_startup_checks()
        asyncio.run(self._listen(options["host"], options["port"], options["lmtp"]))

    async def _listen(self, host: str, port: int, lmtp: bool) -> None:
        server = await start_listening(host, port, lmtp=lmtp)
        self.stdout.write(f"Listening for {'LMTP' if lmtp else 'SMTP'} on {host}:{port}.")
        self.stdout.flush()
        stopped = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
        await stopped.wait()
        server.close()
