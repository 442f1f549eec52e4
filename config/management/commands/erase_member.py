"""`manage.py erase_member`: after a restore, those who were erased since the backup are erased again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Member
from regions.actions.erase_member import erase_member


class Command(BaseCommand):
    help = "Erase members by their numbers, as the audit log names them. Those who are erased already are left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("numbers", nargs="+", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        for number in options["numbers"]:
            member = Member.objects.filter(pk=number).first()
            if member is None:
                raise CommandError(f"There is no member {number}.")
            if member.erased is None:
                erase_member(None, number)
            self.stdout.write(f"Member {number} is erased.")
