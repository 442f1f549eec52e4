"""`manage.py appoint_secretariat ADDRESS FIRST LAST`: the person who lets everybody else in."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from accounts.actions.register_member import register_member
from accounts.selectors import member_for_address
from regions.actions.appoint_officer import appoint_officer
from regions.models import Office
from regions.permissions import Refused
from regions.standing import standing_of


class Command(BaseCommand):
    help = "Register a person, if nobody has the address, and appoint them to the secretariat from today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="taken as proven: check it before")
        parser.add_argument("first_name")
        parser.add_argument("last_name")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        address = options["address"].strip().lower()
        try:
            validate_email(address)
            member = member_for_address(address) or register_member(
                first_name=options["first_name"], last_name=options["last_name"], address=address
            )
            if standing_of(member).is_secretariat:
                self.stdout.write(f"{member.full_name} is of the secretariat already.")
                return
            appoint_officer(None, member, Office.Name.SECRETARIAT, starts=timezone.localdate())
        except ValidationError as error:
            raise CommandError(f"{address!r} is not an address.") from error
        except (ValueError, Refused) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{member.full_name} is of the secretariat. Signing in begins with a second factor.")
