"""Receiving uploads: what is over the bounds is not written anywhere, however much of it a browser sends."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from forum.files.kinds import MOST_BYTES, MOST_FILES

MOST_ALTOGETHER = MOST_FILES * (MOST_BYTES + 1)


class BoundedUpload(TemporaryFileUploadHandler):
    """One byte over the limit of a file is kept, so that the file is seen to be too large; the rest is let go."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.written = self.written_of_file = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.written_of_file = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = min(MOST_BYTES + 1 - self.written_of_file, MOST_ALTOGETHER - self.written)
        kept = raw_data[: max(room, 0)]
        self.written += len(kept)
        self.written_of_file += len(kept)
        if kept:
            super().receive_data_chunk(kept, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The size is what was sent, whatever was kept of it."""
        return super().file_complete(file_size)
