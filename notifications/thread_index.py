"""Outlook's own threading header, so that a topic is one conversation there too.

[MS-OXOMSG] 2.2.1.3, PidTagConversationIndex: a header of 22 bytes (1, five of time, sixteen of conversation id) and
five bytes for each answer. The same topic always gets the same 22 bytes.
"""

import base64
from datetime import UTC, datetime
from hashlib import sha256

_FILETIME_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def thread_index(topic_id: int, started: datetime, number: int, published: datetime) -> str:
    """The header's value for the topic's post of this number."""
    ticks = int((started - _FILETIME_EPOCH).total_seconds() * 10_000_000)
    header = b"\x01" + ticks.to_bytes(8, "big")[1:6] + sha256(f"topic {topic_id}".encode()).digest()[:16]
    if number > 1:
        seconds = max(int((published - started).total_seconds()), 0) & 0x7FFFFFFF
        header += seconds.to_bytes(4, "big") + bytes([number & 0xFF])
    return base64.b64encode(header).decode()
