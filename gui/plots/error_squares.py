"""Squared errors as squares: the side of each is its error, measured along the y axis, and it is square on screen."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gui.appearance import Theme

MOST = 300
"""More squares than this would hide one another; then evenly chosen ones are drawn."""

STRENGTH = 0.16


class ErrorSquares(pg.GraphicsObject):
    """One square for each example, between its target and its prediction, blue where ŷ > y, orange where ŷ < y."""

    def __init__(self) -> None:
        super().__init__()
        self._points = np.empty((0, 3))
        self._inks: list[tuple[QPen, QColor]] = []
        self.setZValue(5)

    def show_errors(self, x: np.ndarray, targets: np.ndarray, predictions: np.ndarray) -> None:
        """Inputs, targets and predictions, (n,) each; what is not finite is left out."""
        points = np.stack((x, targets, predictions), axis=1)
        points = points[np.isfinite(points).all(axis=1)]
        if len(points) > MOST:
            points = points[np.linspace(0, len(points) - 1, MOST).astype(int)]
        self._points = points
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        self._inks = []
        for colour in (theme.negative, theme.positive):
            fill = QColor(colour)
            fill.setAlphaF(STRENGTH)  # fills may be transparent; a transparent pen would cost a frame
            self._inks.append((pg.mkPen(colour, width=1), fill))
        self.update()

    def squares(self) -> list[tuple[QRectF, bool]]:
        """Every square in plot units, and whether the prediction is too high; to the left where the right ends."""
        if not len(self._points):
            return []
        width_of_pixel, height_of_pixel = self.getViewBox().viewPixelSize()
        across = width_of_pixel / height_of_pixel  # so many x units look as long as one y unit
        end = self.getViewBox().viewRect().right()
        found = []
        for x, target, prediction in self._points.tolist():
            width = abs(prediction - target) * across
            left = x - width if x + width > end else x
            found.append(
                (QRectF(left, min(target, prediction), width, abs(prediction - target)), prediction > target)
            )
        return found

    def viewRangeChanged(self) -> None:
        self.prepareGeometryChange()
        self.update()

    def boundingRect(self) -> QRectF:
        # The item's own viewRect is remembered from when it was last seen.
        view = self.getViewBox()
        return QRectF() if view is None else QRectF(view.viewRect())

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        for square, is_high in self.squares():
            pen, fill = self._inks[is_high]
            painter.setPen(pen)
            painter.setBrush(fill)
            painter.drawRect(square)
