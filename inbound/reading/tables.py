"""Tables of figures become Markdown tables; tables that only lay out a page become lines."""

from dataclasses import dataclass, field, replace

from inbound.reading.lines import Hint, Line

MAX_CELL = 300
MAX_CELLS = 5_000


@dataclass(slots=True)
class Table:
    start: int
    rows: list[list[tuple[int, int]]] = field(default_factory=list)
    cell: int | None = None
    plain: bool = False  # it only lays out the page
    cells: int = 0

    def start_row(self) -> None:
        self.rows.append([])

    def start_cell(self, at: int) -> None:
        self.cell = at

    def end_cell(self, at: int) -> None:
        self.cells += 1
        if self.cell is not None and self.rows and self.cells <= MAX_CELLS:
            self.rows[-1].append((self.cell, at))
        self.plain = self.plain or self.cells > MAX_CELLS
        self.cell = None

    def close(self, lines: list[Line], outer: list["Table"]) -> None:
        """Rewrite the table's lines in place if it holds data. A table in a table makes the outer one layout."""
        for table in outer:
            table.plain = True
        if self.plain:
            return
        cells = [
            [[line for line in lines[a:b] if not line.blank or line.images] for a, b in row] for row in self.rows if row
        ]
        if not _holds_data(cells):
            return
        sample = next((line for line in lines[self.start :] if not line.blank), None)
        if sample is None or any(
            line.hint is not Hint.NONE or line.depth != sample.depth for line in lines[self.start :]
        ):
            return
        width = max(len(row) for row in cells)
        rows = [[_cell_text(cell) for cell in row] + [""] * (width - len(row)) for row in cells]
        out = [f"| {' | '.join(row)} |" for row in rows]
        out.insert(1, f"| {' | '.join(['---'] * width)} |")
        rows_of_text = [replace(sample, text=text, images=()) for text in out]
        lines[self.start :] = [Line("", sample.depth), *rows_of_text, Line("", sample.depth)]


def _holds_data(cells: list[list[list[Line]]]) -> bool:
    """At least two rows of two cells, each of one short line, and no pictures."""
    if len(cells) < 2 or min(len(row) for row in cells) < 2 or len({len(row) for row in cells}) > 2:
        return False
    return all(
        len(cell) <= 1 and all(len(line.text) <= MAX_CELL and not line.images for line in cell)
        for row in cells
        for cell in row
    )


def _cell_text(cell: list[Line]) -> str:
    text = cell[0].text if cell else ""
    stripped = text[2:-2] if text.startswith("**") and text.endswith("**") and len(text) > 4 else text
    return stripped.replace("|", "\\|")
