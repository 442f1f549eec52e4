"""How much processor a process has used: on a shared machine that says more than the clock."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def processor_ms(pid: int) -> float:
    """The process's own and the system's time on its behalf, since it began."""
    told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) * 1000 / TICKS


class Used:
    """`ms` is there when the `with` is over."""

    ms = 0.0

    def each(self, times: int) -> float:
        return round(self.ms / max(1, times), 1)


@contextmanager
def counted(pid: int) -> Iterator[Used]:
    used, before = Used(), processor_ms(pid)
    yield used
    used.ms = processor_ms(pid) - before
