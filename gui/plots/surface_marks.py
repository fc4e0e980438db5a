"""Examples that stand beside a surface: a marker at each one's own height, and a hair from there to the surface."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from gui.plots.surface_view import SurfaceView

SEEN_THROUGH = 0.4
"""How much is seen of what stands under the surface, and so behind it."""

MOST_MOVING = 250
"""So many are drawn while the surface moves."""

ROOM = 4.0
"""Pixels around a marker in its little picture."""


@dataclass(frozen=True)
class MarkStyle:
    """A kind of marker: its pyqtgraph symbol, its side in pixels, fill and outline."""

    symbol: str
    size: float
    fill: str
    outline: str
    width: float = 1.0


@dataclass(frozen=True, eq=False)
class SurfaceMarks:
    """Markers in the world.

    Attributes:
        tops: (n, 3), where they stand.
        feet: (n, 3), where the surface is above or below them.
        kinds: (n,), the style of each.
        styles: The styles.
        hair: The colour of the hairs.
    """

    tops: np.ndarray
    feet: np.ndarray
    kinds: np.ndarray
    styles: Sequence[MarkStyle]
    hair: str

    def draw(
        self,
        painter: QPainter,
        pixels_of: Callable[[np.ndarray], np.ndarray],
        view: SurfaceView,
        is_fine: bool,
    ) -> None:
        """What stands below the surface is behind it and drawn paler, first; then the rest, the nearest last."""
        chosen = np.arange(len(self.tops))
        if not is_fine and len(chosen) > MOST_MOVING:
            chosen = np.unique(np.linspace(0, len(chosen) - 1, MOST_MOVING).astype(int))
        chosen = chosen[np.argsort(view.nearness(self.tops[chosen, :2]), kind="stable")]
        is_under = self.tops[chosen, 2] < self.feet[chosen, 2] - 1e-9
        tops, feet = pixels_of(self.tops), pixels_of(self.feet)
        for places, opacity in ((chosen[is_under], SEEN_THROUGH), (chosen[~is_under], 1.0)):
            self._draw_hairs(painter, tops[places], feet[places], opacity)
            painter.setOpacity(opacity)
            self._draw_markers(painter, tops, places, is_fine)
            painter.setOpacity(1.0)

    def _draw_hairs(self, painter: QPainter, tops: np.ndarray, feet: np.ndarray, opacity: float) -> None:
        """Opaque, as half-transparent pens take ten times as long; what is behind the surface has shorter dashes."""
        pen = QPen(QColor(self.hair), 1.0)
        if opacity < 1.0:
            pen.setDashPattern([1.0, 3.0])
        painter.setPen(pen)
        ends = np.concatenate([tops, feet], axis=1).tolist()
        painter.drawLines([QLineF(*line) for line in ends])

    def _draw_markers(self, painter: QPainter, tops: np.ndarray, places: np.ndarray, is_fine: bool) -> None:
        if is_fine:
            for place in places.tolist():
                x, y = tops[place].tolist()
                painter.save()
                painter.translate(x, y)
                _draw_one(painter, self.styles[self.kinds[place]])
                painter.restore()
            return
        pictures = [_picture(style, painter.device().devicePixelRatioF()) for style in self.styles]
        for (x, y), kind in zip(tops[places].tolist(), self.kinds[places].tolist(), strict=True):
            half = self.styles[kind].size / 2.0 + ROOM
            painter.drawPixmap(QPointF(x - half, y - half), pictures[kind])


def _draw_one(painter: QPainter, style: MarkStyle) -> None:
    painter.scale(style.size, style.size)
    pen = QPen(QColor(style.outline), style.width)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(QBrush(QColor(style.fill)))
    painter.drawPath(Symbols[style.symbol])


def _picture(style: MarkStyle, ratio: float) -> QPixmap:
    side = style.size + 2.0 * ROOM
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(QRectF(0.0, 0.0, side, side).center())
    _draw_one(painter, style)
    painter.end()
    return picture
