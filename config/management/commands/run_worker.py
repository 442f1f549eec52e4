"""`manage.py run_worker`: a worker process. Run as many as wanted."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config.startup import run_startup_checks
from outbox.worker import Worker


class Command(BaseCommand):
    help = "Handle events, send mail and read mail, until stopped. Killing it loses nothing: others take over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--threads", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        run_startup_checks()
        Worker(workers=options["threads"]).run()
