"""A surface over a plane in three dimensions, turned with the mouse or by keys, whatever its heights mean."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, appearance, number_font
from gui.plots.key import KeyEntry, KeyRows
from gui.plots.surface_mesh import SurfaceMesh
from gui.plots.surface_painter import Scene, SurfacePainter
from gui.plots.surface_view import SurfaceView
from gui.plots.themed_plot import MARGIN, TEXT_SCALE
from gui.translation import tr

MOST_TURNING, MOST_LIVE = 29, 21
"""Points an axis while it is turned, and while the network trains besides: a frame stays a frame."""

REST_MS = 180
DEGREES_A_PIXEL = 0.5
KEY_DEGREES = 5.0
KEY_ZOOM = 1.15

_TURNS = {
    Qt.Key.Key_Left: (KEY_DEGREES, 0.0),
    Qt.Key.Key_Right: (-KEY_DEGREES, 0.0),
    Qt.Key.Key_Up: (0.0, KEY_DEGREES),
    Qt.Key.Key_Down: (0.0, -KEY_DEGREES),
}
_ZOOMS = {
    Qt.Key.Key_Plus: KEY_ZOOM,
    Qt.Key.Key_Equal: KEY_ZOOM,
    Qt.Key.Key_Minus: 1.0 / KEY_ZOOM,
}


class TurningSurface(QWidget):
    """Drag turns it, the wheel zooms; by keys: arrows turn, + and − zoom, 0 goes back.

    While it moves, or the network trains, it is drawn with fewer cells and hard edges.
    """

    own_keys = frozenset(int(key) for key in (*_TURNS, *_ZOOMS, Qt.Key.Key_0))

    most_resting = 97
    """Points an axis while nothing moves."""

    def __init__(self, name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setToolTip(tr("Drag to turn, wheel to zoom; by keys: arrows, + and −, and 0 to go back"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumSize(160, 120)
        self.view = SurfaceView()
        self._grid: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None
        self._meshes: dict[int, SurfaceMesh] = {}
        self._is_live = False
        self._dragged_from: QPointF | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.update)
        appearance().theme_changed.connect(self.apply_theme)
        self.apply_theme(appearance().theme)

    # What is shown

    def set_live(self, is_live: bool) -> None:
        """Whether another surface comes soon, so that this one need not be fine."""
        self._is_live = is_live
        self.update()

    def clear(self) -> None:
        """No surface."""
        self._grid, self._meshes = None, {}
        self.setAccessibleDescription(tr("There is no surface yet."))
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._painter = self.painter_of(theme)
        self.update()

    @property
    def is_moving(self) -> bool:
        """Whether it is turned or followed now, and so drawn with fewer cells."""
        return self._is_live or self._dragged_from is not None or self._rest.isActive()

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said of the picture, so that it is not misread."""
        return ()

    def key_entries(self) -> list[KeyEntry]:
        """What its marks mean, in a row at its foot; none where there are none."""
        return []

    def mesh(self) -> SurfaceMesh | None:
        """The surface as it is drawn now: fewer cells while it moves."""
        if self._grid is None:
            return None
        xs, ys, heights = self._grid
        most = self._most_points()
        if most not in self._meshes:
            rows, columns = self.taken(heights.shape)
            self._meshes[most] = SurfaceMesh(xs[columns], ys[rows], heights[np.ix_(rows, columns)])
        return self._meshes[most]

    def whole_mesh(self) -> SurfaceMesh | None:
        """The surface with all the points it was given."""
        return None if self._grid is None else SurfaceMesh(*self._grid)

    def taken(self, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
        """The rows and columns of a whole grid that the mesh drawn now is made of, the ends among them."""
        most = self._most_points()
        rows, columns = (
            np.unique(np.linspace(0, length - 1, min(length, most)).round().astype(int)) for length in shape
        )
        return rows, columns

    def sizeHint(self) -> QSize:
        return QSize(360, 300)

    # What each kind of surface has of its own

    def painter_of(self, theme: Theme) -> SurfacePainter:
        """Who paints it, in the colours of a theme."""
        raise NotImplementedError

    def scene_of(self, mesh: SurfaceMesh) -> Scene:
        """What is painted, the surface being that mesh."""
        raise NotImplementedError

    def put(self, xs: np.ndarray, ys: np.ndarray, shares: np.ndarray) -> None:
        """Another surface: heights 0…1 (rows, columns) over `xs` (columns,) and `ys` (rows,), ascending."""
        self._grid, self._meshes = (xs, ys, shares), {}
        self.update()

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        self.draw(painter, QRectF(self.rect()), not self.is_moving)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.focus), 2.0))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.end()

    def draw(self, painter: QPainter, box: QRectF, is_fine: bool = True) -> None:
        """Draw the picture into a rectangle of any painter: the screen's, or that of an SVG or PDF."""
        scene = self._scene()
        painter.setFont(number_font(TEXT_SCALE))
        painter.setPen(QColor(self._theme.muted))
        if scene is None:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tr("There is no surface yet."))
            return
        self._painter.draw(painter, self._above_notes(box), scene, self.view, is_fine)
        painter.setPen(QColor(self._theme.muted))
        below = box.adjusted(MARGIN, 0.0, -MARGIN, -3.0)
        painter.drawText(
            below, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, " ".join(self.notes)
        )
        entries = self.key_entries()
        if entries:
            key = KeyRows(entries, number_font(TEXT_SCALE), box.width() - 2.0 * MARGIN)
            painter.save()
            painter.translate(box.left() + MARGIN, box.bottom() - self._notes_height() - key.height)
            key.draw(painter, self._theme.text)
            painter.restore()

    def place_of(self, x: float, y: float) -> QPointF | None:
        """Where a place of the plane is drawn on the surface; None beside it or over a hole."""
        scene = self._scene()
        found = scene.mesh.point(x, y) if scene is not None else None
        if scene is None or found is None:
            return None
        self._painter.place(self._above_notes(QRectF(self.rect())), scene, self.view)
        return self._painter.at(found, self.view)

    def _most_points(self) -> int:
        if self._is_live:
            return MOST_LIVE
        return MOST_TURNING if self.is_moving else self.most_resting

    def _scene(self) -> Scene | None:
        mesh = self.mesh()
        return None if mesh is None else self.scene_of(mesh)

    def _above_notes(self, box: QRectF) -> QRectF:
        entries = self.key_entries()
        key = KeyRows(entries, number_font(TEXT_SCALE), box.width() - 2.0 * MARGIN).height if entries else 0.0
        return box.adjusted(0.0, 0.0, 0.0, -self._notes_height() - key)

    def _notes_height(self) -> float:
        return QFontMetricsF(number_font(TEXT_SCALE)).height() if self.notes else 0.0

    # By hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged_from is None:
            return
        way = event.position() - self._dragged_from
        self._dragged_from = event.position()
        self._look(self.view.turned(-DEGREES_A_PIXEL * way.x(), DEGREES_A_PIXEL * way.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged_from = None
        self.unsetCursor()
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._look(self.view.zoomed(KEY_ZOOM ** (event.angleDelta().y() / 120.0)))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _TURNS:
            self._look(self.view.turned(*_TURNS[key]))
        elif key in _ZOOMS:
            self._look(self.view.zoomed(_ZOOMS[key]))
        elif key == Qt.Key.Key_0:
            self._look(SurfaceView())
        else:
            super().keyPressEvent(event)

    def _look(self, view: SurfaceView) -> None:
        self.view = view
        self._rest.start()
        self.update()
