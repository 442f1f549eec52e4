"""One row of the file as a wish: what it says of one person, each cell understood, or told why not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.names import BadName, checked_name, protected_looks
from regions.importing import cells
from regions.importing.cells import BadCell
from regions.importing.columns import REQUIRED, Column
from regions.importing.limits import Broken
from regions.importing.progress import OFTEN, Progress, Step, silently
from regions.importing.reading import Sheet, SheetRow
from regions.importing.services import ServiceFinder
from regions.models import Service

DAYS = (Column.STARTS, Column.ENDS)


@dataclass(frozen=True)
class Fault:
    """Why a row is left out: its number in the file, the column, and a sentence."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True)
class Wish:
    """What a row says. None: the cell is empty or the file has no such column, so nothing is asked for."""

    row: int
    address: str
    first_name: str
    last_name: str
    service: Service
    job_title: str | None
    tier: str | None
    paid_by_service: bool | None
    starts: date | None
    ends: date | None
    says_ended: bool

    @property
    def who(self) -> str:
        return f"{self.first_name} {self.last_name}"


def understand(
    sheet: Sheet, services: ServiceFinder, *, progress: Progress = silently
) -> tuple[list[Wish], list[Fault]]:
    """The rows that can be used, and the faults of the others: each cell that is wrong has its own."""
    american = {column: _has_american_days(sheet, column) for column in DAYS}
    holders, wishes, faults = protected_looks(), [], []
    for count, row in enumerate(sheet.rows, start=1):
        wish, wrong = _wish(row, services, american)
        if wish is not None and not wrong:
            wrong = _bad_name(wish, holders)
        faults += wrong
        if wish is not None and not wrong:
            wishes.append(wish)
        if count % OFTEN == 0:
            progress(Step.CHECKED, count, len(sheet.rows))
    return wishes, faults


def _bad_name(wish: Wish, holders: dict[str, set[str]]) -> list[Fault]:
    """A name that hides or imitates, as `register_member` would refuse it."""
    try:
        checked_name(wish.first_name, wish.last_name, holders=holders)
    except BadName as problem:
        return [Fault(wish.row, Column.LAST_NAME.value, str(problem))]
    return []


def _has_american_days(sheet: Sheet, column: Column) -> bool:
    """Does the column have more days that can only be month first than days that can only be day first?"""
    said = [row.text(column) for row in sheet.rows]
    return sum(map(cells.looks_american, said)) > sum(map(cells.looks_british, said))


def _wish(row: SheetRow, services: ServiceFinder, american: dict[Column, bool]) -> tuple[Wish | None, list[Fault]]:
    faults: list[Fault] = []

    def read(column: Column, how: Callable[[Any], Any], *, needed: bool = False) -> Any:
        value = row.cells.get(column)
        try:
            if value is None:
                if needed:
                    raise BadCell("This is empty, and it is needed.")
                return None
            if isinstance(value, Broken):
                raise BadCell(value.sentence)
            return how(value)
        except BadCell as problem:
            faults.append(Fault(row.number, column.value, str(problem)))
            return None

    def text(how: Callable[[str], Any]) -> Callable[[Any], Any]:
        return lambda value: how(value.isoformat() if isinstance(value, date) else value)

    def day(column: Column) -> Any:
        return read(column, lambda value: cells.day(value, others_american=american[column]))

    found = Wish(
        row=row.number,
        address=read(Column.ADDRESS, text(cells.address), needed=True),
        first_name=read(Column.FIRST_NAME, text(lambda it: cells.words(it, 80)), needed=True),
        last_name=read(Column.LAST_NAME, text(lambda it: cells.words(it, 80)), needed=True),
        service=read(Column.SERVICE, text(services.find), needed=True),
        job_title=read(Column.JOB_TITLE, text(lambda it: cells.words(it, 120))),
        tier=read(Column.TIER, text(cells.tier)),
        paid_by_service=read(Column.PAID_BY_SERVICE, text(cells.yes_or_no)),
        starts=day(Column.STARTS),
        ends=day(Column.ENDS),
        says_ended=row.text(Column.STATUS).strip().lower() == "ended",
    )
    if found.starts and found.ends and found.ends < found.starts:
        faults.append(Fault(row.number, Column.ENDS.value, "The last day is before the first."))
    return (None if any(fault.column in REQUIRED for fault in faults) else found), faults
