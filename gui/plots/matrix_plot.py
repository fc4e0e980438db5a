"""The matrices of a stage as grids of cells: colour and number of each value, and light on those in play.

Pointing at a cell of the result, or going there by the arrow keys, lights the row and the column it is made of.
"""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, appearance, number_font, sign_lut
from gui.numbers import MINUS, signed
from gui.plots.matrix_layout import Grid, MatrixLayout
from gui.translation import tr

ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
MARGIN = 10.0
PALE = 0.5
"""Strength of the colours: the numbers stand on them."""

Cell = tuple[int, int]


def cell_text(value: float) -> str:
    """A number of six characters or fewer: +0.393, −2e-05; ∞ and – for what is no number."""
    if value != value:
        return "–"
    size = abs(value)
    if 0.0005 <= size < 100 or size == 0:
        return signed(value)
    sign = MINUS if value < 0 else "+"
    return (
        f"{sign}∞"
        if size == np.inf
        else f"{sign}{size:.0f}"
        if 100 <= size < 100_000
        else f"{sign}{size:.0e}"
    )


class MatrixPlot(QWidget):
    """Grids side by side.

    Signals:
        pointed: The (row, column) of the result that is asked for, or None.
    """

    pointed = Signal(object)

    own_keys = frozenset(int(key) for key in (*ARROWS, Qt.Key.Key_Escape))

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setMinimumSize(240, 120)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Matrices of the present stage"))
        self.setToolTip(
            tr("Point at a cell of the result, or go there by the arrows: its row and column light up")
        )
        self._grids: tuple[Grid, ...] = ()
        self._words = ""
        self._asked: Cell | None = None
        self._layout = MatrixLayout((), 1.0, 1.0)
        appearance().theme_changed.connect(self.apply_theme)
        self.apply_theme(appearance().theme)

    @property
    def asked(self) -> Cell | None:
        """The cell of the result that is asked for."""
        return self._asked

    def show_grids(self, grids: Sequence[Grid], words: str = "") -> None:
        """Other matrices, the result last, or `words` instead; what is asked for stays if there is such a cell."""
        self._grids, self._words = tuple(grids), words
        if not self._grids:
            self._asked = None
        if self._asked is not None:
            rows, columns = self._result_shape
            if self._asked[0] >= rows or self._asked[1] >= columns:
                self._asked = None
        self._arrange()
        self._describe()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._lut = sign_lut(theme, strength=PALE)
        self.update()

    def lit(self, index: int) -> tuple[int | None, int | None] | None:
        """The row and the column of a grid that are lit, None meaning all; None where nothing is."""
        grid = self._grids[index]
        if self._asked is None:
            is_in_play = any(each.row is not None or each.column is not None for each in self._grids)
            return (grid.row, grid.column) if is_in_play else None
        row, column = self._asked
        if grid.role == "left":
            return row, None
        if grid.role == "right":
            return None, column
        return self._asked if grid.values.shape == self._result_shape else None

    def cell_rect(self, index: int, cell: Cell) -> QRectF:
        """Where a cell of a grid stands in the widget."""
        rect = self._layout.rect(index).translated(self._origin)
        width, height = self._layout.cell_width, self._layout.cell_height
        return QRectF(rect.left() + cell[1] * width, rect.top() + cell[0] * height, width, height)

    def sizeHint(self) -> QSize:
        return QSize(480, 260)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        for index, grid in enumerate(self._grids):
            self._draw_grid(painter, index, grid)
        if not self._grids:
            painter.setPen(QColor(self._theme.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(20, 0, -20, 0), flags, self._words)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, grid in enumerate(self._grids):
            self._draw_light(painter, index, grid)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.focus), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 4.0, 4.0)

    def _draw_grid(self, painter: QPainter, index: int, grid: Grid) -> None:
        rect = self._layout.rect(index).translated(self._origin)
        painter.setFont(number_font(0.92))
        painter.setPen(QColor(self._theme.text if grid.role == "result" else self._theme.muted))
        name = QRectF(rect.left(), rect.top() - 18.0, max(rect.width(), 120.0), 16.0)
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, grid.name)
        painter.drawImage(rect, self._image(grid.values))
        painter.setPen(QPen(QColor(self._theme.border), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)
        if self._layout.is_numbered:
            self._draw_numbers(painter, index, grid)

    def _draw_numbers(self, painter: QPainter, index: int, grid: Grid) -> None:
        painter.setFont(number_font(0.86))
        painter.setPen(QColor(self._theme.text))
        for (row, column), value in np.ndenumerate(grid.values):
            box = self.cell_rect(index, (row, column))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cell_text(float(value)))

    def _draw_light(self, painter: QPainter, index: int, grid: Grid) -> None:
        lit = self.lit(index)
        if lit is None:
            return
        rows, columns = grid.values.shape
        row, column = lit
        first = self.cell_rect(index, (row or 0, column or 0))
        last = self.cell_rect(
            index, (rows - 1 if row is None else row, columns - 1 if column is None else column)
        )
        tint = QColor(self._theme.accent)
        tint.setAlphaF(0.14)
        painter.setPen(QPen(QColor(self._theme.accent), 2.2))
        painter.setBrush(tint)
        painter.drawRoundedRect(first.united(last).adjusted(-1.0, -1.0, 1.0, 1.0), 2.0, 2.0)

    def _image(self, values: np.ndarray) -> QImage:
        """One pixel a cell, the largest |value| of the matrix in the full colour of its sign."""
        finite = np.nan_to_num(values.astype(np.float64), posinf=1e300, neginf=-1e300)
        share = finite / max(float(np.abs(finite).max(initial=0.0)), 1e-300)
        index = np.rint((share + 1.0) / 2.0 * (len(self._lut) - 1)).astype(np.intp)
        pixels = np.ascontiguousarray(self._lut[index])
        rows, columns = values.shape
        return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888).copy()

    # Pointing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position() - self._origin
        index = len(self._grids) - 1
        self._ask(self._layout.cell_at(index, place.x(), place.y()) if self._grids else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def leaveEvent(self, event: QEvent) -> None:
        self._ask(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS and self._grids:
            self._ask(self._moved(ARROWS[key]))
        elif key == Qt.Key.Key_Escape:
            self._ask(None)
        else:
            super().keyPressEvent(event)

    def _moved(self, by: Cell) -> Cell:
        """The next cell of the result; at first the one in play."""
        rows, columns = self._result_shape
        if self._asked is None:
            result = self._grids[-1]
            return result.row or 0, result.column or 0
        row, column = (place + change for place, change in zip(self._asked, by, strict=True))
        return min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)

    def _ask(self, cell: Cell | None) -> None:
        if cell != self._asked:
            self._asked = cell
            self._describe()
            self.update()
            self.pointed.emit(cell)

    def _describe(self) -> None:
        """What is asked for, or what there is, for those who listen."""
        if not self._grids:
            self.setAccessibleDescription(self._words)
            return
        result = self._grids[-1]
        if self._asked is None:
            rows, columns = result.values.shape
            text = tr(
                "{name} has {rows} rows and {columns} columns.", name=result.name, rows=rows, columns=columns
            )
        else:
            row, column = self._asked
            text = tr(
                "{name}, row {row}, column {column}: {value}",
                name=result.name,
                row=row + 1,
                column=column + 1,
                value=cell_text(float(result.values[row, column])),
            )
        self.setAccessibleDescription(text)

    # Inside

    @property
    def _result_shape(self) -> Cell:
        rows, columns = self._grids[-1].values.shape
        return rows, columns

    @property
    def _origin(self) -> QPointF:
        return QPointF(MARGIN, MARGIN)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def _arrange(self) -> None:
        self._layout = MatrixLayout(self._grids, self.width() - 2 * MARGIN, self.height() - 2 * MARGIN)
        self.update()
