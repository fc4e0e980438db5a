"""A layer over a plot that is drawn in pixels: words, arrow heads and marks that no zoom distorts."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget


class PixelLayer(pg.GraphicsObject):
    """A subclass draws itself in `draw`, in pixels of the scene; `pixels` says where places of the plot are."""

    def viewRangeChanged(self) -> None:
        self.prepareGeometryChange()
        self.update()

    def boundingRect(self) -> QRectF:
        rect: QRectF = self.viewRect()
        return rect

    def pixels(self, places: np.ndarray) -> np.ndarray:
        """(n, 2) places of the plot in pixels of the scene."""
        transform = self.sceneTransform()
        x, y = places[:, 0], places[:, 1]
        return np.column_stack(
            (
                transform.m11() * x + transform.m21() * y + transform.dx(),
                transform.m12() * x + transform.m22() * y + transform.dy(),
            )
        )

    def view_box(self) -> QRectF:
        """The picture, in pixels of the scene."""
        rect: QRectF = self.mapRectToScene(self.viewRect())
        return rect

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        inverse, is_possible = self.sceneTransform().inverted()
        if not is_possible:
            return
        painter.save()
        # Back to the scene, and no further: an export may scale the scene itself.
        painter.setTransform(inverse * painter.transform())
        self.draw(painter)
        painter.restore()

    def draw(self, painter: QPainter) -> None:
        """What there is to see."""
        raise NotImplementedError


def point(pixels: np.ndarray) -> QPointF:
    """A row of `PixelLayer.pixels`."""
    return QPointF(float(pixels[0]), float(pixels[1]))
