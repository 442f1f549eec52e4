"""One file on its way in: measured, checked for viruses, looked at in the bounded process, screened."""

from dataclasses import dataclass
from hashlib import sha256

from forum.files import bounded, clamav
from forum.files.kinds import MOST_BYTES, NotTaken, Why
from forum.files.names import fitting_name, plain_name
from screening import rules_found, screen


@dataclass(frozen=True)
class Incoming:
    """A file as it came. `why`: its door knows already that it is not taken."""

    name: str
    content: bytes
    why: Why | None = None


@dataclass(frozen=True)
class Received:
    """A file that may be kept, and by which kinds of rule it looks like a child's details."""

    name: str
    digest: str
    looked: bounded.Looked
    rules: list[str]


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def received(file: Incoming) -> Received:
    """Raises NotTaken."""
    if file.why is not None:
        raise NotTaken(file.why)
    if len(file.content) > MOST_BYTES:
        raise NotTaken(Why.TOO_LARGE)
    clamav.check(file.content)
    looked = bounded.look_at(file.content)
    if len(looked.content) > 2 * MOST_BYTES:
        raise NotTaken(Why.TOO_LARGE)
    name = fitting_name(file.name, looked.kind)
    found = screen(f"{name}\n\n{looked.words}")
    return Received(name, digest_of(file.content), looked, [str(rule) for rule in rules_found(found)])


def refused_name(file: Incoming) -> str:
    return plain_name(file.name)
