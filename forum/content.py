"""What may be written: bounds on a title and a text, each with its sentence."""

LONGEST_TITLE = 200
LONGEST_TEXT = 60_000
LONGEST_REASON = 255


class BadContent(ValueError):
    """The text cannot be posted as it is; the message says why and what to do, and nothing is lost."""


def checked_text(text: str) -> str:
    """The text to post, with line ends made one kind. Raises BadContent."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise BadContent("Write something first: there is no text to post.")
    if "\x00" in text:
        raise BadContent("The text holds a NUL character, which cannot be kept. Remove it and post again.")
    if len(text) > LONGEST_TEXT:
        raise BadContent(
            f"The text has {len(text):,} characters, and {LONGEST_TEXT:,} is the most. "
            "Shorten it, or put the long part in a document."
        )
    return text


def checked_title(title: str) -> str:
    """The title of a topic, on one line. Raises BadContent."""
    title = " ".join(title.replace("\x00", "").split())
    if not title:
        raise BadContent("Give the topic a title: it is the first thing that others read.")
    if len(title) > LONGEST_TITLE:
        raise BadContent(f"The title has {len(title)} characters, and {LONGEST_TITLE} is the most.")
    return title


def checked_reason(reason: str) -> str:
    """Why something is returned or removed, on one line: its author reads it. Raises BadContent."""
    reason = " ".join(reason.replace("\x00", "").split())
    if not reason:
        raise BadContent("Say why: the author reads your reason.")
    if len(reason) > LONGEST_REASON:
        raise BadContent(f"The reason has {len(reason)} characters, and {LONGEST_REASON} is the most.")
    return reason
