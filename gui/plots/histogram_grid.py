"""Histograms side by side as small pictures, with one height scale for all."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, appearance, mix, number_font
from gui.plots.axes import linear_ticks, number_text, percent_text
from gui.plots.themed_plot import MARGIN, TEXT_SCALE
from gui.translation import tr

HEIGHTS = (0.05, 0.1, 0.2, 0.5, 1.0)
"""Tops of the common scale: few, so that it changes seldom."""

LEAST_WIDTH = 84.0
GAP = 14.0


@dataclass(frozen=True, eq=False)
class HistogramCell:
    """One picture: its title, `edges` (n + 1,) of its bars and their `shares` (n,) of all values."""

    title: str
    edges: np.ndarray
    shares: np.ndarray


class HistogramGrid(QWidget):
    """Small multiples in reading order; `axis` says what lies along every horizontal axis."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells: tuple[HistogramCell, ...] = ()
        self._axis = ""
        appearance().theme_changed.connect(self.apply_theme)
        self.apply_theme(appearance().theme)

    def show_cells(self, cells: Sequence[HistogramCell], axis: str) -> None:
        """Other histograms."""
        self.cells, self._axis = tuple(cells), axis
        self.setAccessibleDescription(" ".join(map(_sentence, self.cells)))
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    @property
    def top(self) -> float:
        """The share at the upper end of every picture."""
        tallest = max((float(cell.shares.max(initial=0.0)) for cell in self.cells), default=0.0)
        return next((height for height in HEIGHTS if height >= tallest - 1e-9), 1.0)

    def columns(self) -> int:
        """How many stand in a row: as many as keep the pictures near the shape of a page."""
        count = max(len(self.cells), 1)
        most = max(1, min(count, int(self._inner_width() // (LEAST_WIDTH + GAP))))
        ratios = [(abs(math.log(self._shape(n) / 1.5)), n) for n in range(1, most + 1)]
        return min(ratios)[1]

    def sizeHint(self) -> QSize:
        return QSize(300, 220)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        painter.setFont(_font())
        columns, rows = self.columns(), self._rows(self.columns())
        width, height = self._inner_width() / columns, self._inner_height() / rows
        line = QFontMetricsF(_font()).height()
        for index, cell in enumerate(self.cells):
            row, column = divmod(index, columns)
            left, upper = self._left() + column * width, MARGIN + row * height
            frame = QRectF(left, upper + line + 3.0, width - GAP, height - 2 * line - 12.0)
            self._draw_cell(painter, cell, frame)
            if column == 0:
                self._draw_scale(painter, frame)
        painter.setPen(QColor(self._theme.muted))
        foot = QRectF(self._left(), self.height() - line - 4.0, self._inner_width() - GAP, line)
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, self._axis)
        painter.end()

    def _draw_cell(self, painter: QPainter, cell: HistogramCell, frame: QRectF) -> None:
        theme = self._theme
        metrics = QFontMetricsF(_font())
        low, high = float(cell.edges[0]), float(cell.edges[-1])
        painter.setPen(QColor(theme.grid))
        painter.drawLine(frame.topLeft(), frame.topRight())
        if low < 0.0 < high:
            zero = frame.left() + frame.width() * -low / (high - low)
            painter.drawLine(QLineF(zero, frame.top(), zero, frame.bottom()))
        places = frame.left() + (cell.edges - low) * (frame.width() / (high - low))
        heights = np.minimum(cell.shares / self.top, 1.0) * frame.height()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mix(theme.surface, theme.accent, 0.8)))
        for x0, x1, size in zip(places[:-1].tolist(), places[1:].tolist(), heights.tolist(), strict=True):
            if size > 0.0:
                height = max(size, 1.0)
                painter.drawRect(QRectF(x0, frame.bottom() - height, max(x1 - x0 - 0.8, 0.8), height))
        painter.setPen(QColor(theme.border))
        painter.drawLine(frame.bottomLeft(), frame.bottomRight())
        painter.setPen(QColor(theme.text))
        title = metrics.elidedText(cell.title, Qt.TextElideMode.ElideRight, frame.width())
        box = QRectF(frame.left(), frame.top() - metrics.height() - 3.0, frame.width(), metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, title)
        self._draw_ticks(painter, frame, low, high)

    def _draw_ticks(self, painter: QPainter, frame: QRectF, low: float, high: float) -> None:
        metrics = QFontMetricsF(_font())
        painter.setPen(QColor(self._theme.muted))
        last_right = -math.inf
        for tick in _ticks(low, high, frame.width(), metrics):
            words = number_text(tick)
            width = metrics.horizontalAdvance(words)
            x = frame.left() + frame.width() * (tick - low) / (high - low) - width / 2.0
            x = min(max(x, frame.left()), frame.right() - width)
            if x > last_right + 4.0:
                box = QRectF(x, frame.bottom() + 2.0, width + 1.0, metrics.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft, words)
                last_right = x + width

    def _draw_scale(self, painter: QPainter, frame: QRectF) -> None:
        metrics = QFontMetricsF(_font())
        painter.setPen(QColor(self._theme.muted))
        marks = [(frame.top(), percent_text(self.top)), (frame.bottom(), percent_text(0.0))]
        for y, words in marks if frame.height() > metrics.height() else marks[:1]:
            box = QRectF(MARGIN, y - metrics.height() / 2.0, self._scale_width(), metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    # Places

    def _left(self) -> float:
        return MARGIN + self._scale_width() + 6.0

    @staticmethod
    def _scale_width() -> float:
        return QFontMetricsF(_font()).horizontalAdvance(percent_text(1.0)) + 1.0

    def _inner_width(self) -> float:
        return max(self.width() - self._left(), 40.0)

    def _inner_height(self) -> float:
        foot = QFontMetricsF(_font()).height() + 2.0 if self._axis else 0.0
        return max(self.height() - MARGIN - foot, 40.0)

    def _rows(self, columns: int) -> int:
        return -(-max(len(self.cells), 1) // columns)

    def _shape(self, columns: int) -> float:
        """Width over height of a picture if there are that many in a row."""
        title_and_ticks = 2 * QFontMetricsF(_font()).height() + 12.0
        height = self._inner_height() / self._rows(columns) - title_and_ticks
        return (self._inner_width() / columns) / max(height, 1.0)


def _font() -> QFont:
    return number_font(TEXT_SCALE)


def _ticks(low: float, high: float, width: float, metrics: QFontMetricsF) -> list[float]:
    """Round values from end to end, as many as have room beside one another."""
    room = max(metrics.horizontalAdvance(number_text(value)) for value in (low, high)) + 12.0
    ticks: list[float] = linear_ticks(low, high, max(width / room - 1.0, 1.0)).tolist()
    return ticks if len(ticks) > 2 else [low, high]


def _sentence(cell: HistogramCell) -> str:
    """Where most values lie, for those who listen."""
    if not cell.shares.any():
        return tr("{title}: no values.", title=cell.title)
    tallest = int(cell.shares.argmax())
    return tr(
        "{title}: most values, {share}, lie from {low} to {high}.",
        title=cell.title,
        share=percent_text(round(float(cell.shares[tallest]), 3)),
        low=number_text(round(float(cell.edges[tallest]), 6)),
        high=number_text(round(float(cell.edges[tallest + 1]), 6)),
    )
