"""The key of a plot: a row of marks with their words, beside the picture and never upon it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

Draw = Callable[[QPainter, QRectF], None]

GAP = 14.0  # between entries
INSET = 5.0  # between a mark and its word


@dataclass(frozen=True)
class KeyEntry:
    """A mark, drawn into a box of `width` text heights, and the word that follows it."""

    text: str
    draw: Draw
    width: float = 1.0


def line_entry(text: str, pen: QPen) -> KeyEntry:
    """A short piece of the curve."""

    def draw(painter: QPainter, box: QRectF) -> None:
        painter.setPen(pen)
        painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))

    return KeyEntry(text, draw, 1.8)


def point_entry(text: str, symbol: str, fill: str, outline: str) -> KeyEntry:
    """The marker of a kind of points, by its pyqtgraph symbol."""
    path: QPainterPath = Symbols[symbol]

    def draw(painter: QPainter, box: QRectF) -> None:
        size = 0.62 * box.height()
        painter.translate(box.center())
        painter.scale(size, size)
        pen = QPen(QColor(outline), 1.4)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(QBrush(QColor(fill)))
        painter.drawPath(path)

    return KeyEntry(text, draw, 0.8)


def ramp_entry(lut: np.ndarray, low: str, middle: str, high: str, ink: str) -> KeyEntry:
    """A bar of the colours of `lut` (n, 4) uint8, with the values of its ends and its middle."""
    pixels = np.ascontiguousarray(lut[None])
    image = QImage(pixels.data, pixels.shape[1], 1, QImage.Format.Format_RGBA8888).copy()

    def draw(painter: QPainter, box: QRectF) -> None:
        metrics = QFontMetricsF(painter.font())
        ends = metrics.horizontalAdvance(low) + INSET, metrics.horizontalAdvance(high) + INSET
        bar = box.adjusted(ends[0], 1.0, -ends[1], -1.0)
        painter.drawImage(bar, image)
        painter.setPen(QColor(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, low)
        painter.drawText(bar, Qt.AlignmentFlag.AlignCenter, middle)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, high)

    return KeyEntry("", draw, 7.0)


class KeyRows:
    """Entries flowed into rows of a width; `places` are their corners, `height` that of all rows, 0 without entries."""

    def __init__(self, entries: Sequence[KeyEntry], font: QFont, width: float) -> None:
        self._entries, self._font, self._width = entries, font, width
        self._metrics = QFontMetricsF(font)
        step = self._metrics.height() + 4.0
        x = y = 0.0
        self.places: list[tuple[float, float]] = []
        for entry in entries:
            length = self._length(entry)
            if x > 0 and x + length > width:
                x, y = 0.0, y + step
            self.places.append((x, y))
            x += length + GAP
        self.step = step
        self.height = y + step if entries else 0.0

    def draw(self, painter: QPainter, ink: QColor | str) -> None:
        """Draw them, the first one at the painter's origin."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        metrics = self._metrics
        height = metrics.height()
        for entry, (x, y) in zip(self._entries, self.places, strict=True):
            box = QRectF(x, y + 2.0, entry.width * height, height)
            painter.save()
            entry.draw(painter, box)
            painter.restore()
            painter.setPen(QColor(ink))
            place = QPointF(box.right() + INSET, box.top() + metrics.ascent())
            painter.drawText(place, self._that_fits(entry.text, place.x()))

    def _that_fits(self, text: str, left: float) -> str:
        """Words that are too long even for a row of their own end in an ellipsis."""
        return self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, self._width - left + 1.0)

    def _length(self, entry: KeyEntry) -> float:
        mark = entry.width * self._metrics.height()
        return mark + (INSET + self._metrics.horizontalAdvance(entry.text) if entry.text else 0.0)


class Key(pg.GraphicsObject):
    """Entries in a row that wraps; `fit` gives it its width and returns the height it then takes.

    Attributes:
        least_rows: So many rows are kept free, so that entries may come and go beside a picture that stands still.
    """

    def __init__(self, parent: QGraphicsItem) -> None:
        super().__init__()
        self.least_rows = 0
        self.setParentItem(parent)
        self.entries: tuple[KeyEntry, ...] = ()
        self._size = (0.0, 0.0)
        self._font = QFont()
        self._rows = KeyRows((), self._font, 0.0)
        self._ink = QColor()

    def set_entries(self, entries: Sequence[KeyEntry]) -> None:
        self.entries = tuple(entries)
        self.fit(self._size[0])

    def set_style(self, font: QFont, ink: str) -> None:
        self._font = font
        self._ink = QColor(ink)
        self.fit(self._size[0])

    def texts(self) -> tuple[str, ...]:
        """The words, in order."""
        return tuple(entry.text for entry in self.entries)

    def height(self) -> float:
        """The height of the rows at the present width."""
        return self._size[1]

    def fit(self, width: float) -> float:
        """Flow the entries into that width; the height of the rows, 0 without entries."""
        self.prepareGeometryChange()
        self._rows = KeyRows(self.entries, self._font, width)
        self._size = (width, max(self._rows.height, self.least_rows * self._rows.step))
        self.update()
        return self._size[1]

    def boundingRect(self) -> QRectF:
        return QRectF(0.0, 0.0, *self._size)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        self._rows.draw(painter, self._ink)
