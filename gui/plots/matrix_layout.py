"""Where the matrices of a stage stand: a product as Falk drew it, rows and columns in line with what they make.

The left factor stands beside the result and the right one above it, so that a cell of the result is where its
row and its column cross. What is only taken cell by cell stands in a row with it, or in a column where that
is too wide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

Role = Literal["left", "right", "cells", "result"]

WIDEST, HIGHEST = 70.0, 28.0
LEAST_NUMBERED = (40.0, 14.0)
"""Smallest cell that has room for a number."""

GAP, HEAD = 22.0, 18.0
"""Pixels between two matrices, and above each for its name."""


@dataclass(frozen=True, eq=False)
class Grid:
    """One matrix: its name, (rows, columns) values, its part, and the row and column in play, None for all."""

    name: str
    values: NDArray[np.floating]
    role: Role
    row: int | None = None
    column: int | None = None


class MatrixLayout:
    """Rectangles for grids in a picture of `width` × `height`.

    Attributes:
        cell_width, cell_height: Of every cell.
    """

    def __init__(self, grids: Sequence[Grid], width: float, height: float) -> None:
        self.grids = tuple(grids)
        is_beside = self._fits_beside(width)
        self._places, columns, rows, gaps, heads = _arranged(self.grids, is_beside)
        self.cell_width = min(WIDEST, max(width - gaps * GAP, 10.0) / max(columns, 1))
        self.cell_height = min(HIGHEST, max(height - heads * HEAD, 10.0) / max(rows, 1))

    @property
    def is_numbered(self) -> bool:
        """Whether the cells have room for their numbers."""
        return self.cell_width >= LEAST_NUMBERED[0] and self.cell_height >= LEAST_NUMBERED[1]

    def rect(self, index: int) -> QRectF:
        """Where a grid stands."""
        column, row, gap, head = self._places[index]
        rows, columns = self.grids[index].values.shape
        return QRectF(
            column * self.cell_width + gap * GAP,
            row * self.cell_height + head * HEAD,
            columns * self.cell_width,
            rows * self.cell_height,
        )

    def cell_at(self, index: int, x: float, y: float) -> tuple[int, int] | None:
        """(row, column) of a grid under a point."""
        rect = self.rect(index)
        if not rect.contains(x, y) or not self.grids[index].values.size:
            return None
        rows, columns = self.grids[index].values.shape
        row, column = int((y - rect.top()) / self.cell_height), int((x - rect.left()) / self.cell_width)
        return min(row, rows - 1), min(column, columns - 1)

    def _fits_beside(self, width: float) -> bool:
        _, columns, _, gaps, _ = _arranged(self.grids, True)
        return columns * LEAST_NUMBERED[0] + gaps * GAP <= width


Places = list[tuple[int, int, int, int]]
"""For each grid the cells, gaps and names to the left of it and above it: (columns, rows, gaps, heads)."""


def _arranged(grids: Sequence[Grid], is_beside: bool) -> tuple[Places, int, int, int, int]:
    """The places, and over all how many columns, rows, gaps and names there are."""
    left = next((grid.values.shape for grid in grids if grid.role == "left"), (0, 0))
    above = next((grid.values.shape for grid in grids if grid.role == "right"), (0, 0))
    has_factors = left != (0, 0)
    top_heads = 2 if has_factors else 1
    column, row = left[1], above[0]
    gap, head = (1 if has_factors else 0), top_heads
    places: Places = []
    widest, deepest, most_heads, most_gaps = column, row, head, gap
    ordered = sorted(range(len(grids)), key=lambda index: grids[index].role == "cells" and has_factors)
    found: dict[int, tuple[int, int, int, int]] = {}
    for index in ordered:
        grid = grids[index]
        rows, columns = grid.values.shape
        if grid.role == "left":
            found[index] = (0, row, 0, top_heads)
        elif grid.role == "right":
            found[index] = (left[1], 0, 1, 1)
            widest, deepest = max(widest, left[1] + columns), max(deepest, rows)
        else:
            found[index] = (column, row, gap, head)
            widest, deepest = max(widest, column + columns), max(deepest, row + rows)
            most_heads, most_gaps = max(most_heads, head), max(most_gaps, gap)
            if is_beside:
                column, gap = column + columns, gap + 1
            else:
                row, head = row + rows, head + 1
    if has_factors:
        deepest = max(deepest, above[0] + left[0])
    places = [found[index] for index in range(len(grids))]
    return places, widest, deepest, most_gaps, most_heads
