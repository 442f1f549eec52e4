"""Handing out a file that was made for one person."""

from typing import IO, Any

from django.http import FileResponse
from django.utils import timezone


def download(file: IO[bytes], name: str, content_type: str) -> Any:
    """The file as «name of the day», to be kept and not shown; `name` has its ending. A view returns it as it is."""
    stem, _, ending = name.rpartition(".")
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{stem}-{timezone.localdate().isoformat()}.{ending}",
        headers={"Content-Type": content_type, "X-Content-Type-Options": "nosniff"},
    )
