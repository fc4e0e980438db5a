"""Drawing the neurons of a network: a tile each, framed, with bias, name, and the marks of what was done by hand."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from gui.appearance import Theme, number_font, sign_color
from gui.numbers import signed
from gui.plots.bias_mark import LEAST_MARKED, bias_box, bias_center
from gui.plots.diagram_design import DiagramDesign
from gui.plots.diagram_keys import Spot
from gui.plots.diagram_layout import DiagramLayout
from gui.plots.tile_atlas import tile_frame

LEAST_LABELLED = LEAST_MARKED
"""Smallest tile that has room for a name beside it."""

LEAST_VALUED = 30.0
"""Smallest tile that has room for a number under it."""

LEAST_BESIDE = 10.0
"""Smallest tile that has room for a number beside it."""

PIN = 3.4
"""Radius of the mark of a frozen weight."""


class NeuronPainter:
    """Draws the neurons of a design where a layout puts them, in the colours of a theme."""

    def __init__(self, theme: Theme, design: DiagramDesign, layout: DiagramLayout) -> None:
        self._theme = theme
        self._design = design
        self._layout = layout

    def draw_skips(self, painter: QPainter) -> None:
        """An arc from every neuron of the layer before to the neuron it is added to."""
        painter.setPen(QPen(QColor(self._theme.muted), 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for layer in self._design.skips:
            for neuron in range(self._design.sizes[layer]):
                painter.drawPath(skip_path(self._layout, layer, neuron))

    def draw_layer(
        self,
        painter: QPainter,
        layer: int,
        image: QImage | None,
        biases: NDArray[np.floating] | None,
        marked: tuple[Spot | None, Spot | None],
    ) -> None:
        """The tiles of a layer from its atlas `image`, with its `biases`; `marked` are the picked and the hovered."""
        tile, ratio = float(self._layout.tiles[layer]), painter.device().devicePixelRatioF()
        side = image.height() / self._design.sizes[layer] if image is not None else 0.0
        for neuron, (x, y) in enumerate(self._layout.centers(layer).tolist()):
            frame = tile_frame(x, y, tile, ratio)
            painter.fillRect(frame, QColor(self._theme.zero))
            if image is not None:
                painter.drawImage(frame, image, QRectF(0, neuron * side, image.width(), side))
            self._draw_frame(painter, frame, Spot(layer, neuron), *marked)
            if tile < LEAST_LABELLED:
                continue
            if biases is not None:
                self._draw_bias(painter, frame, float(biases[neuron]))
            self._draw_name(painter, frame, layer, neuron)

    def draw_values(self, painter: QPainter, values: Sequence[NDArray[np.floating]]) -> None:
        """At each tile what its neuron says of one example: `values` has a[l] (n_l,) for layers 0…L.

        Under it, or beside small ones, where weights run through what is written.
        """
        painter.setPen(QColor(self._theme.text))
        last = len(values) - 1
        for layer, said in enumerate(values):
            tile = float(self._layout.tiles[layer])
            if tile < LEAST_BESIDE:
                continue
            is_beside = tile < LEAST_VALUED
            painter.setFont(number_font(0.78 if is_beside else 0.86))
            covers = is_beside or bool(self._design.long_links)  # one may run through the gap
            for (x, y), value in zip(self._layout.centers(layer).tolist(), said.tolist(), strict=True):
                box, align = QRectF(x - 40.0, y + tile / 2.0, 80.0, 15.0), Qt.AlignmentFlag.AlignCenter
                if is_beside:  # names of outputs stand to the right of them
                    side = -1.0 if layer == last else 1.0
                    box.moveCenter(QPointF(x + side * (tile / 2.0 + 43.0), y))
                    edge = Qt.AlignmentFlag.AlignRight if layer == last else Qt.AlignmentFlag.AlignLeft
                    align = edge | Qt.AlignmentFlag.AlignVCenter
                text = signed(value)
                taken = painter.boundingRect(box, align, text).adjusted(-2.0, 1.0, 2.0, -1.0)
                if is_beside and self._is_on_neuron(taken, layer - 1 if layer == last else layer + 1):
                    continue
                if covers:
                    painter.fillRect(taken, QColor(self._theme.surface))
                painter.drawText(box, align, text)

    def _is_on_neuron(self, taken: QRectF, layer: int) -> bool:
        """Whether a number would hide a neuron of the next column or its number, where columns stand that close."""
        half = float(self._layout.tiles[layer]) / 2.0
        below = half + (15.0 if 2.0 * half >= LEAST_VALUED else 0.0)
        x, y = self._layout.centers(layer).T
        meets = (x - half < taken.right()) & (x + half > taken.left())
        return bool((meets & (y - half < taken.bottom()) & (y + below > taken.top())).any())

    def draw_pins(self, painter: QPainter) -> None:
        """A dot on every frozen weight and bias, a cross on every weight that is cut."""
        painter.setPen(QPen(QColor(self._theme.surface), 1.5))
        painter.setBrush(QColor(self._theme.text))
        for spot in self._design.frozen:
            center = QPointF(*self._layout.place_of(spot.layer, spot.neuron, spot.source, spot.origin))
            if spot.source is None:
                center = bias_center(self._layout, spot.layer, spot.neuron)
            painter.drawEllipse(center, PIN, PIN)
        painter.setPen(QPen(QColor(self._theme.text), 1.6))
        for edge in self._design.cut:
            x, y = self._layout.place_of(*edge)
            painter.drawLine(QPointF(x - PIN, y - PIN), QPointF(x + PIN, y + PIN))
            painter.drawLine(QPointF(x - PIN, y + PIN), QPointF(x + PIN, y - PIN))

    def _draw_frame(
        self, painter: QPainter, frame: QRectF, spot: Spot, selected: Spot | None, hovered: Spot | None
    ) -> None:
        is_selected = spot == selected
        colour = self._theme.accent if is_selected else self._theme.text
        width = 3.0 if is_selected else 2.0 if spot == hovered else 1.2
        painter.setPen(QPen(QColor(colour), width if frame.width() >= LEAST_LABELLED else 0.8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 2.0, 2.0)
        if (spot.layer, spot.neuron) in self._design.silenced:
            painter.drawLine(frame.topLeft(), frame.bottomRight())
            painter.drawLine(frame.topRight(), frame.bottomLeft())

    def _draw_bias(self, painter: QPainter, frame: QRectF, bias: float) -> None:
        painter.setPen(QPen(QColor(self._theme.border), 0.8))
        painter.setBrush(sign_color(self._theme, bias))
        painter.drawRect(bias_box(frame))

    def _draw_name(self, painter: QPainter, frame: QRectF, layer: int, neuron: int) -> None:
        is_output = layer == len(self._design.sizes) - 1
        if layer and not is_output:
            return
        painter.setFont(number_font())
        painter.setPen(QColor(self._theme.text))
        if is_output:
            draw_output_name(painter, frame, self._design.output_name(neuron), self._layout.width)
        else:
            draw_input_name(painter, frame, self._design.input_names[neuron])


def skip_path(layout: DiagramLayout, layer: int, neuron: int) -> QPainterPath:
    """The arc by which a neuron's activation is added to that of its neighbour in `layer`."""
    lift = float(layout.tiles[layer]) / 2.0 + 5.0
    (x0, y0), (x1, y1) = layout.place_of(layer - 1, neuron), layout.place_of(layer, neuron)
    path = QPainterPath(QPointF(x0, y0 - lift + 5.0))
    path.cubicTo(x0 + 12.0, y0 - lift - 8.0, x1 - 12.0, y1 - lift - 8.0, x1, y1 - lift + 5.0)
    return path


def draw_input_name(painter: QPainter, frame: QRectF, name: str) -> None:
    """The name of an input to the left of its tile, in the painter's colour, cut short where it is too long."""
    painter.setFont(number_font())
    box = QRectF(2.0, frame.top(), frame.left() - 9.0, frame.height())
    shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)


def draw_output_name(painter: QPainter, frame: QRectF, name: str, width: float) -> None:
    """The name of an output to the right of its tile, the same way; the picture is `width` wide."""
    left = frame.right() + 5.0
    box = QRectF(left, frame.top(), width - left - 3.0, frame.height())
    shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
