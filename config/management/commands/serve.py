"""`manage.py serve`: the whole product in one process. The web server, the mail listener and the worker."""

import asyncio
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Run the embedded shape: pages, live layer, mail listener and worker in one process. Ctrl-C stops it all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--mail-port", type=int, default=2525)
        parser.add_argument("--lmtp", action="store_true", help="the listener speaks LMTP instead of SMTP")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError("This is the embedded shape. In production run web, worker and listener (Procfile).")
        host, port, mail_port = options["host"], options["port"], options["mail_port"]
        settings.MAIL_LISTEN = f"{host}:{mail_port}"
        # Daphne installs Twisted's asyncio reactor when it is imported: everything below shares that one loop.
        from daphne.endpoints import build_endpoint_description_strings
        from daphne.server import twisted_loop

        from config.asgi import application
        from config.web import WebServer
        from inbound.transport import start_listening
        from notifications.live import push
        from outbox.worker import EmbeddedWorker

        stops: list[Callable[[], None]] = []
        opened: list[int] = []

        def ready() -> None:
            push.use_loop(twisted_loop)
            stops.append(EmbeddedWorker().start_in_background())
            listening = twisted_loop.create_task(start_listening(host, mail_port, lmtp=options["lmtp"]))
            listening.add_done_callback(announce)

        def announce(listening: "asyncio.Task[asyncio.Server]") -> None:
            if listening.exception() is not None:
                self.stderr.write(f"The mail listener could not start on port {mail_port}: {listening.exception()}")
                server.stop()
                return
            opened.append(mail_port)
            self.stdout.write(f"Ready: {settings.SITE_URL}, mail on port {mail_port}.")
            self.stdout.flush()

        server = WebServer(
            application=application, endpoints=build_endpoint_description_strings(host=host, port=port),
            ready_callable=ready, websocket_timeout=-1, http_timeout=120, server_name="network",
        )  # fmt: skip
        server.run()
        for stop in stops:
            stop()
        if not server.listening_addresses or not opened:  # nobody asked it to stop: whoever watches over it must know
            raise CommandError("It could not open its doors: why stands above.")
