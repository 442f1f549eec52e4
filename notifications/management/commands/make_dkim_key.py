"""`manage.py make_dkim_key SELECTOR FILE`: a new key, the line of the settings, and the record for the DNS."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management.base import BaseCommand, CommandError

from notifications.dkim.keys import LEAST_BITS, Key, domain, in_strings


class Command(BaseCommand):
    help = "Make a key that signs our mail (DKIM), and say which record makes it known."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("selector", help="names the key: the year, say, and a letter: 2026a")
        parser.add_argument("file", help="where it is kept; readable by its owner alone")
        parser.add_argument("--ed25519", action="store_true", help="instead of RSA; use it beside an RSA key")

    def handle(self, *args: Any, **options: Any) -> None:
        private = Ed25519PrivateKey.generate() if options["ed25519"] else generate_private_key(65537, LEAST_BITS)
        _write(Path(options["file"]), private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        key = Key(options["selector"], private)
        self.stdout.write(
            f"1. Put this record into the DNS of {domain()}, and wait until it is known:\n\n"
            f"{key.name_at(domain())}. TXT {in_strings(key.record)}\n\n"
            f"2. Then add the key to the settings and start the workers anew:\n\n"
            f"DKIM_KEYS={key.selector}:{Path(options['file']).resolve()}\n"
        )


def _write(file: Path, pem: bytes) -> None:
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(pem)
    except FileExistsError as error:
        raise CommandError(f"{file} is there already: a key is never written over.") from error
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}") from error
