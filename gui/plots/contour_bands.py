"""The surface itself: bands of colour between the levels, and hatching where there is no finite cost."""

import contourpy
import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gui.appearance import Theme
from gui.plots.cost_colors import band_colors


class ContourBands(pg.GraphicsObject):
    """Fills the places above each level, the lowest first, so that no gap opens between two bands."""

    def __init__(self) -> None:
        super().__init__()
        self._paths: list[QPainterPath] = []
        self._brushes: list[QBrush] = []
        self._rect = QRectF()
        self._has_gaps = False
        self._hatch_ground, self._hatch = QColor(), QColor()

    @property
    def has_gaps(self) -> bool:
        """Whether some places have no finite cost."""
        return self._has_gaps

    def show_bands(
        self, generator: contourpy.ContourGenerator, rect: QRectF, levels: tuple[float, ...], has_gaps: bool
    ) -> None:
        """`rect` is what the surface covers; `has_gaps` if some of it is not finite."""
        self.prepareGeometryChange()
        self._rect, self._has_gaps = rect, has_gaps
        floors = (-np.inf, *levels)
        self._paths = [_path(generator, floor) for floor in floors]
        if len(self._brushes) != len(floors):
            self._brushes = [QBrush(QColor(color)) for color in band_colors(len(floors))]
        self.update()

    def clear(self) -> None:
        """No surface."""
        self.prepareGeometryChange()
        self._paths, self._has_gaps = [], False
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        self._hatch_ground, self._hatch = QColor(theme.raised), QColor(theme.muted)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._rect

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self._has_gaps and self._paths:
            painter.fillRect(self._rect, self._hatch_ground)
            painter.fillRect(self._rect, hatch_brush(self._hatch, painter))
        for path, brush in zip(self._paths, self._brushes, strict=False):
            painter.fillPath(path, brush)


def hatch_brush(color: QColor, painter: QPainter) -> QBrush:
    """Slanting lines whose distance no zoom changes."""
    brush = QBrush(color, Qt.BrushStyle.BDiagPattern)
    inverse, _ = painter.transform().inverted()
    brush.setTransform(inverse)
    return brush


def _path(generator: contourpy.ContourGenerator, floor: float) -> QPainterPath:
    """All places above a level."""
    found = generator.filled(floor, np.inf)
    points, offsets = found[0][0], found[1][0]
    if points is None or offsets is None:
        return QPainterPath()
    connect = np.ones(len(points), dtype=np.int32)
    connect[np.asarray(offsets)[1:] - 1] = 0  # the last point of each ring
    path: QPainterPath = pg.functions.arrayToQPath(points[:, 0], points[:, 1], connect)
    path.setFillRule(Qt.FillRule.OddEvenFill)
    return path
