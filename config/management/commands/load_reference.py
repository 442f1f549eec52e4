"""`manage.py load_reference`: the networks, their boards, the authorities and the services. Idempotent."""

from django.core.management.base import BaseCommand

from config.reference import load_networks, load_services


class Command(BaseCommand):
    help = "Load the regions, groups, boards, authorities and services. Running it again brings them up to date."

    def handle(self, *args: object, **options: object) -> None:
        boards = load_networks()
        services = load_services()
        self.stdout.write(f"{boards} boards and {services} services are there.")
