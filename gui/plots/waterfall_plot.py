"""How large the gradient is in each layer, for several networks side by side on one logarithmic scale.

Bars are now; the lines are earlier moments, the paler the longer ago. The error comes from the right.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, appearance, heading_font, mix, number_font
from gui.plots.axes import number_text
from gui.plots.themed_plot import MARGIN
from gui.translation import tr

FLOOR, TOP = 1e-14, 1e3
"""What lies beyond is drawn at the end of the scale."""

GAP = 16.0
LEAST_WIDTH = 150.0
MOST_COLUMNS = 3
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


@dataclass(frozen=True, eq=False)
class Waterfall:
    """One network.

    Attributes:
        name, note: What it is called, and what there is to see.
        lines: Two short texts with its numbers.
        is_ill: Whether it is one of those that are to be cured.
        now: (L,) mean |∂C/∂w| of layers 1 … L.
        earlier: The same at earlier moments, the oldest first.
    """

    name: str
    note: str
    lines: tuple[str, str]
    is_ill: bool
    now: np.ndarray
    earlier: tuple[np.ndarray, ...] = ()


class WaterfallPlot(QWidget):
    """Small multiples in reading order; the mouse and the arrow keys read off one layer of one of them.

    Signals:
        pointed: The sentence of the bar that is read off, "" for none.
    """

    pointed = Signal(str)
    own_keys = frozenset(int(key) for key in STEPS)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.networks: tuple[Waterfall, ...] = ()
        self.place: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Gradients of the copies, layer by layer"))
        self.setToolTip(
            tr("Size of the gradient in each layer, on one scale for all; arrow keys read off the bars")
        )
        appearance().theme_changed.connect(self.apply_theme)
        self.apply_theme(appearance().theme)

    def show_networks(self, networks: Sequence[Waterfall]) -> None:
        """Other numbers; the bar that is read off stays if it is still there."""
        self.networks = tuple(networks)
        if self.place is not None and not self._has(self.place):
            self.place = None
        self.setAccessibleDescription(" ".join(f"{each.name}: {', '.join(each.lines)}." for each in networks))
        self._tell()
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def scale(self) -> tuple[int, int]:
        """The decades at the lower and the upper end, the same for all."""
        rows = [row for each in self.networks for row in (each.now, *each.earlier)]
        values = np.concatenate([np.empty(0), *rows])
        values = np.clip(values[np.isfinite(values) & (values > 0.0)], FLOOR, TOP)
        if not len(values):
            return -3, 0
        low, high = math.floor(math.log10(values.min())), math.ceil(math.log10(values.max()))
        return low, max(high, low + 1)

    def frames(self) -> list[QRectF]:
        """Where the bars of each network stand."""
        columns = self._columns()
        rows = -(-max(len(self.networks), 1) // columns)
        width = (self.width() - self._scale_width() - 2 * MARGIN) / columns
        height = (self.height() - MARGIN) / rows
        line, head = self._line(), self._head(width - GAP)
        result = []
        for index in range(len(self.networks)):
            row, column = divmod(index, columns)
            left = MARGIN + self._scale_width() + column * width
            top = row * height + head
            result.append(QRectF(left, top, width - GAP, max(height - head - line - 14.0, 10.0)))
        return result

    def bar(self, network: int, layer: int) -> QRectF:
        """A bar, `layer` from 0; empty where there is no gradient."""
        frame = self.frames()[network]
        sizes = self.networks[network].now
        step = frame.width() / len(sizes)
        top = self._y(frame, float(sizes[layer]))
        return QRectF(frame.left() + (layer + 0.14) * step, top, 0.72 * step, frame.bottom() - top)

    def sentence(self, network: int, layer: int) -> str:
        """What one bar says."""
        shown = self.networks[network]
        size = float(shown.now[layer])
        return tr(
            "{name}, {layer}: mean |∂C/∂w| = {size}",
            name=shown.name,
            layer=tr("output") if layer + 1 == len(shown.now) else tr("layer {number}", number=layer + 1),
            size=number_text(float(f"{size:.3g}")) if math.isfinite(size) else tr("not finite"),
        )

    def sizeHint(self) -> QSize:
        return QSize(560, 420)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 240)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        for index, frame in enumerate(self.frames()):
            self._draw_words(painter, self.networks[index], frame)
            self._draw_grid(painter, frame, is_first=index % self._columns() == 0)
            self._draw_bars(painter, index)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for age, sizes in enumerate(reversed(self.networks[index].earlier)):
                self._draw_earlier(painter, frame, sizes, age)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            self._draw_layers(painter, self.networks[index], frame)
        painter.end()

    def _draw_words(self, painter: QPainter, network: Waterfall, frame: QRectF) -> None:
        line = self._line()
        top = frame.top() - self._head(frame.width()) + 4.0
        painter.setFont(heading_font(0.92))
        painter.setPen(QColor(self._theme.warning if network.is_ill else self._theme.text))
        painter.drawText(
            QRectF(frame.left(), top, frame.width(), line), Qt.AlignmentFlag.AlignLeft, network.name
        )
        painter.setFont(number_font(0.86))
        painter.setPen(QColor(self._theme.muted))
        notes = self._note_height(frame.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(frame.left(), top + line, frame.width(), notes), flags, network.note)
        painter.setPen(QColor(self._theme.text))
        for number, words in enumerate(network.lines):
            box = QRectF(frame.left(), top + line + notes + number * line, frame.width(), line)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft, words)

    def _draw_grid(self, painter: QPainter, frame: QRectF, is_first: bool) -> None:
        low, high = self.scale()
        painter.setFont(number_font(0.82))
        count = max(2.0, frame.height() / 22.0)
        stride = max(1, math.ceil((high - low) / count))
        for tick in range(-(-low // stride) * stride, high + 1, stride):
            y = round(frame.bottom() - frame.height() * (tick - low) / (high - low))
            painter.setPen(QColor(self._theme.grid))
            painter.drawLine(QLineF(frame.left(), y, frame.right(), y))
            if is_first:
                painter.setPen(QColor(self._theme.muted))
                box = QRectF(MARGIN, y - 10.0, self._scale_width() - 5.0, 20.0)
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(box, flags, _power(tick))
        painter.setPen(QColor(self._theme.border))
        painter.drawLine(frame.bottomLeft(), frame.bottomRight())

    def _draw_bars(self, painter: QPainter, index: int) -> None:
        network, theme = self.networks[index], self._theme
        colour = theme.warning if network.is_ill else theme.accent
        painter.setPen(Qt.PenStyle.NoPen)
        for layer in range(len(network.now)):
            box = self.bar(index, layer)
            painter.setBrush(QColor(mix(theme.surface, colour, 0.62)))
            painter.drawRect(box)
            if network.is_ill:  # not by its colour alone
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.fillRect(box, _hatch(mix(theme.surface, colour, 0.95)))
            if self.place == (index, layer):
                painter.setPen(QPen(QColor(theme.focus if self.hasFocus() else theme.text), 2.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                ring = QRectF(
                    box.left(), min(box.top(), box.bottom() - 4.0), box.width(), max(box.height(), 4.0)
                )
                painter.drawRect(ring.adjusted(-1, -1, 1, 0))
                painter.setPen(Qt.PenStyle.NoPen)

    def _draw_earlier(self, painter: QPainter, frame: QRectF, sizes: np.ndarray, age: int) -> None:
        step = frame.width() / len(sizes)
        points = [
            QPointF(frame.left() + (layer + 0.5) * step, self._y(frame, size))
            for layer, size in enumerate(sizes.tolist())
            if math.isfinite(size)
        ]
        colour = QColor(mix(self._theme.surface, self._theme.text, max(0.75 - 0.17 * age, 0.2)))
        painter.setPen(QPen(colour, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        painter.setBrush(colour)
        for point in points:
            painter.drawEllipse(point, 1.6, 1.6)

    def _draw_layers(self, painter: QPainter, network: Waterfall, frame: QRectF) -> None:
        painter.setFont(number_font(0.82))
        painter.setPen(QColor(self._theme.muted))
        count = len(network.now)
        step = frame.width() / count
        for layer in range(count):
            words = tr("out") if layer + 1 == count else str(layer + 1)
            box = QRectF(frame.left() + layer * step - 10, frame.bottom() + 1.0, step + 20, self._line())
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, words)

    # Pointing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._place_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._point_at(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.place is None and self.networks:
            self._point_at((0, 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None or not self.networks:
            super().keyPressEvent(event)
            return
        network, layer = self.place or (0, 0)
        layer += step[1]
        if layer < 0 and network > 0:
            network, layer = network - 1, len(self.networks[network - 1].now) - 1
        elif layer == len(self.networks[network].now) and network + 1 < len(self.networks):
            network, layer = network + 1, 0
        wanted = network + step[0] * self._columns()
        network = wanted if 0 <= wanted < len(self.networks) else network
        self._point_at((network, min(max(layer, 0), len(self.networks[network].now) - 1)))

    def _place_at(self, point: QPointF) -> tuple[int, int] | None:
        for index, frame in enumerate(self.frames()):
            if frame.adjusted(0, 0, 0, self._line()).contains(point):
                count = len(self.networks[index].now)
                return index, min(int((point.x() - frame.left()) / frame.width() * count), count - 1)
        return None

    def _point_at(self, place: tuple[int, int] | None) -> None:
        if place != self.place:
            self.place = place
            self._tell()
            self.update()

    def _tell(self) -> None:
        self.pointed.emit("" if self.place is None else self.sentence(*self.place))

    def _has(self, place: tuple[int, int]) -> bool:
        return place[0] < len(self.networks) and place[1] < len(self.networks[place[0]].now)

    # Places

    def _y(self, frame: QRectF, size: float) -> float:
        low, high = self.scale()
        if not size > 0.0:  # false for NaN too
            return frame.bottom()
        value = math.log10(min(max(size, FLOOR), TOP))
        return frame.bottom() - frame.height() * min(max((value - low) / (high - low), 0.0), 1.0)

    def _columns(self) -> int:
        room = self.width() - self._scale_width() - 2 * MARGIN
        return max(1, min(MOST_COLUMNS, int(room // LEAST_WIDTH)))

    def _head(self, width: float) -> float:
        """Height of the words above a frame of that width."""
        return 3 * self._line() + self._note_height(width) + 12.0

    def _note_height(self, width: float) -> float:
        """The same for all, so that the frames stand in a row."""
        metrics = QFontMetricsF(number_font(0.86))
        room = QRectF(0, 0, width, 1000)
        flags = int(Qt.TextFlag.TextWordWrap)
        heights = [metrics.boundingRect(room, flags, each.note).height() for each in self.networks]
        return max(heights, default=0.0) + 2.0

    @staticmethod
    def _line() -> float:
        return QFontMetricsF(number_font(0.92)).height()

    @staticmethod
    def _scale_width() -> float:
        return QFontMetricsF(number_font(0.82)).horizontalAdvance("10⁻¹⁰") + 7.0


def _power(exponent: int) -> str:
    """A decade, always as a power, so that all are of one width."""
    return "1" if exponent == 0 else f"10{str(exponent).translate(_SUPERSCRIPTS)}"


def _hatch(colour: str) -> QBrush:
    return QBrush(QColor(colour), Qt.BrushStyle.BDiagPattern)
