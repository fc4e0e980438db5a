"""Arrows on the contours, and the ghost of a point to come; each has a dash of its own, not only a colour."""

from dataclasses import dataclass
from math import floor, isfinite, log10

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from gui.plots.cost_colors import CASING
from gui.plots.pixel_layer import PixelLayer, point

HEAD_LENGTH, HEAD_WIDTH = 11.0, 9.0
WIDTH = 2.2
SHORTEST = 2.0  # pixels; a shorter arrow is a point
MOST_DECADES = 300  # that an arrow is scaled by: what is left of it beyond is no direction

DASHES: dict[str, tuple[float, ...]] = {"solid": (), "dashed": (4.0, 2.5), "dotted": (1.2, 2.0)}


@dataclass(frozen=True)
class Arrow:
    """From `start` by `vector`, in plot units; `text` names it in the key."""

    start: tuple[float, float]
    vector: tuple[float, float]
    text: str
    color: str
    dash: str = "solid"


class ContourArrows(PixelLayer):
    """All arrows of a plot, by key."""

    def __init__(self) -> None:
        super().__init__()
        self.arrows: dict[str, Arrow] = {}

    def put(self, key: str, arrow: Arrow) -> None:
        self.arrows[key] = arrow
        self.update()

    def take(self, key: str) -> None:
        if self.arrows.pop(key, None) is not None:
            self.update()

    def draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for arrow in self.arrows.values():
            start = np.array(arrow.start)
            ends = np.array((start, start + arrow.vector))
            if not np.isfinite(ends).all():
                continue
            tail, tip = (point(pixel) for pixel in self.pixels(ends))
            draw_arrow(painter, QLineF(tail, tip), arrow.color, arrow.dash)


def draw_arrow(painter: QPainter, line: QLineF, color: str, dash: str) -> None:
    """A cased line with a head; what is too short to have a direction is left out."""
    length = line.length()
    if not SHORTEST <= length <= 1e5:
        return
    size = min(1.0, length / (1.6 * HEAD_LENGTH))
    direction = QPointF(line.dx() / length, line.dy() / length)
    normal = QPointF(-direction.y(), direction.x())
    neck = line.p2() - direction * (HEAD_LENGTH * size)
    side = normal * (HEAD_WIDTH * size / 2.0)
    head = QPainterPath()
    head.addPolygon(QPolygonF([line.p2(), neck + side, neck - side]))
    head.closeSubpath()
    shaft = QLineF(line.p1(), neck)
    casing = QPen(QColor(CASING), WIDTH + 1.8)
    casing.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(casing)
    painter.drawLine(shaft)
    painter.strokePath(head, QPen(QColor(CASING), 1.8))
    painter.setPen(arrow_pen(color, dash))
    painter.drawLine(shaft)
    painter.fillPath(head, QColor(color))


def arrow_pen(color: str, dash: str) -> QPen:
    """The pen of a shaft, and of its entry in the key."""
    pen = QPen(QColor(color), WIDTH)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if DASHES[dash]:
        pen.setDashPattern(list(DASHES[dash]))
    return pen


def fitting_scale(length: float, seen: float) -> float:
    """The power of ten that makes an arrow of that length one that is well seen: 5 to 50 % of what is seen.

    1 where there is no length to scale.
    """
    if not (isfinite(length) and length > 0.0 and seen > 0.0):
        return 1.0
    # By logarithms, as the quotient of a long view and a short arrow may overflow.
    power = floor(log10(0.5) + log10(seen) - log10(length))
    return float(10.0 ** min(max(power, -MOST_DECADES), MOST_DECADES))
