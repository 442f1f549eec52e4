"""What goes over a socket: ids and numbers, never contents."""

import json
from dataclasses import dataclass, field
from typing import Any

AT_ONCE, MS_EACH, LONGEST_MS = 10, 15, 5_000


@dataclass(frozen=True)
class Frame:
    """`fresh`: it tells of a new number, so whoever knows the number is not told again."""

    kind: str
    stream: str
    seq: int
    fresh: bool = True
    more: dict[str, int] = field(default_factory=dict)

    def text(self, hearers: int) -> str:
        """With so many hearers. Each page asks what it missed; many of them are told to spread that over a while."""
        frame = {"kind": self.kind, "stream": self.stream, "seq": self.seq, **self.more}
        if spread := min(LONGEST_MS, (hearers - AT_ONCE) * MS_EACH):
            frame |= {"spread": spread} if spread > 0 else {}
        return json.dumps(frame, separators=(",", ":"))


def frames_of(message: dict[str, Any]) -> dict[str, Frame]:
    """The frame for each stream that a push speaks of."""
    if message["type"] == "live.told":
        fresh = message.get("fresh", True)
        return {key: Frame("told", key, seq, fresh) for key, seq in message["numbers"]}
    stream = message["stream"]
    if message["type"] == "live.writing":
        return {stream: Frame("writing", stream, 0, fresh=False, more={"topic": message["topic"]})}
    more: dict[str, int] = {name: message[name] for name in ("topic", "post") if name in message}
    fresh = bool(message["seq"]) and message.get("fresh", True)
    return {stream: Frame("moved", stream, message["seq"], fresh, more)}


def newer(stream: str, seq: int) -> Frame:
    """Something came that no push told of: the page asks what."""
    return Frame("told" if stream.startswith("member:") else "moved", stream, seq)
