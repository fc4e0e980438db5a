"""Numbers on their way: dots that wander along lit weights for a few seconds, then rest.

Nobody has to look at something that moves for ever, so after `LASTS` the arrows alone show which way it goes.
Where the desktop asks for no animations there are none.
"""

from collections.abc import Callable
from math import ceil

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QRegion
from PySide6.QtWidgets import QStyle, QWidget

from gui.appearance import Theme
from gui.plots.diagram_spotlight import DiagramSpotlight, Light

FRAME_MS = 66
LASTS = 4600
"""Milliseconds until the dots rest; what moves for more than five seconds would need a button to stop it."""

PHASES = 8
"""Frames until each dot stands where the one before it stood."""

SPACING = 30.0
"""Pixels from dot to dot."""

MOST_DOTS = 240
"""More would cost a frame more than two milliseconds: then they stand further apart."""

GOLDEN = 0.618
"""By so much of the spacing each path's dots begin later than its neighbour's, so that they do not march in step."""

MOST_PATHS = 300
DOT = 4.6


def pixmap_for(canvas: QWidget) -> QPixmap:
    """An empty picture of the size of a widget, as fine as its screen."""
    ratio = canvas.devicePixelRatioF()
    pixmap = QPixmap(canvas.size() * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


class EdgeFlow(QObject):
    """Dots on paths.

    Signals:
        moved: They stand elsewhere now, or have gone.
    """

    moved = Signal()

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._paths: list[QPainterPath] = []
        self._free: list[QRectF] = []
        self._flow = 0
        self._spacing = SPACING
        self._phase = self._frames = 0
        self._is_allowed = True
        self._still: QPixmap | None = None
        self._dots: dict[int, QPolygonF] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def is_running(self) -> bool:
        """Whether the dots are on their way."""
        return self._timer.isActive()

    def allow(self, may_move: bool) -> None:
        """Whether anything may move now; not while training needs the frames."""
        if may_move != self._is_allowed:
            self._is_allowed = may_move
            self._begin()

    def follow(self, light: Light | None, spotlight: DiagramSpotlight) -> None:
        """Wander along all that this light shows numbers to run along; its notes are not covered."""
        has_way = light is not None and light.flow != 0 and spotlight.fits(light)
        self._flow = light.flow if light is not None else 0
        self._paths = spotlight.paths(light) if light is not None and has_way else []
        self._free = spotlight.note_boxes(light) if light is not None and has_way else []
        self._begin()

    def _begin(self) -> None:
        self._dots.clear()
        self._frames = 0
        total = sum(path.length() for path in self._paths)
        self._spacing = max(SPACING, total / MOST_DOTS)
        if 0 < len(self._paths) <= MOST_PATHS and self._may_move():
            self._timer.start()
        else:
            self.stop()

    def stop(self) -> None:
        """No dots any more."""
        if self.is_running:
            self._timer.stop()
            self._still = None
            self.moved.emit()

    def forget(self) -> None:
        """What lies under the dots has changed."""
        self._still = None

    def paint(
        self, painter: QPainter, draw: Callable[[QPainter], None], theme: Theme, has_dots: bool
    ) -> None:
        """Paint what `draw` draws, and the dots over it; while they move it is drawn once and kept."""
        if not self.is_running:
            draw(painter)
            return
        if self._still is None:
            self._still = pixmap_for(self._canvas)
            below = QPainter(self._still)
            draw(below)
            below.end()
        painter.drawPixmap(0, 0, self._still)
        if has_dots:
            self._draw_dots(painter, theme)

    def _draw_dots(self, painter: QPainter, theme: Theme) -> None:
        if self._phase not in self._dots:
            self._dots[self._phase] = QPolygonF([QPointF(*place) for place in self.places().tolist()])
        pen = QPen(QColor(theme.accent), DOT)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._free:
            room = QRegion(self._canvas.rect())
            for box in self._free:
                room -= QRegion(box.toAlignedRect())
            painter.setClipRegion(room)
        painter.setPen(pen)
        painter.drawPoints(self._dots[self._phase])
        painter.restore()

    def places(self) -> NDArray[np.float64]:
        """(n, 2) where the dots stand."""
        found = []
        for number, path in enumerate(self._paths):
            length, share = path.length(), self._phase / PHASES + GOLDEN * number % 1.0
            along = self._spacing * (np.arange(-1, ceil(length / self._spacing) + 1) + share)
            along = along if self._flow > 0 else length - along
            for at in along[(along > 0.0) & (along < length)].tolist():
                spot = path.pointAtPercent(path.percentAtLength(at))
                found.append((spot.x(), spot.y()))
        return np.array(found, dtype=np.float64).reshape(-1, 2)

    def _may_move(self) -> bool:
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        return (
            self._is_allowed
            and self._canvas.isVisible()
            and self._canvas.style().styleHint(hint, None, self._canvas) > 0
        )

    @Slot()
    def _tick(self) -> None:
        self._frames += 1
        if self._frames * FRAME_MS > LASTS:
            self.stop()
            return
        self._phase = (self._phase + 1) % PHASES
        self.moved.emit()
