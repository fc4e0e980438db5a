"""Drawing the links that pass over layers: each on a strip of ground, like a bridge on a map.

Colour, width and dashes say the weight as they do for every other; the strip, a ring where it begins and an
arrow's head where it ends say that the link is a long one.
"""

from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from gui.appearance import Theme, mix
from gui.plots.edge_painter import GAPS, LEVELS, EdgePainter, curve, strength_level
from gui.plots.long_arcs import Floats, LongArcs

STRIP = 2.5
"""Pixels of ground on either side of a link."""

THINNEST, PALEST = 1.4, 3
"""Pixels, and the strength level whose colour it has at least: a long link is worth seeing however weak it is."""

RING = 2.6
HEAD = 8.0


class LongLinkPainter:
    """Draws long links in the colours of a theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def draw(
        self,
        painter: QPainter,
        arcs: LongArcs,
        weights: NDArray[np.floating],
        cut: AbstractSet[tuple[int, ...]],
    ) -> None:
        """All links, `weights` (n,) as they are listed, the strongest on top; those in `cut` as cut."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        levels = strength_level(weights)
        signed = np.where(weights >= 0, levels, -levels).tolist()
        order = np.argsort(levels, kind="stable").tolist()
        pens = {number: self._pen(signed[number], arcs.links[number] in cut) for number in order}
        paths = {number: long_path(arcs.corners[number]) for number in order}
        for number in order:  # all of them first, or they would cut into one another's lines
            self._draw_strip(painter, paths[number], pens[number])
        for number in order:
            self._draw_line(painter, paths[number], pens[number])

    def draw_marked(
        self, painter: QPainter, corners: Floats, weight: NDArray[np.floating], colour: str, cut: bool
    ) -> None:
        """One link in a colour of its own, a little wider; `weight` (1,)."""
        pen = QPen(QColor(colour))
        pen.setWidthF(2.4 + 2.0 * int(strength_level(weight)[0]) / LEVELS)
        if cut:
            pen.setDashPattern([share / pen.widthF() for share in GAPS])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = long_path(corners)
        self._draw_strip(painter, path, pen)
        self._draw_line(painter, path, pen)

    def _pen(self, level: int, is_cut: bool) -> QPen:
        """Of a strength level, negative for negative weights."""
        if is_cut:
            pen = QPen(QColor(mix(self._theme.surface, self._theme.muted, 0.8)), THINNEST)
            pen.setDashPattern(list(GAPS))
            return pen
        edges = EdgePainter(self._theme)
        pen = edges.pen(level, is_few=True)
        pen.setWidthF(max(pen.widthF(), THINNEST))
        if 0 < abs(level) < PALEST:
            pen.setColor(edges.pen(PALEST if level > 0 else -PALEST, is_few=True).color())
        elif not level:
            pen.setColor(QColor(mix(self._theme.surface, self._theme.muted, 0.5)))
        return pen

    def _draw_strip(self, painter: QPainter, path: QPainterPath, pen: QPen) -> None:
        strip = QPen(QColor(self._theme.surface), pen.widthF() + 2.0 * STRIP)
        strip.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(strip)
        painter.drawPath(path)

    def _draw_line(self, painter: QPainter, path: QPainterPath, pen: QPen) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPath(path)
        self._draw_ends(painter, path, pen)

    def _draw_ends(self, painter: QPainter, path: QPainterPath, pen: QPen) -> None:
        start, tip = path.pointAtPercent(0.0), path.currentPosition()
        painter.setPen(QPen(pen.color(), 1.4))
        painter.setBrush(QColor(self._theme.surface))
        painter.drawEllipse(start + QPointF(RING, 0.0), RING, RING)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pen.color())
        half = max(HEAD / 2.0, pen.widthF() * 0.9)
        painter.drawPolygon(QPolygonF([tip, tip - QPointF(HEAD, half), tip - QPointF(HEAD, -half)]))


def long_path(corners: Floats) -> QPainterPath:
    """The course of a long link: it bends between every other two of its corners, and is level between the others."""
    path = QPainterPath()
    for start, end in zip(corners[0::2], corners[1::2], strict=True):
        path.connectPath(curve(start, end)) if path.elementCount() else path.addPath(curve(start, end))
    return path
