"""`manage.py seed_demo`: invented members and topics, for the embedded shape."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Member
from config.demo.loading import load_demo
from regions.models import Office, Representation


class Command(BaseCommand):
    help = "Load the invented members and topics, once. --who prints how to sign in as some of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--who", action="store_true", help="print addresses to sign in with")

    def handle(self, *args: object, **options: object) -> None:
        if not settings.EMBEDDED:
            raise CommandError("The demo is for the embedded shape only: these people are invented.")
        if options["who"]:
            self._who()
            return
        made = load_demo()
        self.stdout.write(f"{made} invented members and their topics are there." if made else "The demo is there.")

    def _who(self) -> None:
        rep = Representation.objects.filter(network__slug="north-west").select_related("member").first()
        office = Office.objects.filter(name=Office.Name.SECRETARIAT).select_related("member").first()
        member, other = plain_member_of("north-west"), plain_member_of("london")
        people = [
            ("a member (North West)", member),
            ("a representative (North West)", rep.member if rep else None),
            ("the secretariat (and its app’s code)", office.member if office else None),
            ("a member of another region (London)", other),
        ]
        for role, person in people:
            if person is not None:
                self.stdout.write(f"  {role:36} {person.email}")


def plain_member_of(region: str) -> Member | None:
    """One who reads what any member of the region reads: a representative or an officer reads every region's board."""
    return (
        Member.objects.filter(memberships__service__region__slug=region, memberships__status="current")
        .exclude(representations__isnull=False)
        .exclude(offices__isnull=False)
        .order_by("pk")
        .first()
    )  # fmt: skip
