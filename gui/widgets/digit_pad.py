"""A sheet of 8×8 pixels to draw a digit on, with the mouse or with the keys."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.appearance import appearance, mix

Pen = Callable[[np.ndarray, float, float, bool], np.ndarray]
"""``pen(pixels, row, column, erases)``: the picture after a touch."""

STEP = 0.25  # pixels of the sheet between two touches of a stroke

_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class DigitPad(QWidget):
    """Shows `pixels` (side, side) from 0 to `full`; left draws, right or Shift rubs out.

    By keys: arrows move a frame, Space draws in it, Delete rubs out.

    Signals:
        changed: A hand has drawn.
    """

    changed = Signal()
    own_keys = frozenset(int(key) for key in (*_ARROWS, Qt.Key.Key_Space, Qt.Key.Key_Delete))

    def __init__(self, name: str, words: str, tip: str, side: int, full: float, pen: Pen) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumSize(120, 120)
        self._side, self._full, self._pen = side, full, pen
        self.pixels = np.zeros((side, side))
        self._cell = (side // 2, side // 2)
        self._last: QPointF | None = None  # of the running stroke
        self._erases = False
        appearance().theme_changed.connect(self.update)

    def show_pixels(self, pixels: np.ndarray) -> None:
        """Show a picture (side, side) without announcing it."""
        self.pixels = np.array(pixels, dtype=float)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(190, 190)

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            return
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._erases = event.button() == Qt.MouseButton.RightButton or is_shifted
        self._last = self._place(event.position())
        self._touch(self._last.y(), self._last.x(), self._erases)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._last is None:
            return
        start, end = self._last, self._place(event.position())
        count = int(np.hypot(end.x() - start.x(), end.y() - start.y()) / STEP) + 1
        for share in np.linspace(0.0, 1.0, count + 1)[1:].tolist():
            place = start + share * (end - start)
            self._touch(place.y(), place.x(), self._erases)
        self._last = end

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._last = None

    def _place(self, position: QPointF) -> QPointF:
        sheet = self._sheet()
        return (position - sheet.topLeft()) * (self._side / sheet.width())

    # The keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            row, column = (place + way for place, way in zip(self._cell, _ARROWS[key], strict=True))
            self._cell = (min(max(row, 0), self._side - 1), min(max(column, 0), self._side - 1))
            self.update()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Delete):
            self._touch(self._cell[0] + 0.5, self._cell[1] + 0.5, key == Qt.Key.Key_Delete)
        else:
            super().keyPressEvent(event)

    def _touch(self, row: float, column: float, erases: bool) -> None:
        self.pixels = self._pen(self.pixels, row, column, erases)
        self.update()
        self.changed.emit()

    # The picture

    def _sheet(self) -> QRectF:
        side = min(self.width(), self.height()) - 4.0
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = appearance().theme
        painter = QPainter(self)
        for row in range(self._side):
            for column in range(self._side):
                strength = float(self.pixels[row, column]) / self._full
                painter.fillRect(self._square(row, column), QColor(mix(theme.surface, theme.text, strength)))
        painter.setPen(QPen(QColor(theme.line), 1.0))
        for index in range(self._side + 1):
            square = self._square(index, index)
            sheet = self._sheet()
            painter.drawLine(QPointF(sheet.left(), square.top()), QPointF(sheet.right(), square.top()))
            painter.drawLine(QPointF(square.left(), sheet.top()), QPointF(square.left(), sheet.bottom()))
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.focus), 2.0))
            painter.drawRect(self._square(*self._cell))

    def _square(self, row: int, column: int) -> QRectF:
        sheet = self._sheet()
        unit = sheet.width() / self._side
        return QRectF(sheet.left() + column * unit, sheet.top() + row * unit, unit, unit)
