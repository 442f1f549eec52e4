"""What a file is called: as its owner named it, in so far as a name can do no harm."""

import re
from pathlib import PurePosixPath

from forum.files.kinds import FACTS, LONGEST_NAME, Kind

_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff<>:\"|?*]+")


def plain_name(name: str) -> str:
    """The last part of a path, on one line, without what turns the direction of writing or hides."""
    name = _UNFIT.sub("", re.split(r"[\\/]", name)[-1])
    name = " ".join(name.split()).strip(". ")
    if len(name) <= LONGEST_NAME:
        return name or "file"
    ending = PurePosixPath(name).suffix[:10]
    return name[: LONGEST_NAME - len(ending)].rstrip(". ") + ending


def fitting_name(name: str, kind: Kind) -> str:
    """The name with an ending that says what the file is: «paper.exe» that is a PDF is called «paper.exe.pdf»."""
    name, endings = plain_name(name), FACTS[kind].endings
    if name.lower().endswith(endings):
        return name
    if kind is Kind.PNG and name.lower().endswith((".gif", ".webp")):
        name = name.rpartition(".")[0] or "picture"
    if kind in (Kind.TEXT, Kind.CSV) and name.lower().endswith(FACTS[Kind.TEXT].endings + FACTS[Kind.CSV].endings):
        return name
    return f"{name}{endings[0]}"
