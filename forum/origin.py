"""By which door a post came in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """`web`, or `email` with the mail's Message-ID and what the reader folded away."""

    kind: str
    message_id: str = ""
    folded: str = ""
    files: tuple[str, ...] = ()

    @classmethod
    def web(cls) -> "Origin":
        return cls(kind="web")

    @classmethod
    def email(cls, message_id: str = "", folded: str = "", files: tuple[str, ...] = ()) -> "Origin":
        return cls(kind="email", message_id=message_id, folded=folded, files=files)
