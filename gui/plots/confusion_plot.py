"""Which class is taken for which: a table whose rows are the true classes and whose columns are the answers."""

from dataclasses import dataclass, field
from math import ceil

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, appearance, mix, number_font
from gui.numbers import percent
from gui.plots.themed_plot import MARGIN, TEXT_SCALE
from gui.translation import tr

GAP = 6.0
WIDEST_NAME = 96.0
TALLEST_CELL = 96.0
LINE = 1.35  # heights of a figure that a crowded row needs
SMALLEST = 6.0  # points

LEAST_ROW = 11.0
"""Pixels a row of the smallest letters needs."""
ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}

Cell = tuple[int, int]


@dataclass(frozen=True, eq=False)
class ConfusionTable:
    """Counts (K, K), their shares of each row (NaN in an empty one), and what the classes are called."""

    counts: np.ndarray = field(default_factory=lambda: np.zeros((1, 1), int))
    shares: np.ndarray = field(default_factory=lambda: np.full((1, 1), np.nan))
    names: tuple[str, ...] = ("",)

    def sentence(self, cell: Cell) -> str:
        """What the number in a cell says."""
        row, column = cell
        count, total = int(self.counts[cell]), int(self.counts[row].sum())
        name, share = self.names[row], percent(float(self.shares[cell]))
        if row == column:
            return tr(
                "{name} recognised: {count} of {total} ({share})",
                name=name,
                count=count,
                total=total,
                share=share,
            )
        return tr(
            "{name} taken for {other}: {count} of {total} ({share})",
            name=name,
            other=self.names[column],
            count=count,
            total=total,
            share=share,
        )


