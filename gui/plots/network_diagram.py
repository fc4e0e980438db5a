"""The picture of a network: a tile for every neuron, showing what it says over the input plane, and a line
for every weight, whose width and colour show it.

It knows sizes, weights and images; it has never heard of a session. Hovering shows a value, clicking picks.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, appearance, mix, number_font, sign_lut
from gui.numbers import signed
from gui.plots.diagram_controls import DiagramControls
from gui.plots.diagram_design import DiagramDesign, subscript
from gui.plots.diagram_keys import Spot, moved
from gui.plots.diagram_layout import LARGEST_TILE, DiagramLayout, Insets
from gui.plots.edge_painter import FEW, LEVELS, MANY, EdgePainter, curve, strength_level
from gui.plots.neuron_painter import LEAST_LABELLED, NeuronPainter
from gui.translation import tr

ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
COMMANDS = {
    Qt.Key.Key_Plus: "add",
    Qt.Key.Key_Minus: "remove",
    Qt.Key.Key_Delete: "remove",
    Qt.Key.Key_Return: "edit",
    Qt.Key.Key_Enter: "edit",
}
WIDEST_NAME = 110.0


class NetworkDiagram(QWidget):
    """A picture of a network that can be pointed at.

    Signals:
        picked: A `Spot` was clicked or reached by the arrow keys, or None for the empty ground.
        hovered: The mouse has come to another `Spot`, or None: it has left.
        commanded: "add", "remove" or "edit": the keys + and −, Delete, Enter.
        resized: The picture has another size.
    """

    picked = Signal(object)
    hovered = Signal(object)
    commanded = Signal(str)
    resized = Signal()

    own_keys = frozenset(int(key) for key in (*ARROWS, *COMMANDS))

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(320, 240)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Network diagram"))
        self.controls = DiagramControls(self)
        self._design = DiagramDesign(("x₁", "x₂"), ((1, ""),))
        self._weights: Sequence[NDArray[np.floating]] = ()
        self._biases: Sequence[NDArray[np.floating]] = ()
        self._tiles: list[QImage] = []
        self._values: Sequence[NDArray[np.floating]] = ()
        self._edges: QPixmap | None = None
        self._hovered: Spot | None = None
        self._mouse = QPointF()
        self.selected: Spot | None = None
        appearance().theme_changed.connect(self.apply_theme)
        self.apply_theme(appearance().theme)

    # What to show

    def show_design(self, design: DiagramDesign) -> None:
        """Another network; parameters and tiles follow."""
        self._design = design
        self._weights, self._biases, self._tiles, self._values = (), (), [], ()
        self._hovered = None
        self._arrange()

    def show_parameters(
        self, weights: Sequence[NDArray[np.floating]], biases: Sequence[NDArray[np.floating]]
    ) -> None:
        """The weights (n_l, n_{l−1}) and biases (n_l,) of layers 1…L, read at every repaint of theirs."""
        self._weights, self._biases = weights, biases
        self._edges = None
        self.update()

    def show_tiles(self, activations: Sequence[NDArray[np.floating]]) -> None:
        """For each layer 0…L what its neurons say over the plane, (n_l, rows, columns), row 0 the lowest."""
        self._tiles = [self._atlas(values) for values in activations]
        self.update()

    def show_values(self, values: Sequence[NDArray[np.floating]]) -> None:
        """What every neuron says of one example, a[l] (n_l,) for layers 0…L; () for none."""
        self._values = values
        self.update()

    def select(self, spot: Spot | None) -> None:
        """Mark what is picked."""
        self.selected = spot
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme; the tiles follow with the next `show_tiles`."""
        self._theme = theme
        self._painter = EdgePainter(theme)
        self._lut = sign_lut(theme)
        self._edges = None
        self.update()

    def spot_center(self, spot: Spot) -> QPointF:
        """Where a neuron's tile, or the middle of a weight's line, stands in the widget."""
        return QPointF(*self.layout_of.place_of(spot.layer, spot.neuron, spot.source))

    def sizeHint(self) -> QSize:
        return QSize(640, 460)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        self.controls.draw_headings(painter, self._theme)
        if self._weights:
            painter.drawPixmap(0, 0, self._edge_pixmap())
            self._draw_marked_weight(painter, self.selected, self._theme.accent)
            self._draw_marked_weight(painter, self._hovered, self._theme.text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._draw_neurons(painter)
        self._draw_focus(painter)
        self._draw_note(painter)
        self._draw_value(painter)
        painter.end()

    def _edge_pixmap(self) -> QPixmap:
        if self._edges is None:
            ratio = self.devicePixelRatioF()
            self._edges = QPixmap(self.size() * ratio)
            self._edges.setDevicePixelRatio(ratio)
            self._edges.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._edges)
            pairs = [self.layout_of.ends(layer) for layer in range(1, len(self._design.sizes))]
            starts, ends = (np.concatenate([pair[side].reshape(-1, 2) for pair in pairs]) for side in (0, 1))
            flat = np.concatenate([weights.ravel() for weights in self._weights])
            self._painter.draw(painter, starts, ends, flat)
            painter.end()
        return self._edges

    def _draw_marked_weight(self, painter: QPainter, spot: Spot | None, colour: str) -> None:
        if spot is None or spot.source is None:
            return
        start, end = (side[spot.neuron, spot.source] for side in self.layout_of.ends(spot.layer))
        level = int(
            strength_level(self._weights[spot.layer - 1][spot.neuron, spot.source : spot.source + 1])[0]
        )
        pen = QPen(QColor(colour))
        pen.setWidthF(2.0 + 2.0 * level / LEVELS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        if self._is_curved:
            painter.drawPath(curve(start, end))
        else:
            painter.drawLine(QPointF(*start), QPointF(*end))

    def _draw_neurons(self, painter: QPainter) -> None:
        neurons = NeuronPainter(self._theme, self._design, self.layout_of)
        neurons.draw_skips(painter)
        for layer in range(len(self._design.sizes)):
            image = self._tiles[layer] if layer < len(self._tiles) else None
            biases = self._biases[layer - 1] if layer and self._biases else None
            neurons.draw_layer(painter, layer, image, biases, (self.selected, self._hovered))
        neurons.draw_pins(painter)
        neurons.draw_values(painter, self._values)

    def _draw_focus(self, painter: QPainter) -> None:
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.focus), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 4.0, 4.0)

    def _draw_note(self, painter: QPainter) -> None:
        count = sum(weights.size for weights in self._weights)
        if count <= MANY:
            return
        painter.setFont(number_font(0.92))
        painter.setPen(QColor(self._theme.muted))
        text = tr("The {drawn} strongest of {count} weights are drawn.", drawn=MANY, count=count)
        box = QRectF(0, self.height() - 20.0, self.width(), 18.0)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_value(self, painter: QPainter) -> None:
        text = self.hovered_text()
        if not text:
            return
        painter.setFont(number_font())
        size = painter.fontMetrics().size(0, text)
        box = QRectF(self._mouse.x() + 14.0, self._mouse.y() + 12.0, size.width() + 16.0, size.height() + 8.0)
        box.moveRight(min(box.right(), self.width() - 4.0))
        box.moveBottom(min(box.bottom(), self.height() - 4.0))
        painter.setPen(QPen(QColor(self._theme.border), 1.0))
        painter.setBrush(QColor(mix(self._theme.surface, self._theme.raised, 0.5)))
        painter.drawRoundedRect(box, 4.0, 4.0)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    # Pointing

    def hovered_text(self) -> str:
        """What is under the mouse, with its present value; counted from 1 as the texts do."""
        spot = self._hovered
        if spot is None or not self._weights:
            return ""
        if spot.source is not None:
            value = signed(float(self._weights[spot.layer - 1][spot.neuron, spot.source]))
            index = f"{subscript(spot.neuron + 1)}{subscript(spot.source + 1, separate=spot.neuron > 8)}"
            return tr("weight w{index}, layer {layer}: {value}", index=index, layer=spot.layer, value=value)
        if spot.layer == 0:
            return tr("input {name}", name=self._design.input_names[spot.neuron])
        bias = signed(float(self._biases[spot.layer - 1][spot.neuron]))
        words = self._design.layers[spot.layer - 1][1]
        return tr(
            "neuron {neuron}, layer {layer} ({activation}): bias {bias}",
            neuron=spot.neuron + 1,
            layer=spot.layer,
            activation=words,
            bias=bias,
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position()
        hovered = self._spot_at(event.position())
        if hovered is not None or self._hovered is not None:
            self._hover(hovered)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def _hover(self, spot: Spot | None) -> None:
        is_other = spot != self._hovered
        self._hovered = spot
        self.update()
        if is_other:
            self.hovered.emit(spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS:
            self.picked.emit(moved(self.selected, key, self._design.sizes))
        elif key in COMMANDS:
            self.commanded.emit(COMMANDS[key])
        elif key == Qt.Key.Key_Escape and self.selected is not None:
            self.picked.emit(None)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(self._spot_at(event.position()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        self.resized.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def _spot_at(self, point: QPointF) -> Spot | None:
        neuron = self.layout_of.neuron_at(point.x(), point.y())
        if neuron is not None:
            return Spot(*neuron)
        weight = self.layout_of.weight_at(point.x(), point.y()) if self._weights else None
        return None if weight is None else Spot(*weight)

    # Inside

    @property
    def _is_curved(self) -> bool:
        sizes = self._design.sizes
        return sum(a * b for a, b in pairwise(sizes)) <= FEW

    def _arrange(self) -> None:
        sizes = self._design.sizes
        self.layout_of = DiagramLayout(sizes, self.width(), self.height(), Insets(), self._is_curved)
        if self.layout_of.tiles[0] >= LEAST_LABELLED:  # only then the inputs' names are written beside them
            insets = Insets(left=self._names_width())
            self.layout_of = DiagramLayout(sizes, self.width(), self.height(), insets, self._is_curved)
        self.controls.arrange(self._design.layers, self.layout_of)
        self._edges = None
        self.update()

    def _names_width(self) -> float:
        """Room to the left of the inputs' column: for the longest name, within reason."""
        metrics = QFontMetricsF(number_font())
        widest = max(metrics.horizontalAdvance(name) for name in self._design.input_names)
        return min(widest, WIDEST_NAME) + LARGEST_TILE / 2.0 + 18.0

    def _atlas(self, values: NDArray[np.floating]) -> QImage:
        """All tiles of a layer below one another as one image, the highest y of each on top."""
        shades = np.nan_to_num((values[:, ::-1] + 1.0) * (len(self._lut) / 2.0))
        index = np.clip(shades, 0, len(self._lut) - 1).astype(np.intp)
        pixels = np.ascontiguousarray(self._lut[index].reshape(-1, values.shape[2], 4))
        height, width = pixels.shape[:2]
        return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
