"""By which door a post came in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """`web`, or `email` with the mail's Message-ID and what the reader folded away."""

    kind: str
    message_id: str = ""
    folded: str = ""
    cut_at: tuple[int, ...] = ()  # for each line of it that has words: how many such lines of the text stood above
    files: tuple[str, ...] = ()
    seen_to: int = 0  # the number of the post that a mail answers: so far its author has read the topic

    @classmethod
    def web(cls) -> "Origin":
        return cls(kind="web")

    @classmethod
    def email(
        cls, message_id: str = "", folded: str = "", files: tuple[str, ...] = (), *, seen_to: int = 0,
        cut_at: tuple[int, ...] = (),
    ) -> "Origin":  # fmt: skip
        return cls(kind="email", message_id=message_id, folded=folded, files=files, seen_to=seen_to, cut_at=cut_at)
