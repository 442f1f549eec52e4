"""How often a session may ask for a socket: thirty at once, as for ten tabs that are opened anew three times over, and
two a second from then on. Each process counts for itself, and asks nobody.
"""

import time

AT_ONCE, A_SECOND, MOST_KEPT = 30.0, 2.0, 5_000


class Knocks:
    def __init__(self, at_once: float = AT_ONCE) -> None:
        self.at_once = at_once
        self._left: dict[str, tuple[float, float]] = {}  # of each session: how many more, and when that was counted

    def allowed(self, session_key: str) -> bool:
        now = time.monotonic()
        left = self._now_left(session_key, now)
        if left < 1:
            return False
        if len(self._left) >= MOST_KEPT:
            self._left = {key: known for key, known in self._left.items() if self._now_left(key, now) < self.at_once}
        self._left[session_key] = (left - 1, now)
        return True

    def _now_left(self, session_key: str, now: float) -> float:
        left, at = self._left.get(session_key, (self.at_once, now))
        return min(self.at_once, left + (now - at) * A_SECOND)
