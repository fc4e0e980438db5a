"""A plot over which a hair line reads off the curves."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF
from PySide6.QtGui import QMouseEvent, QResizeEvent

from gui.plots.hair_line import HairLine
from gui.plots.themed_plot import ThemedPlot


class ReadablePlot(ThemedPlot):
    """A subclass calls `make_readable` while it is built, and says what is `recorded` and what a `reading` is."""

    hair_line: HairLine | None = None

    def make_readable(self, name: str) -> HairLine:
        """Lay the hair line of that objectName over the plot."""
        self.hair_line = HairLine(name, self, self)
        return self.hair_line

    def follow_reading(self) -> None:
        """The curves are others now."""
        if self.hair_line is not None:
            self.hair_line.follow()

    def read_items(self) -> list[pg.PlotItem]:
        """The pictures the line runs through."""
        return [self.plotItem]

    def x_of(self, place: float) -> float:
        scene: QPointF = self.plotItem.vb.mapViewToScene(QPointF(place, 0.0))
        return float(self.mapFromScene(scene).x())

    def place_at(self, x: float) -> float:
        return float(self.plotItem.vb.mapSceneToView(self.mapToScene(round(x), 0)).x())

    def parts(self) -> list[QRectF]:
        rects = [item.vb.sceneBoundingRect() for item in self.read_items()]
        return [QRectF(self.mapFromScene(rect).boundingRect()) for rect in rects]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self.hair_line is None:
            return
        if any(part.contains(event.position()) for part in self.parts()):
            self.hair_line.point_at(event.position().x())
        else:
            self.hair_line.leave()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self.hair_line is not None:
            self.hair_line.leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.hair_line is not None:
            self.hair_line.setGeometry(self.rect())
