"""One derivative, example by example: bars whose mean is the derivative of the batch."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from gui import numbers
from gui.appearance import Theme, appearance, number_font
from gui.translation import tr

LEAST_BAR = 3.0
"""Pixels; more examples than fit so are drawn as the range of each pixel's examples."""

RIGHT = 96.0
MARGIN = 8.0
SHRINK = 0.98
"""How slowly the scale follows bars that become shorter."""


class ExampleStrip(QWidget):
    """Bars from 0 up or down, the chosen one marked, and a dashed line at their mean.

    The arrows go from bar to bar, Enter chooses.

    Signals:
        picked: The place in the batch of the bar a person chose.
    """

    picked = Signal(int)

    own_keys = frozenset(
        int(key) for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
    )

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(tr("The derivative of each example of the batch"))
        self.setToolTip(
            tr("One bar an example; their mean is the derivative of the batch. A click chooses the example")
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.values = np.empty(0)
        self.rows = np.empty(0, dtype=int)
        self.chosen: int | None = None
        self._at = 0
        self._hovered: int | None = None
        self._scale = 0.0
        appearance().theme_changed.connect(self.apply_theme)

    @property
    def mean(self) -> float:
        """The mean of the bars, NaN for none."""
        return float(self.values.mean()) if len(self.values) else float("nan")

    def show_bars(self, values: np.ndarray, rows: np.ndarray, chosen: int | None) -> None:
        """The derivatives (N,) of the examples of those rows (N,), and the place of the chosen one, if it is there."""
        self.values, self.rows, self.chosen = values.astype(float), rows, chosen
        self._at = min(self._at if chosen is None else chosen, max(len(values) - 1, 0))
        finite = np.abs(self.values[np.isfinite(self.values)])
        largest = float(finite.max()) if len(finite) else 0.0
        self._scale = max(largest, SHRINK * self._scale if self._scale < 20.0 * largest else 0.0)
        self._hovered = None if self._hovered is None or self._hovered >= len(values) else self._hovered
        self.setAccessibleDescription(self.said())
        self.update()

    def said(self) -> str:
        """What is pointed at, or the mean."""
        at = self._hovered if self._hovered is not None else (self._at if self.hasFocus() else None)
        if at is None or at >= len(self.values):
            return tr("mean {mean}", mean=numbers.significant(self.mean))
        return tr(
            "example {number}: {value}",
            number=int(self.rows[at]) + 1,
            value=numbers.significant(float(self.values[at])),
        )

    def apply_theme(self, theme: Theme) -> None:
        self.update()

    def bar_center(self, place: int) -> QPointF:
        """The middle of a bar's column."""
        return QPointF(MARGIN + (place + 0.5) * self._step(), self.height() / 2.0)

    def sizeHint(self) -> QSize:
        return QSize(400, 92)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 84)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = appearance().theme
        if len(self.values):
            self._draw_bars(painter, theme)
            self._draw_mean(painter, theme)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.focus), 2.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0), 4.0, 4.0)
        painter.end()

    def _draw_bars(self, painter: QPainter, theme: Theme) -> None:
        step, zero = self._step(), self._y(0.0)
        values = np.nan_to_num(self.values)
        if step < LEAST_BAR:
            self._draw_ranges(painter, theme, values)
        else:
            gap = min(2.0, 0.2 * step)
            for place, value in enumerate(values):
                top, bottom = sorted((self._y(value), zero))
                colour = theme.positive if value > 0 else theme.negative
                bar = QRectF(MARGIN + place * step, top, step - gap, max(bottom - top, 1.0))
                painter.fillRect(bar, QColor(colour))
        painter.setPen(QPen(QColor(theme.muted), 1.0))
        painter.drawLine(QPointF(MARGIN, zero), QPointF(MARGIN + self._room(), zero))
        for marked, colour in ((self._hovered, theme.border), (self.chosen, theme.text)):
            if marked is not None and marked < len(values):
                self._draw_mark(painter, marked, colour)
        if self.hasFocus():
            self._draw_mark(painter, self._at, theme.focus)

    def _draw_ranges(self, painter: QPainter, theme: Theme, values: np.ndarray) -> None:
        """For each pixel the largest bar up and the largest bar down of its examples."""
        columns = max(int(self._room()), 1)
        column = (np.arange(len(values)) * columns) // len(values)
        starts = np.flatnonzero(np.diff(np.concatenate([[-1], column])))
        highs, lows = np.maximum.reduceat(values, starts), np.minimum.reduceat(values, starts)
        zero = self._y(0.0)
        for at, high, low in zip(column[starts], highs, lows, strict=True):
            for value, colour in ((max(high, 0.0), theme.positive), (min(low, 0.0), theme.negative)):
                top, bottom = sorted((self._y(value), zero))
                painter.fillRect(QRectF(MARGIN + at, top, 1.0, bottom - top), QColor(colour))

    def _draw_mark(self, painter: QPainter, place: int, colour: str) -> None:
        """A frame around a bar's whole column, so that a bar of 0 can be seen too."""
        width = max(self._step(), LEAST_BAR)
        left = self.bar_center(place).x() - width / 2.0
        painter.setPen(QPen(QColor(colour), 1.5))
        painter.drawRect(QRectF(left - 1.0, 4.0, width, self.height() - 9.0))

    def _draw_mean(self, painter: QPainter, theme: Theme) -> None:
        y, mean = self._y(self.mean), self.mean
        painter.setPen(QPen(QColor(theme.accent), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(MARGIN, y), QPointF(MARGIN + self._room() + 6.0, y))
        painter.setFont(number_font(0.92))
        metrics = QFontMetricsF(painter.font())
        left = MARGIN + self._room() + 9.0
        line = min(max(y + metrics.ascent() / 2.0 - 1.0, metrics.ascent() + 2.0), self.height() - 20.0)
        painter.setPen(QColor(theme.accent))
        painter.drawText(QPointF(left, line), numbers.significant(mean))
        painter.setPen(QColor(theme.muted))
        painter.drawText(QPointF(left, line + metrics.height()), tr("the mean"))

    # By hand

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._place_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self._at = place
            self.picked.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = max(len(self.values) - 1, 0)
        goals = {
            Qt.Key.Key_Left: max(self._at - 1, 0),
            Qt.Key.Key_Right: min(self._at + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in goals:
            self._at = goals[key]
            self.setAccessibleDescription(self.said())
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and len(self.values):
            self.picked.emit(self._at)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _hover(self, place: int | None) -> None:
        if place != self._hovered:
            self._hovered = place
            self.setAccessibleDescription(self.said())
            self.setToolTip(self.said())
            self.update()

    def _place_at(self, x: float) -> int | None:
        place = int((x - MARGIN) // self._step()) if len(self.values) else -1
        return place if 0 <= place < len(self.values) else None

    def _step(self) -> float:
        return self._room() / max(len(self.values), 1)

    def _room(self) -> float:
        return max(self.width() - RIGHT - MARGIN, 40.0)

    def _y(self, value: float) -> float:
        middle, half = self.height() / 2.0, self.height() / 2.0 - 9.0
        share = value / self._scale if self._scale > 0.0 and np.isfinite(value) else 0.0
        return middle - float(np.clip(share, -1.0, 1.0)) * half
