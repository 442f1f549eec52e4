"""`python -m forum.files.inspection FOLDER MEMORY SECONDS`: reads FOLDER/in, writes `report.json`, `out`, `preview`."""

import json
import resource
import sys
from pathlib import Path

from forum.files.inspection.look import look_at
from forum.files.kinds import NotTaken, Why


def main(folder: Path, memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024 * 1024, 64 * 1024 * 1024))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        found = look_at((folder / "in").read_bytes(), seconds=seconds / 2)
    except NotTaken as refused:
        report: dict[str, object] = {"why": refused.why.value}
    except (MemoryError, RecursionError):
        report = {"why": Why.BOMB.value}
    except Exception as error:
        report = {"why": Why.BROKEN.value, "error": type(error).__name__}
    else:
        (folder / "out").write_bytes(found.content)
        if found.preview:
            (folder / "preview").write_bytes(found.preview)
        report = {"kind": found.kind.value, "words": found.words, "size": found.preview_size}
    (folder / "report.json").write_text(json.dumps(report))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
