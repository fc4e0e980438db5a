"""A hair line over curves that reads off what stands there: by mouse, and by arrow keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, appearance, number_font
from gui.plots.themed_plot import TEXT_SCALE
from gui.translation import tr

SWATCH = 18.0
GAP = 8.0
PADDING = 7.0
LEAST_NAME, WIDEST_NAME = 30.0, 150.0
PAGES = 10
"""Page up and Page down go a tenth of the way."""


@dataclass(frozen=True)
class ReadingLine:
    """One curve at one place: its pen, its name, and its values as texts, one a column."""

    pen: QPen
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """Everything at one place: what the place is called, and the lines below it."""

    place: str
    lines: tuple[ReadingLine, ...]

    def sentence(self) -> str:
        """The same for those who listen."""
        parts = [f"{line.name} {' '.join(value for value in line.values if value)}" for line in self.lines]
        return f"{self.place}: {', '.join(parts)}"


class Readable(Protocol):
    """A picture that can be read off; x are pixels of the picture's widget."""

    def recorded(self) -> np.ndarray:
        """(n,) the places along the horizontal axis where there are values, ascending."""

    def reading(self, index: int) -> Reading:
        """What stands at one of them."""

    def x_of(self, place: float) -> float:
        """Where a place lies."""

    def place_at(self, x: float) -> float:
        """Which place lies there."""

    def parts(self) -> Sequence[QRectF]:
        """The pictures the line runs through, from above."""

    def widest_values(self) -> tuple[str, ...]:
        """For each column of values a text as wide as they get."""


class HairLine(QWidget):
    """Lies over a picture and lets the mouse through; takes the keyboard by Tab.

    It stays at the record it was put to while the curves grow.
    """

    own_keys = frozenset(
        int(key)
        for key in (
            *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End),
            *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
        )
    )

    def __init__(self, name: str, picture: QWidget, source: Readable) -> None:
        super().__init__(picture)
        self.setObjectName(name)
        self._source = source
        self._place: float | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Read off the curves"))
        self.setToolTip(tr("The left and right arrow keys read off the values record by record"))
        appearance().theme_changed.connect(self.apply_theme)
        self.apply_theme(appearance().theme)

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def point_at(self, x: float) -> None:
        """Read off at the record nearest to these pixels."""
        if len(self._source.recorded()):
            self._put(self._nearest(self._source.place_at(x)))

    def leave(self) -> None:
        """No more reading, unless the keyboard is here."""
        if not self.hasFocus():
            self._place = None
            self.update()

    def follow(self) -> None:
        """The curves have changed beneath the line."""
        if self._place is not None:
            self.update()

    def reading(self) -> Reading | None:
        """What is read off now."""
        if self._place is None or not len(self._source.recorded()):
            return None
        return self._source.reading(self._nearest(self._place))

    # Keyboard

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._place is None and len(self._source.recorded()):
            self._put(len(self._source.recorded()) - 1)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = len(self._source.recorded())
        if event.key() not in self.own_keys or not count:
            super().keyPressEvent(event)
            return
        at = count - 1 if self._place is None else self._nearest(self._place)
        page = max(count // PAGES, 1)
        targets = {
            Qt.Key.Key_Left: at - 1,
            Qt.Key.Key_Right: at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
            Qt.Key.Key_PageUp: at + page,
            Qt.Key.Key_PageDown: at - page,
        }
        self._put(min(max(targets[Qt.Key(event.key())], 0), count - 1))

    def _put(self, index: int) -> None:
        self._place = float(self._source.recorded()[index])
        self.setAccessibleDescription(self._source.reading(index).sentence())
        self.update()

    def _nearest(self, place: float) -> int:
        return int(np.abs(self._source.recorded() - place).argmin())

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        reading = self.reading()
        if reading is None and not self.hasFocus():
            return
        painter = QPainter(self)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.focus), 2.0))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        if reading is not None and self._place is not None:
            at = float(self._source.recorded()[self._nearest(self._place)])
            self._draw_line(painter, self._source.x_of(at))
            self._draw_box(painter, reading, self._source.x_of(at))
        painter.end()

    def _draw_line(self, painter: QPainter, x: float) -> None:
        painter.setPen(QPen(QColor(self._theme.muted), 1.0))
        for part in self._source.parts():
            painter.drawLine(QLineF(round(x) + 0.5, part.top(), round(x) + 0.5, part.bottom()))

    def _draw_box(self, painter: QPainter, reading: Reading, x: float) -> None:
        font = number_font(TEXT_SCALE)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        columns = self._widths(reading, metrics)
        rest = 2 * PADDING + SWATCH + GAP + sum(columns) + GAP * len(columns)
        widest = max((metrics.horizontalAdvance(line.name) for line in reading.lines), default=0.0)
        # Not wider than half the picture: on one side of the line there is always room.
        names = min(widest, WIDEST_NAME, max(self.width() / 2.0 - rest - GAP, LEAST_NAME))
        width = rest + names
        row = metrics.height() + 1.0
        most = max(int((self.height() - 12.0 - 2 * PADDING) // row) - 1, 1)
        lines = reading.lines[:most]
        box = QRectF(x + GAP, 4.0, width, 2 * PADDING + row * (len(lines) + 1))
        if box.right() > self.width() - 1.0:
            box.moveRight(max(x - GAP, width + 1.0))
        painter.setPen(QPen(QColor(self._theme.border), 1.0))
        painter.setBrush(QColor(self._theme.surface))
        painter.drawRoundedRect(box, 4.0, 4.0)
        inside = box.adjusted(PADDING, PADDING, -PADDING, -PADDING)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(inside.topLeft() + QPointF(0.0, metrics.ascent()), reading.place)
        for number, line in enumerate(lines, start=1):
            self._draw_row(painter, line, inside.adjusted(0.0, number * row, 0.0, 0.0), names, columns)

    def _draw_row(
        self, painter: QPainter, line: ReadingLine, box: QRectF, names: float, columns: list[float]
    ) -> None:
        metrics = QFontMetricsF(painter.font())
        middle = box.top() + metrics.height() / 2.0
        painter.setPen(line.pen)
        painter.drawLine(QLineF(box.left(), middle, box.left() + SWATCH, middle))
        painter.setPen(QColor(self._theme.text))
        left = box.left() + SWATCH + GAP
        words = metrics.elidedText(line.name, Qt.TextElideMode.ElideRight, names + 1.0)
        painter.drawText(QPointF(left, box.top() + metrics.ascent()), words)
        left += names
        for value, column in zip(line.values, columns, strict=True):
            place = QRectF(left + GAP, box.top(), column, metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, value)
            left += GAP + column

    def _widths(self, reading: Reading, metrics: QFontMetricsF) -> list[float]:
        """Every column as wide as its widest value may get, so that the box stands still."""
        texts = [self._source.widest_values(), *(line.values for line in reading.lines)]
        return [max(map(metrics.horizontalAdvance, column)) + 1.0 for column in zip(*texts, strict=True)]
