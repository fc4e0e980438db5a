"""The little square at the lower left corner of a neuron's tile that shows its bias: where it stands, and whose
square is under the mouse.
"""

from PySide6.QtCore import QPointF, QRectF

from gui.plots.diagram_layout import DiagramLayout

LEAST_MARKED = 14.0
"""Smallest tile that has room for a bias at its corner."""

SIDE = 6.0
REACH = 2.0
"""So far around the square a click still means it, in pixels."""


def bias_box(frame: QRectF) -> QRectF:
    """The square beside a tile's frame."""
    return QRectF(frame.left() - SIDE - 2.0, frame.bottom() - SIDE + 1.0, SIDE, SIDE)


def bias_center(layout: DiagramLayout, layer: int, neuron: int) -> QPointF:
    """The middle of a neuron's square."""
    (x, y), half = layout.place_of(layer, neuron), float(layout.tiles[layer]) / 2.0
    return bias_box(QRectF(x - half, y - half, 2.0 * half, 2.0 * half)).center()


def bias_at(layout: DiagramLayout, point: QPointF) -> tuple[int, int] | None:
    """(layer, neuron) whose square holds the point; inputs and very small tiles have none."""
    for layer in range(1, len(layout.sizes)):
        away = abs(layout.columns[layer] - layout.tiles[layer] / 2.0 - 2.0 - SIDE / 2.0 - point.x())
        if away > SIDE / 2.0 + REACH or layout.tiles[layer] < LEAST_MARKED:
            continue
        for neuron in range(layout.sizes[layer]):
            if abs(bias_center(layout, layer, neuron).y() - point.y()) <= SIDE / 2.0 + REACH:
                return layer, neuron
    return None
