"""A member takes a copy of what is held about them."""

import io
import zipfile
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from accounts.models import Member
from accounts.personal import everything_held, gather_all
from audit.write import write_entry

README = """What the association holds about you
====================================

Each file tells one subject, as JSON: any text editor opens it. Your posts are in posts.json, as you wrote them.

Left out, because it is others': what they wrote, the titles of topics that you cannot read any more, what your mails
quoted, and mails that wait for your word but may not be yours.

"""


@transaction.atomic
def take_own_data(actor: Member) -> IO[bytes]:
    """A zip with a file for each subject. Only their own writings and what is noted about them; taking it is noted."""
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("README.txt", README + _what_is_held())
        for subject, value in gather_all(actor):
            with packed.open(f"{subject.replace(' ', '-')}.json", "w") as part:
                _write(part, value)
    write_entry("take_own_data", actor_id=actor.pk, member_id=actor.pk)
    file.seek(0)
    return file


def _write(part: IO[bytes], value: Any) -> None:
    with io.TextIOWrapper(part, encoding="utf-8") as text:
        for piece in DjangoJSONEncoder(ensure_ascii=False, indent=1).iterencode(value):
            text.write(piece)


def _what_is_held() -> str:
    lines = [f"* {held.what}. Kept: {held.until}. When you are erased: {held.erased}." for held in everything_held()]
    return "\n".join(lines) + "\n"