class ConfusionPlot(QWidget):
    """The table as coloured cells: the deeper the colour, the larger the share of the row; numbers say it too.

    Signals:
        pointed: The sentence of the cell under the mouse or chosen by the arrow keys, "" for none.
    """

    pointed = Signal(str)
    own_keys = frozenset(int(key) for key in ARROWS)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = ConfusionTable()
        self.cell: Cell | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Confusion matrix"))
        self.setToolTip(tr("Rows are the true classes, columns what the network says; arrow keys move"))
        appearance().theme_changed.connect(self.apply_theme)
        self.apply_theme(appearance().theme)

    def show_table(self, table: ConfusionTable) -> None:
        """Another table; the cell that is pointed at stays if it is still there."""
        if self.cell is not None and max(self.cell) >= len(table.names):
            self.cell = None
        self.table = table
        self.setAccessibleDescription(". ".join(table.sentence((k, k)) for k in range(len(table.names))))
        self._tell()
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell stands in the widget."""
        left, top, width, height = self._grid()
        count = len(self.table.names)
        x0, x1 = (round(left + width * index / count) for index in (column, column + 1))
        y0, y1 = (round(top + height * index / count) for index in (row, row + 1))
        return QRectF(x0, y0, x1 - x0, y1 - y0)

    def sizeHint(self) -> QSize:
        return QSize(300, 240)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        count = len(self.table.names)
        for row in range(count):
            for column in range(count):
                self._draw_cell(painter, row, column)
        self._draw_names(painter)
        self._draw_axis_names(painter)
        if self.cell is not None:
            painter.setPen(QPen(QColor(self._theme.focus if self.hasFocus() else self._theme.text), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.cell_rect(*self.cell).adjusted(1, 1, -1, -1))
        painter.end()

    def _draw_cell(self, painter: QPainter, row: int, column: int) -> None:
        theme, rect = self._theme, self.cell_rect(row, column)
        share = float(np.nan_to_num(self.table.shares[row, column]))
        ground = mix(theme.surface, theme.accent, share)
        painter.fillRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), QColor(ground))
        painter.setPen(QPen(QColor(theme.line), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)
        count = int(self.table.counts[row, column])
        painter.setPen(QColor(_ink(ground, theme) if count else theme.muted))
        big, small = number_font(), number_font(0.84)
        metrics = QFontMetricsF(big)
        note = percent(share) if count else ""
        has_room = rect.height() > 2.3 * metrics.height() and rect.width() > metrics.horizontalAdvance(
            "000 %"
        )
        if not has_room or not note:
            if rect.height() < LEAST_ROW:
                return  # the colour tells, and pointing at it says the number
            if count or rect.height() > metrics.height():  # where it is crowded, empty means none
                painter.setFont(self._fitting(big, rect.height()))
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(count))
            return
        middle = rect.center().y()
        for font, words, top, height in (
            (big, str(count), middle - metrics.height(), metrics.height()),
            (small, note, middle + 1.0, metrics.height()),
        ):
            painter.setFont(font)
            painter.drawText(
                QRectF(rect.left(), top, rect.width(), height), Qt.AlignmentFlag.AlignCenter, words
            )

    def _draw_names(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._theme.text))
        metrics = QFontMetricsF(self._font())
        elide = Qt.TextElideMode.ElideRight
        room = self._names_width()
        every = ceil(LEAST_ROW / max(self.cell_rect(0, 0).height(), 1.0))  # of the names beside has room
        for index, name in enumerate(self.table.names):
            beside, above = self.cell_rect(index, 0), self.cell_rect(0, index)
            painter.setFont(self._fitting(self._font(), max(beside.height(), LEAST_ROW)))
            box = QRectF(beside.left() - GAP - room, beside.top(), room, beside.height())
            if index % every == 0:
                aligned = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
                painter.drawText(_no_lower(box, LEAST_ROW), aligned, metrics.elidedText(name, elide, room))
            painter.setFont(self._font())
            box = QRectF(
                above.left() + 1, above.top() - metrics.height() - 3, above.width() - 2, metrics.height()
            )
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, metrics.elidedText(name, elide, box.width()))

    def _draw_axis_names(self, painter: QPainter) -> None:
        left, top, width, height = self._grid()
        line = QFontMetricsF(self._font()).height()
        painter.setPen(QColor(self._theme.muted))
        painter.setFont(self._font())
        painter.drawText(
            QRectF(left, MARGIN, width, line), Qt.AlignmentFlag.AlignCenter, tr("said by the network")
        )
        painter.save()
        painter.translate(MARGIN, top + height)
        painter.rotate(-90.0)
        painter.drawText(QRectF(0, 0, height, line), Qt.AlignmentFlag.AlignCenter, tr("truth"))
        painter.restore()

    # Pointing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._point_at(self.cell or (0, 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = ARROWS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        row, column = self.cell or (0, 0)
        last = len(self.table.names) - 1
        self._point_at((min(max(row + step[0], 0), last), min(max(column + step[1], 0), last)))

    def _point_at(self, cell: Cell | None) -> None:
        if cell != self.cell:
            self.cell = cell
            self._tell()
            self.update()

    def _tell(self) -> None:
        self.pointed.emit("" if self.cell is None else self.table.sentence(self.cell))

    def _cell_at(self, place: QPointF) -> Cell | None:
        left, top, width, height = self._grid()
        count = len(self.table.names)
        column = int((place.x() - left) // (width / count))
        row = int((place.y() - top) // (height / count))
        return (row, column) if 0 <= row < count and 0 <= column < count else None

    # Places

    def _grid(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of all cells."""
        line = QFontMetricsF(self._font()).height()
        left = MARGIN + line + self._names_width() + 2 * GAP
        top = MARGIN + 2 * line + 6.0
        width = max(self.width() - left - 2 * MARGIN, 20.0)
        height = max(self.height() - top - MARGIN, 20.0)
        return left, top, width, min(height, TALLEST_CELL * len(self.table.names))

    def _names_width(self) -> float:
        metrics = QFontMetricsF(self._font())
        widest = max(metrics.horizontalAdvance(name) for name in self.table.names)
        return float(np.ceil(min(widest + 1.0, WIDEST_NAME)))

    @staticmethod
    def _font() -> QFont:
        return number_font(TEXT_SCALE)

    @staticmethod
    def _fitting(font: QFont, height: float) -> QFont:
        """The font, smaller if a line of it is higher than that."""
        share = (height - 1.0) / QFontMetricsF(font).capHeight() / LINE
        if share < 1.0:
            font = QFont(font)
            font.setPointSizeF(max(font.pointSizeF() * share, SMALLEST))
        return font


def _ink(ground: str, theme: Theme) -> str:
    """Whichever of the theme's two inks stands out better."""
    lightness = _lightness(ground)
    return max((theme.text, theme.on_accent), key=lambda ink: _contrast(lightness, _lightness(ink)))


def _contrast(one: float, other: float) -> float:
    """WCAG 2.1 contrast ratio of two relative luminances."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _lightness(colour: str) -> float:
    """WCAG 2.1 relative luminance."""
    parsed = QColor(colour)
    channels = np.array([parsed.redF(), parsed.greenF(), parsed.blueF()])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def _no_lower(box: QRectF, least: float) -> QRectF:
    """The box, grown about its middle to a least height."""
    grow = max(least - box.height(), 0.0) / 2.0
    return box.adjusted(0.0, -grow, 0.0, grow)
