"""`manage.py reset_second_factor ADDRESS`: for the secretariat's only member, who has lost app, passkeys and codes."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from accounts.selectors import member_for_address
from regions.actions.reset_second_factor import reset_second_factor


class Command(BaseCommand):
    help = "Remove every second factor of a member, end their sessions, and tell them at all their addresses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="one of the member's proven addresses")

    def handle(self, *args: object, **options: str) -> None:
        member = member_for_address(options["address"])
        if member is None:
            raise CommandError("No member has that address.")
        removed = reset_second_factor(None, member.pk)
        self.stdout.write(f"Removed: {removed}. When they sign in next, they are led to set up a new one.")
