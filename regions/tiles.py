"""England's nine regions as tiles: where each stands on the map that we draw."""

from dataclasses import dataclass

from regions.coverage import RegionCount
from regions.selectors import RegionRow

# Columns are half a tile wide, so that a row can stand between two of the row above.
PLACES = {
    "NE": (3, 0), "NW": (2, 1), "YH": (4, 1), "WM": (1, 2), "EM": (3, 2), "EA": (5, 2), "SW": (0, 3), "SE": (2, 3),
    "LDN": (4, 3),
}  # fmt: skip
HALF, WIDE, HIGH, GAP = 100, 192, 168, 8


@dataclass(frozen=True)
class Tile:
    """A region on the map. `count` is for members' eyes: without it the tile says what is public."""

    row: RegionRow
    count: RegionCount | None
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + WIDE // 2

    @property
    def lines(self) -> tuple[int, int, int]:
        """Where the letters, the second and the third line of words stand."""
        return self.y + 62, self.y + 104, self.y + 142


@dataclass(frozen=True)
class TileMap:
    tiles: list[Tile]
    width: int
    height: int
    with_counts: bool


def tile_map(rows: list[RegionRow], counts: dict[int, RegionCount] | None = None) -> TileMap:
    """The regions at their places; one that has none, being new, stands in a row below the others."""
    free = iter((column, 4 + row) for row in range(len(rows)) for column in (0, 2, 4))
    tiles = []
    for row in rows:
        column, line = PLACES.get(row.network.code) or next(free)
        count = counts.get(row.network.pk) if counts is not None else None
        tiles.append(Tile(row, count, column * HALF, line * (HIGH + GAP)))
    height = max((tile.y for tile in tiles), default=0) + HIGH
    return TileMap(tiles, 7 * HALF - GAP, height, counts is not None)
