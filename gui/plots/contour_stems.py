"""Stems: from the cost the plane has at a moment's shadow to the cost the moment truly had."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.plots.cost_colors import CASING, INK
from gui.plots.pixel_layer import PixelLayer, point

LONGEST = 46.0  # pixels
REACH = 9.0
FOOT, TOP = 2.6, 3.4


@dataclass(frozen=True)
class Stem:
    """One moment: where its shadow falls, the plane's cost there, its own, its step, how far off the plane it is."""

    x: float
    y: float
    plane: float
    true: float
    step: int
    distance: float


class ContourStems(PixelLayer):
    """A stem goes up where the moment truly cost more than its shadow, down where it cost less."""

    def __init__(self) -> None:
        super().__init__()
        self.stems: tuple[Stem, ...] = ()

    def show_stems(self, stems: tuple[Stem, ...]) -> None:
        self.stems = stems
        self.update()

    @property
    def largest(self) -> float:
        """The difference that the longest stem stands for."""
        finite = [abs(stem.true - stem.plane) for stem in self.stems]
        return max((value for value in finite if np.isfinite(value)), default=0.0)

    def at(self, scene: QPointF) -> Stem | None:
        """The stem under a point of the scene."""
        best, nearest = None, REACH
        for stem, line in self._lines():
            distance = _distance(line, scene)
            if distance < nearest:
                best, nearest = stem, distance
        return best

    def draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for _, line in self._lines():
            for color, width in ((CASING, 3.4), (INK, 1.6)):
                painter.setPen(QPen(QColor(color), width))
                painter.drawLine(line)
            painter.setPen(QPen(QColor(CASING), 1.2))
            painter.setBrush(QColor(INK))
            painter.drawEllipse(line.p1(), FOOT, FOOT)
            painter.setBrush(QColor(CASING))
            painter.setPen(QPen(QColor(INK), 1.4, Qt.PenStyle.SolidLine))
            painter.drawEllipse(line.p2(), TOP, TOP)

    def _lines(self) -> list[tuple[Stem, QLineF]]:
        scale = LONGEST / self.largest if self.largest > 0.0 else 0.0
        if not self.stems:
            return []
        feet = self.pixels(np.array([(stem.x, stem.y) for stem in self.stems]))
        lines = []
        for stem, foot in zip(self.stems, feet, strict=True):
            height = scale * (stem.true - stem.plane)
            if np.isfinite(foot).all() and np.isfinite(height):
                lines.append((stem, QLineF(point(foot), point(foot) - QPointF(0.0, height))))
        return lines


def _distance(line: QLineF, place: QPointF) -> float:
    """From a point to an upright piece of line."""
    low, high = sorted((line.y1(), line.y2()))
    return float(np.hypot(place.x() - line.x1(), place.y() - min(max(place.y(), low), high)))
