"""`manage.py seed_scale`: a large invented database, for measuring."""

from argparse import ArgumentParser
from datetime import datetime, time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from config.scale.loading import AlreadyThere, load_scale


class Command(BaseCommand):
    help = "Load a large invented database, the same for the same seed and day. Into the embedded shape only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--members", type=int, default=500)
        parser.add_argument("--topics", type=int, default=5_000)
        parser.add_argument("--posts", type=int, default=100_000, help="in all, at least one for each topic")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--now", help="the moment that dates lead up to, as 2026-11-20T00:00 (the start of today)")

    def handle(self, *args: object, **options: object) -> None:
        if not settings.EMBEDDED:
            raise CommandError("This is for the embedded shape only: a database of real members is no place for it.")
        numbers = {name: int(str(options[name])) for name in ("members", "topics", "posts", "seed")}
        try:
            load_scale(**numbers, now=_moment(options["now"]), say=self._say)
        except AlreadyThere:
            raise CommandError("The scale data is there already: to load it anew, use an empty DATA folder.") from None
        except ValueError as problem:
            raise CommandError(str(problem)) from None

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _moment(text: object) -> datetime:
    if not text:
        return timezone.make_aware(datetime.combine(timezone.localdate(), time()))
    moment = parse_datetime(str(text))
    if moment is None:
        raise ValueError("--now must be a date and a time, as 2026-11-20T00:00.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
