"""Drawing many connections at once: weights sorted into a few pens, each pen drawn in one go.

A pen for every line would cost far more than a frame, and so would half-transparent pens; colours are
blended with the ground beforehand. The weakest connections are drawn first, the strongest on top.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from gui.appearance import Theme, mix
from gui.plots.diagram_layout import Floats

LEVELS = 8
"""Steps of strength on either side of zero."""

FULL_STRENGTH = 2.0
"""|w| at which colour and width are at their end."""

THINNEST, THICKEST, THICKEST_OF_MANY = 0.8, 5.0, 2.6
"""Pixels."""

FEW = 150
"""Up to here connections are curves, negative ones dashed; beyond, straight lines."""

MANY = 600
"""The most connections that are drawn: the strongest ones."""

GAPS = (3.0, 5.0)
"""Dashes and gaps of a connection that is cut, in pixels."""

NONE = np.empty(0, dtype=np.intp)


class EdgePainter:
    """Draws connections of given ends and weights with a painter."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def draw(
        self,
        painter: QPainter,
        starts: Floats,
        ends: Floats,
        weights: NDArray[np.floating],
        cut: NDArray[np.intp] = NONE,
    ) -> NDArray[np.intp] | None:
        """Connections from `starts` to `ends` (n, 2), with their `weights` (n,); which were drawn, None for all.

        Those with a number in `cut` are drawn as cut, whatever their weight and however many there are.
        """
        count = len(weights)
        whole = np.delete(np.arange(count), cut)
        if len(whole) > MANY:
            whole = whole[np.argpartition(np.abs(weights[whole]), -MANY)[-MANY:]]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_cut(painter, starts[cut], ends[cut], curved=count <= FEW)
        drawn = np.append(whole, cut)
        starts, ends, weights = starts[whole], ends[whole], weights[whole]
        level = strength_level(weights)
        for step in range(LEVELS + 1):
            for sign in (-1, 1) if step else (1,):
                chosen = np.flatnonzero((level == step) & ((np.sign(weights) == sign) | (step == 0)))
                if len(chosen):
                    painter.setPen(self.pen(step * sign, is_few=count <= FEW))
                    _draw(painter, starts[chosen], ends[chosen], curved=count <= FEW)
        return drawn if len(drawn) < count else None

    def _draw_cut(self, painter: QPainter, starts: Floats, ends: Floats, curved: bool) -> None:
        """Pale, and more gaps than dashes."""
        pen = QPen(QColor(mix(self._theme.surface, self._theme.muted, 0.6)), 1.0)
        pen.setDashPattern(list(GAPS))
        painter.setPen(pen)
        _draw(painter, starts, ends, curved=curved)

    def pen(self, signed_level: int, is_few: bool) -> QPen:
        """The pen of a strength level, negative for negative weights; thinner where there are many."""
        share = abs(signed_level) / LEVELS
        colour = self._theme.negative if signed_level < 0 else self._theme.positive
        ground = mix(self._theme.surface, self._theme.border, 0.55)
        pen = QPen(QColor(mix(ground, colour, min(1.0, 0.15 + share) if signed_level else 0.0)))
        thickest = THICKEST if is_few else THICKEST_OF_MANY
        pen.setWidthF(THINNEST + (thickest - THINNEST) * share)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if is_few and signed_level < 0:
            width = pen.widthF()
            pen.setDashPattern([max(7.0 / width, 1.5), max(3.0 / width, 0.8)])
        return pen


def draw_marked(
    painter: QPainter,
    start: Floats,
    end: Floats,
    weight: NDArray[np.floating],
    colour: str,
    curved: bool,
    cut: bool = False,
) -> None:
    """One connection from `start` to `end` (2,) in a colour of its own, a little wider; `weight` (1,)."""
    pen = QPen(QColor(colour))
    pen.setWidthF(2.0 + 2.0 * int(strength_level(weight)[0]) / LEVELS)
    if cut:
        pen.setDashPattern([share / pen.widthF() for share in GAPS])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    _draw(painter, start[None], end[None], curved=curved)


def strength_level(weights: NDArray[np.floating]) -> NDArray[np.int64]:
    """(n,) 0…LEVELS, growing with |w|; anything that is not finite counts as the strongest."""
    share = np.abs(np.nan_to_num(weights, nan=np.inf)) / FULL_STRENGTH
    level = np.ceil(np.minimum(share, 1.0) * LEVELS - 0.25)
    return np.asarray(level.clip(0, LEVELS), dtype=np.int64)


def curve(start: Floats, end: Floats) -> QPainterPath:
    """One connection as a smooth curve that leaves and arrives level."""
    (x0, y0), (x1, y1) = start.tolist(), end.tolist()
    middle = (x0 + x1) / 2.0
    path = QPainterPath()
    path.moveTo(x0, y0)
    path.cubicTo(middle, y0, middle, y1, x1, y1)
    return path


def _draw(painter: QPainter, starts: Floats, ends: Floats, curved: bool) -> None:
    if curved:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for start, end in zip(starts, ends, strict=True):
            painter.drawPath(curve(start, end))
    else:
        corners = np.concatenate([starts, ends], axis=1).tolist()
        painter.drawLines([QLineF(*corner) for corner in corners])
