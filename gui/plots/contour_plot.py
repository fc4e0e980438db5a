"""A cost as filled contours with labelled lines, and gradient descent on it."""

from collections.abc import Sequence

import contourpy
import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, appearance, number_font
from gui.plots.contour_arrows import Arrow, ContourArrows
from gui.plots.contour_bands import ContourBands
from gui.plots.contour_hand import KEYS, ContourHand
from gui.plots.contour_key import contour_key
from gui.plots.contour_labels import ContourLabels
from gui.plots.contour_levels import Levels, choose_levels
from gui.plots.contour_marks import ContourMarks, Point
from gui.plots.contour_stems import ContourStems, Stem
from gui.plots.contour_window import View
from gui.plots.cost_colors import CASING, WARM, band_colors
from gui.plots.key import KeyEntry
from gui.plots.themed_plot import ThemedPlot
from gui.translation import tr

LABEL_SCALE = 0.86
BATCH_DASH = (4.0, 3.0)
KEY_ROWS = 2

UNASKED = View(-1.0, 1.0, -1.0, 1.0)
"""What is seen before anybody has asked for a window."""


class ContourPlot(ThemedPlot):
    """The surface, and what stands on it. It knows arrays only; who uses it gives it an objectName.

    Signals:
        clicked: The ground was clicked at (x, y).
        dragged: The point is being dragged to (x, y), or moved there by an arrow key.
        drag_finished: It was let go, or the keys that moved it are at work elsewhere.
        looked_at: A person zoomed or moved the window; x0, x1, y0, y1.
        widened: The window became this one by itself, to keep equal units in a picture of another shape.
        whole_wanted: A person wants to see everything again (the key 0).
        pointed: The mouse is over (x, y).
        pointer_left: It no longer is.
        menu_wanted: A context menu is asked for at that place of the screen.
    """

    clicked = Signal(float, float)
    dragged = Signal(float, float)
    drag_finished = Signal()
    looked_at = Signal(float, float, float, float)
    widened = Signal(float, float, float, float)
    whole_wanted = Signal()
    pointed = Signal(float, float)
    pointer_left = Signal()
    menu_wanted = Signal(QPoint)

    own_keys = KEYS
    key_above = True
    _room, _size_of_room = 0.0, QSize()

    def __init__(self, parent: QWidget | None = None, equal_units: bool = True) -> None:
        super().__init__(parent)
        self.equal_units = equal_units
        self._view: View = UNASKED
        self._wanted: View | None = UNASKED  # None once a hand has chosen
        self.levels = self.second_levels = Levels()
        self.bands, self.labels = ContourBands(), ContourLabels()
        self.lines = pg.PlotCurveItem(antialias=True, connect="finite")
        self.batch_lines = pg.PlotCurveItem(antialias=False, connect="finite")
        self.stems, self.arrows = ContourStems(), ContourArrows()
        layers = (self.bands, self.lines, self.batch_lines, self.labels, self.stems, self.arrows)
        for item, height in zip(layers, (0, 1, 2, 3, 18, 40), strict=True):
            self.plotItem.addItem(item, ignoreBounds=True)
            item.setZValue(height)
        self.marks = ContourMarks(self.plotItem)
        self.grid.hide()
        self.key.least_rows = KEY_ROWS
        self._hand = ContourHand(self)
        self._extra_key: tuple[KeyEntry, ...] = ()
        self._key_words: tuple[object, ...] = ()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Contours of the cost"))
        self.setAccessibleDescription(
            tr("Arrow keys move the point, with Shift finer, with Ctrl the window; plus, minus and 0 zoom.")
        )
        self.follow_theme()
        self._set_range()

    # The surface

    def show_surface(
        self, xs: np.ndarray, ys: np.ndarray, costs: np.ndarray, ruling: np.ndarray | None = None
    ) -> None:
        """Costs (rows of ys, columns of xs); where they are not finite the ground is hatched.

        `ruling` are the costs that decide the levels, if not all of them do.
        """
        finite = np.isfinite(costs)
        self.levels = choose_levels(costs if ruling is None else ruling, self.levels)
        generator = _generator(xs, ys, costs, finite)
        rect = QRectF(float(xs[0]), float(ys[0]), float(xs[-1] - xs[0]), float(ys[-1] - ys[0]))
        self.bands.show_bands(generator, rect, self.levels.values, not finite.all())
        lines = _lines(generator, self.levels.values)
        _draw_lines(self.lines, list(lines.values()))
        self.labels.show_labels(self.levels, lines, band_colors(len(self.levels.values) + 1))
        self._write_key()

    def clear_surface(self) -> None:
        """No costs."""
        self.bands.clear()
        self.labels.clear()
        _draw_lines(self.lines, [])
        self.levels = Levels()
        self._write_key()

    def show_second_surface(
        self, xs: np.ndarray | None, ys: np.ndarray | None = None, costs: np.ndarray | None = None
    ) -> None:
        """Dashed lines of another surface at levels of its own, over the first; None for none."""
        if xs is None or ys is None or costs is None:
            self.second_levels = Levels()
            _draw_lines(self.batch_lines, [])
        else:
            self.second_levels = choose_levels(costs, self.second_levels, self.levels)
            generator = _generator(xs, ys, costs, np.isfinite(costs))
            _draw_lines(self.batch_lines, list(_lines(generator, self.second_levels.values).values()))
        self._write_key()

    # What stands on it

    def show_path(self, points: np.ndarray) -> None:
        """The way so far, (n, 2)."""
        self.marks.show_path(points)
        self._keep_marks_free()
        self._write_key()

    def show_point(self, x: float | None, y: float | None = None) -> None:
        """The present point; None for none."""
        self.marks.show_point(None if x is None or y is None else (x, y))
        self._keep_marks_free()
        self._write_key()

    def show_ghost(self, place: Point | None) -> None:
        """Where the point will be after the next step; None for nowhere."""
        self.marks.show_ghost(place)
        self._write_key()

    def show_minima(self, points: np.ndarray) -> None:
        """Known minima, (n, 2)."""
        self.marks.show_minima(points)
        self._write_key()

    def show_trial(self, points: np.ndarray | None) -> None:
        """A short path for a moment; None for none."""
        self.marks.show_trial(np.empty((0, 2)) if points is None else points)
        self._write_key()

    def show_stems(self, stems: Sequence[Stem]) -> None:
        """True costs of moments beside those of their shadows."""
        self.stems.show_stems(tuple(stems))
        self._write_key()

    def show_arrow(
        self, key: str, start: Point, vector: Point, text: str = "", color: str = WARM, dash: str = "solid"
    ) -> None:
        """An arrow in plot units; `dash` is "solid", "dashed" or "dotted", `text` names it in the key."""
        self.arrows.put(key, Arrow(start, vector, text, color, dash))
        self._write_key()

    def hide_arrow(self, key: str) -> None:
        """No such arrow."""
        self.arrows.take(key)
        self._write_key()

    def set_extra_key(self, entries: Sequence[KeyEntry]) -> None:
        """Entries for what others draw on this plot."""
        self._extra_key = tuple(entries)
        self._key_words = ()
        self._write_key()

    def set_axis_names(self, x: str, y: str) -> None:
        self.set_axis_name(self.bottom, x)
        self.set_axis_name(self.left, y)
        self.apply_theme(appearance().theme)  # a name needs room

    def stem_at(self, x: float, y: float) -> Stem | None:
        """The stem under a place of the plot."""
        return self.stems.at(self.plotItem.vb.mapViewToScene(QPointF(x, y)))

    # What is seen

    @property
    def view(self) -> View:
        """What is seen now."""
        return self._view

    def show_window(self, x0: float, x1: float, y0: float, y1: float) -> None:
        """See at least this; with equal units a picture of another shape sees more, and says so by `widened`."""
        wanted = View(x0, x1, y0, y1)
        if wanted.is_like(self._view):
            return  # its own widened window comes back
        self._wanted = wanted
        self._view = wanted.holding(self._aspect()) if self.equal_units else wanted
        self._set_range()
        if not self._view.is_like(wanted):
            self.widened.emit(*self._view)

    def see(self, view: View) -> None:
        if view != self._view:
            self._view, self._wanted = view, None
            self._set_range()
            self.looked_at.emit(*view)

    def key_height(self, width: float) -> float:
        """No less than it has taken since the picture has this size, so that its shape comes to rest.

        The shape decides the window, the window the heights, these the words of the key, and they its room.
        """
        if self.size() != self._size_of_room:
            self._size_of_room, self._room = self.size(), 0.0
        self._room = max(self._room, super().key_height(width))
        return self._room

    def arrange(self) -> None:
        super().arrange()
        if hasattr(self, "marks") and self.equal_units:
            self.plotItem.setGeometry(QRectF(self.rect()))
            self.plotItem.layout.activate()
            self._reshape()

    def apply_theme(self, theme: Theme) -> None:
        self._room = 0.0  # its letters may be smaller
        self.bands.apply_theme(theme)
        self.marks.apply_theme(theme)
        self.labels.set_font(number_font(LABEL_SCALE))
        self.lines.setPen(pg.mkPen(CASING + "78", width=1))
        self.batch_lines.setPen(pg.mkPen(WARM, width=1, dash=BATCH_DASH))
        self._show_focus()
        super().apply_theme(theme)
        self._key_words = ()
        self._write_key()

    # The hand

    def place_of(self, position: QPointF) -> Point:
        """Which place of the plot a pixel of this widget is."""
        place = self.plotItem.vb.mapSceneToView(self.mapToScene(position.toPoint()))
        return float(place.x()), float(place.y())

    def pixel_of(self, x: float, y: float) -> QPointF:
        """Which pixel of this widget a place of the plot is."""
        return QPointF(self.mapFromScene(self.plotItem.vb.mapViewToScene(QPointF(x, y))))

    def point_pixel(self) -> QPointF | None:
        return None if self.marks.place is None else self.pixel_of(*self.marks.place)

    def present(self) -> Point | None:
        return self.marks.place

    def say_clicked(self, x: float, y: float) -> None:
        self.clicked.emit(x, y)

    def say_dragged(self, x: float, y: float) -> None:
        self.dragged.emit(x, y)

    def say_drag_finished(self) -> None:
        self.drag_finished.emit()

    def say_whole_wanted(self) -> None:
        self.whole_wanted.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._picture().contains(event.position()):
            self._hand.press(event)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hand.move(event)
        is_inside = self._picture().contains(event.position())
        if self._hand.is_moving_ground:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._hand.is_over_point(event.position()):
            shape = Qt.CursorShape.SizeAllCursor
        else:
            shape = Qt.CursorShape.CrossCursor if is_inside else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        if is_inside:
            self.pointed.emit(*self.place_of(event.position()))
        else:
            self.pointer_left.emit()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._hand.release(event)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointer_left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._picture().contains(event.position()):
            self._hand.wheel(event)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._hand.key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hand.leave()
        self._show_focus()

    # How

    def _picture(self) -> QRectF:
        return QRectF(self.mapFromScene(self.plotItem.vb.sceneBoundingRect()).boundingRect())

    def _aspect(self) -> float:
        size = self.plotItem.vb.size()
        return float(max(size.width(), 1.0) / max(size.height(), 1.0))

    def _reshape(self) -> None:
        """The picture has another shape: still hold what was asked for, or as much as a hand has chosen."""
        aspect = self._aspect()
        view = self._view.reshaped(aspect) if self._wanted is None else self._wanted.holding(aspect)
        if not view.is_like(self._view):
            self._view = view
            self._set_range()
            if self._wanted is not UNASKED:
                self.widened.emit(*view)

    def _set_range(self) -> None:
        x0, x1, y0, y1 = self._view
        self.plotItem.setRange(xRange=(x0, x1), yRange=(y0, y1), padding=0)

    def _show_focus(self) -> None:
        theme = appearance().theme
        color, width = (theme.focus, 2) if self.hasFocus() else (theme.line, 1)
        self.plotItem.vb.setBorder(pg.mkPen(color, width=width))

    def _keep_marks_free(self) -> None:
        """No label lies on the present point, or on the start of the path."""
        path = self.marks.path[:1]
        start = [(float(x), float(y)) for x, y in path if np.isfinite((x, y)).all()]
        place = self.marks.place
        self.labels.keep_free((*start, *(() if place is None else (place,))))

    def _write_key(self) -> None:
        if not hasattr(self, "marks"):
            return
        words, entries = contour_key(self)
        if words != self._key_words:
            self._key_words = words
            self.set_key([*entries(), *self._extra_key])


def _generator(
    xs: np.ndarray, ys: np.ndarray, costs: np.ndarray, finite: np.ndarray
) -> contourpy.ContourGenerator:
    heights = costs if finite.all() else np.ma.masked_array(costs, ~finite)
    return contourpy.contour_generator(
        xs,
        ys,
        heights,
        corner_mask=True,
        line_type=contourpy.LineType.ChunkCombinedNan,
        fill_type=contourpy.FillType.ChunkCombinedOffset,
    )


def _lines(generator: contourpy.ContourGenerator, levels: tuple[float, ...]) -> dict[float, np.ndarray]:
    """The pieces of each level's line, (n, 2), nan between them."""
    found = {level: generator.lines(level)[0][0] for level in levels}
    return {level: points for level, points in found.items() if points is not None}


def _draw_lines(curve: pg.PlotCurveItem, lines: list[np.ndarray]) -> None:
    gap = np.full((1, 2), np.nan)
    parts = [part for line in lines for part in (line, gap)]
    points = np.concatenate(parts) if parts else np.empty((0, 2))
    curve.setData(points[:, 0], points[:, 1])
