"""Where the matrices of a gradient check lie: side by side, wrapped into rows, as large as the room allows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF

MOST, LEAST = 46.0, 6.0
"""Sides of a cell in pixels."""

BIAS_GAP = 5.0
"""Between the weights and the bias column."""

MATRIX_GAP = 22.0
MOST_BIN = 512


@dataclass(frozen=True)
class MatrixPlace:
    """One layer's matrix: n_l rows, n_{l−1} columns of weights and the column of biases, `bin` to a cell a side.

    Or the long links, row by row, which have no biases.

    Attributes:
        rows, columns: Parameters of the matrix; the last column are the biases.
        bin: How many neurons one cell stands for in each direction; the biases are binned along the rows alone.
        cell: Side of a cell.
        left, top: Of the first cell.
    """

    rows: int
    columns: int
    bin: int
    cell: float
    left: float
    top: float
    has_biases: bool = True

    @property
    def cell_rows(self) -> int:
        """Rows of cells."""
        return -(-self.rows // self.bin)

    @property
    def cell_columns(self) -> int:
        """Columns of cells, that of the biases included."""
        return -(-(self.columns - self.has_biases) // self.bin) + self.has_biases

    @property
    def gap(self) -> float:
        """Before the biases."""
        return BIAS_GAP if self.has_biases else 0.0

    @property
    def width(self) -> float:
        """Of all cells and the gap before the biases."""
        return self.cell_columns * self.cell + self.gap

    @property
    def height(self) -> float:
        """Of all cells."""
        return self.cell_rows * self.cell

    def rect(self, row: int, column: int) -> QRectF:
        """Of a cell."""
        shift = self.gap if column == self.cell_columns - 1 else 0.0
        return QRectF(
            self.left + column * self.cell + shift, self.top + row * self.cell, self.cell, self.cell
        )

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell at a point, if there is one."""
        row = int((y - self.top) // self.cell)
        shift = self.gap if x >= self.left + self.width - self.cell else 0.0
        column = int((x - self.left - shift) // self.cell)
        is_in = 0 <= row < self.cell_rows and 0 <= column < self.cell_columns
        return (row, column) if is_in and self.rect(row, column).contains(x, y) else None

    def members(self, row: int, column: int) -> tuple[slice, slice]:
        """The rows and columns of the parameters that a cell stands for."""
        rows = slice(row * self.bin, min((row + 1) * self.bin, self.rows))
        weights = self.columns - self.has_biases
        if column * self.bin >= weights:
            return rows, slice(weights, self.columns)
        return rows, slice(column * self.bin, min((column + 1) * self.bin, weights))


def place_matrices(
    shapes: Sequence[tuple[int, int] | tuple[int, int, bool]], room: QRectF, head: float, side: float
) -> list[MatrixPlace]:
    """Places for matrices of `shapes` (rows, columns), with `head` free above each and `side` on its left.

    A shape may say besides that its last column are no biases (False).
    The largest cells that fit; where single parameters would be too small to see, cells stand for several.
    """
    number = 1
    while number <= MOST_BIN:
        cell = MOST
        while cell >= LEAST:
            places = _flowed(shapes, room, (head, side), number, cell)
            if places is not None:
                return places
            cell -= 1.0
        number *= 2
    return []


def _flowed(
    shapes: Sequence[tuple[int, int] | tuple[int, int, bool]],
    room: QRectF,
    margins: tuple[float, float],
    number: int,
    cell: float,
) -> list[MatrixPlace] | None:
    """The places at that size of a cell, or None if they do not fit."""
    head, side = margins
    places: list[MatrixPlace] = []
    x, y, tallest = room.left(), room.top(), 0.0
    for rows, columns, *biased in shapes:
        place = MatrixPlace(rows, columns, number, cell, x + side, y + head, all(biased))
        if x > room.left() and place.left + place.width > room.right():
            x, y, tallest = room.left(), y + tallest, 0.0
            place = replace(place, left=x + side, top=y + head)
        if place.left + place.width > room.right() or place.top + place.height > room.bottom():
            return None
        places.append(place)
        x = place.left + place.width + MATRIX_GAP
        tallest = max(tallest, head + place.height + 6.0)
    return places
