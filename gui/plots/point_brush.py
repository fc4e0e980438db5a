"""A brush over a plot: mouse and keys become dabs at places of the plot, the panel makes points of them."""

import math
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from gui.appearance import Theme, appearance
from gui.plots.themed_plot import ThemedPlot
from gui.translation import tr

# In pixels: between two dabs of a drag, how far a dab scatters, how far an eraser reaches.
SPACING = 16.0
SPREAD = 11.0
ERASER = 15.0

CROSS_STEPS = 40  # arrow presses from side to side; Shift takes five at once
LEAP = 5

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_ADD = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ERASE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


@dataclass(frozen=True)
class Dab:
    """One touch of the brush, in plot units; `reach` are the half axes of what it covers.

    The first dab of a stroke is exactly where the hand is, later ones scatter.
    """

    center: tuple[float, float]
    reach: tuple[float, float]
    erases: bool
    is_first: bool


class PointBrush(QObject):
    """While active, takes the mouse and the keys of a plot away from it.

    Signals:
        dabbed(Dab): The brush touched the plot.
        lifted: The stroke is over.
        class_asked(int): A number key asks for that class, counted from 0.
    """

    dabbed = Signal(object)
    lifted = Signal()
    class_asked = Signal(int)

    def __init__(self, plot: ThemedPlot) -> None:
        super().__init__(plot)
        self._plot = plot
        self._is_active = False
        self._erases = False
        self._stroke_erases = False
        self._last: QPointF | None = None  # of the running stroke, in pixels
        self._cross = pg.ScatterPlotItem(symbol="+", size=22, pxMode=True)
        self._cross.setZValue(50)
        self._cross.hide()
        self._place = (0.0, 0.0)
        plot.plotItem.addItem(self._cross, ignoreBounds=True)
        plot.installEventFilter(self)
        plot.viewport().installEventFilter(self)
        appearance().theme_changed.connect(self._wear)
        self._wear(appearance().theme)

    def set_active(self, is_active: bool, erases: bool = False) -> None:
        """Draw with the mouse from now on, or leave the plot alone; `erases` makes an eraser of the brush."""
        self._erases = erases
        if is_active == self._is_active:
            return
        self._is_active = is_active
        self._end_stroke()
        keys = tr("Arrows move the cross, Enter draws a point, Delete erases, number keys choose the class")
        self._plot.setToolTip(keys if is_active else "")
        self._plot.viewport().setCursor(
            Qt.CursorShape.CrossCursor if is_active else Qt.CursorShape.ArrowCursor
        )
        self._show_cross()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._is_active:
            return False
        if isinstance(event, QMouseEvent) and watched is self._plot.viewport():
            return self._on_mouse(event)
        if event.type() in (QEvent.Type.ContextMenu, QEvent.Type.ToolTip):  # they would lie over the hand
            return True
        if watched is not self._plot:
            return False
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._show_cross()
        if isinstance(event, QKeyEvent) and self._is_ours(event):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self._on_key(event)
            return True
        return False

    # The mouse

    def _on_mouse(self, event: QMouseEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            self._begin_stroke(event)
        elif event.type() == QEvent.Type.MouseMove and self._last is not None:
            self._drag_to(event.position())
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._end_stroke()
        return True

    def _begin_stroke(self, event: QMouseEvent) -> None:
        is_right = event.button() == Qt.MouseButton.RightButton
        box = self._plot.plotItem.vb.sceneBoundingRect()
        if not (is_right or event.button() == Qt.MouseButton.LeftButton):
            return
        if not box.contains(self._plot.mapToScene(event.position().toPoint())):
            return
        self._end_stroke()
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._stroke_erases = is_right or is_shifted or self._erases
        self._last = event.position()
        self._dab(self._last, is_first=True)

    def _drag_to(self, position: QPointF) -> None:
        assert self._last is not None
        way = position - self._last
        length = math.hypot(way.x(), way.y())
        for _ in range(int(length / SPACING)):
            self._last += way * (SPACING / length)
            self._dab(self._last, is_first=False)

    def _end_stroke(self) -> None:
        if self._last is not None:
            self._last = None
            self.lifted.emit()

    def _dab(self, position: QPointF, is_first: bool) -> None:
        view = self._plot.plotItem.vb
        # Not through mapToScene: it takes whole pixels only.
        place = view.mapSceneToView(self._plot.viewportTransform().inverted()[0].map(position))
        self._touch((place.x(), place.y()), self._stroke_erases, is_first)

    def _touch(self, center: tuple[float, float], erases: bool, is_first: bool) -> None:
        width, height = self._plot.plotItem.vb.viewPixelSize()
        radius = ERASER if erases else SPREAD
        self.dabbed.emit(Dab(center, (radius * width, radius * height), erases, is_first))

    # The keys

    def _is_ours(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        return not held and (event.key() in (*_ARROWS, *_ADD, *_ERASE) or event.text() in tuple("123456789"))

    def _on_key(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            leap = LEAP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self._move_cross(*(leap * way for way in _ARROWS[key]))
        elif key in _ADD or key in _ERASE:
            self._touch(self._place, key in _ERASE or self._erases, is_first=True)
            self.lifted.emit()
        else:
            self.class_asked.emit(int(event.text()) - 1)

    def _move_cross(self, right: int, up: int) -> None:
        (x0, x1), (y0, y1) = self._plot.plotItem.vb.viewRange()
        x, y = self._place
        self._place = (
            min(max(x + right * (x1 - x0) / CROSS_STEPS, x0), x1),
            min(max(y + up * (y1 - y0) / CROSS_STEPS, y0), y1),
        )
        self._show_cross()

    def _show_cross(self) -> None:
        (x0, x1), (y0, y1) = self._plot.plotItem.vb.viewRange()
        if not (x0 <= self._place[0] <= x1 and y0 <= self._place[1] <= y1):
            self._place = ((x0 + x1) / 2, (y0 + y1) / 2)
        self._cross.setData(x=[self._place[0]], y=[self._place[1]])
        self._cross.setVisible(self._is_active and QApplication.focusWidget() is self._plot)

    def _wear(self, theme: Theme) -> None:
        self._cross.setPen(pg.mkPen(theme.surface, width=1))
        self._cross.setBrush(pg.mkBrush(theme.text))
