"""Draws a surface: shaded quads in a box with labelled edges, a path and points on it, points beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from pyqtgraph.functions import create_qpolygonf, ndarray_from_qpolygonf
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from gui.appearance import Theme, number_font
from gui.plots.axes import linear_ticks, number_text
from gui.plots.cost_colors import CASING, INK
from gui.plots.surface_heights import HeightScale
from gui.plots.surface_marks import SurfaceMarks
from gui.plots.surface_mesh import PathPieces, Quads, SurfaceMesh, spread
from gui.plots.surface_view import HEIGHT, SurfaceView
from gui.plots.themed_plot import MARGIN, TEXT_SCALE

LIGHTS = 12
DARKEST = 0.45
"""What is left of a colour in the shade."""

NO_PATH = np.empty((0, 2))
POINT = 5.5
TICK_ROOM = 60.0
"""Height of the whole picture for each cost that is written beside it."""


@dataclass(frozen=True, eq=False)
class Scene:
    """All that is shown.

    Attributes:
        mesh: The surface.
        scale: What its heights mean.
        names: Of the axes x, y and the height.
        path: (n, 2) places of the plane, the oldest first.
        point: The present place, or None.
        shades: (rows, columns) of the mesh, which colour of the ramp each of its points has; without, its height
            is the colour, by the scale.
        marks: Points beside the surface, or None.
    """

    mesh: SurfaceMesh
    scale: HeightScale
    names: tuple[str, str, str]
    path: np.ndarray = field(default_factory=lambda: NO_PATH)
    point: tuple[float, float] | None = None
    shades: np.ndarray | None = None
    marks: SurfaceMarks | None = None


class SurfacePainter:
    """Draws scenes into a rectangle, in the colours of a theme; `ramp` (n, 4) uint8 are those of the surface."""

    def __init__(self, theme: Theme, ramp: np.ndarray) -> None:
        self._theme = theme
        self._shades = len(ramp)
        self._brushes = _brushes(ramp)
        self._font = number_font(TEXT_SCALE)
        self._metrics = QFontMetricsF(self._font)
        self._ticks: list[tuple[float, str]] = []

    def draw(self, painter: QPainter, box: QRectF, scene: Scene, view: SurfaceView, is_fine: bool) -> None:
        """Draw everything; `is_fine` smooths the edges, which takes twice as long."""
        painter.setFont(self._font)
        self.place(box, scene, view)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._draw_walls(painter, scene, view)
        self._draw_holes(painter, scene.mesh.holes(view))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_fine)
        self._draw_cells(painter, scene, view, is_fine)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if scene.marks is not None:
            scene.marks.draw(painter, lambda points: self._pixels(view.project(points)), view, is_fine)
        self._draw_point(painter, scene, view)
        self._draw_floor_axes(painter, scene, view)
        self._draw_cost_axis(painter, scene, view)

    def at(self, point: np.ndarray, view: SurfaceView) -> QPointF:
        """Where a point of the world (3,) lies, as it was placed last."""
        return QPointF(*self._pixels(view.project(point)))

    # Places

    def place(self, box: QRectF, scene: Scene, view: SurfaceView) -> None:
        """Find the room of everything within `box`."""
        self._ticks = scene.scale.ticks(min(max(box.height() / TICK_ROOM, 2.0), 6.0))
        line = self._metrics.height()
        ticks = [words for _, words in self._ticks]
        left = max(map(self._metrics.horizontalAdvance, ticks), default=0.0) + line
        inner = box.adjusted(left, line + MARGIN, -1.6 * line, -2.4 * line)
        width, height = view.size()
        self._scale = max(min(inner.width() / width, inner.height() / height), 1.0) * view.zoom
        middle = view.project(np.array((0.0, 0.0, HEIGHT / 2.0)))
        self._offset = np.array((inner.center().x(), inner.center().y())) - self._flip(middle)

    def _flip(self, projected: np.ndarray) -> np.ndarray:
        return projected * (self._scale, -self._scale)

    def _pixels(self, projected: np.ndarray) -> np.ndarray:
        pixels: np.ndarray = self._flip(projected) + self._offset
        return pixels

    def _world(self, view: SurfaceView, u: float, v: float, height: float = 0.0) -> QPointF:
        return self.at(np.array((u, v, height * HEIGHT)), view)

    # The surface

    def _draw_cells(self, painter: QPainter, scene: Scene, view: SurfaceView, is_fine: bool) -> None:
        quads, path = scene.mesh.quads(view), scene.mesh.path(scene.path, view)
        shades = self._shades_of(quads, scene)
        lights = np.rint(quads.light * (LIGHTS - 1)).astype(int)
        inks = (shades * LIGHTS + lights).tolist()
        corners = self._pixels(quads.corners)
        pieces = self._pieces_by_cell(path)
        # One polygon for all cells, written through NumPy: objects by the thousand would wake the garbage collector.
        polygon = create_qpolygonf(4)
        places = ndarray_from_qpolygonf(polygon)
        painter.setPen(Qt.PenStyle.NoPen)
        for row, (ink, cell) in enumerate(zip(inks, quads.cells.tolist(), strict=True)):
            brush = self._brushes[ink]
            painter.setBrush(brush)
            if is_fine:
                painter.setPen(QPen(brush, 0.6))  # closes the seams that smooth edges leave between cells
            places[:] = corners[row]
            painter.drawConvexPolygon(polygon)
            if cell in pieces:
                self._draw_path(painter, pieces[cell])
                painter.setPen(Qt.PenStyle.NoPen)

    def _shades_of(self, quads: Quads, scene: Scene) -> np.ndarray:
        if scene.shades is None:
            tints = scene.scale.tints(quads.heights)
            return np.asarray(np.rint(tints * (self._shades - 1)).astype(int))
        columns = scene.shades.shape[1] - 1
        row, column = np.divmod(quads.cells, columns)
        return np.asarray(scene.shades[row, column])

    def _pieces_by_cell(self, path: PathPieces) -> dict[int, list[QLineF]]:
        found: dict[int, list[QLineF]] = {}
        ends = self._pixels(path.ends).reshape(-1, 4).tolist()
        for (x0, y0, x1, y1), cell in zip(ends, path.cells.tolist(), strict=True):
            found.setdefault(cell, []).append(QLineF(x0, y0, x1, y1))
        return found

    def _draw_path(self, painter: QPainter, lines: list[QLineF]) -> None:
        """With a rim, so that it stands out on dark and on bright ground."""
        was_smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        # The rim ends where its piece ends, or it would cover the end of the piece before.
        rim = (CASING, 4.0, Qt.PenCapStyle.FlatCap)
        core = (INK, 1.8, Qt.PenCapStyle.RoundCap)
        for colour, width, cap in (rim, core):
            painter.setPen(QPen(QColor(colour), width, Qt.PenStyle.SolidLine, cap))
            painter.drawLines(lines)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, was_smooth)

    def _draw_holes(self, painter: QPainter, holes: np.ndarray) -> None:
        if not len(holes):
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(self._theme.muted), Qt.BrushStyle.BDiagPattern))
        for four in self._pixels(holes).tolist():
            painter.drawConvexPolygon(QPolygonF([QPointF(x, y) for x, y in four]))

    def _draw_point(self, painter: QPainter, scene: Scene, view: SurfaceView) -> None:
        """Always seen, even behind a hill; its stem stands where it is on the floor."""
        found = scene.mesh.point(*scene.point) if scene.point is not None else None
        if found is None:
            return
        place = self.at(found, view)
        painter.setBrush(QColor(INK))
        painter.setPen(QPen(QColor(CASING), 2.0))
        painter.drawEllipse(place, POINT, POINT)

    # The box

    def _draw_walls(self, painter: QPainter, scene: Scene, view: SurfaceView) -> None:
        u, v = (-side for side in view.near_sides())
        heights = [0.0, *(height for height, _ in self._ticks), 1.0]
        painter.setPen(QPen(QColor(self._theme.grid), 1.0))
        for height in heights:
            ends = [self._world(view, *end, height) for end in ((u, -v), (u, v), (-u, v))]
            painter.drawPolyline(QPolygonF(ends))
        painter.setPen(QPen(QColor(self._theme.border), 1.0))
        for corner in ((u, -v), (u, v), (-u, v)):
            painter.drawLine(self._world(view, *corner), self._world(view, *corner, 1.0))
        floor = [self._world(view, *corner) for corner in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF(floor))

    def _draw_floor_axes(self, painter: QPainter, scene: Scene, view: SurfaceView) -> None:
        x0, x1, y0, y1 = scene.mesh.extent
        u, v = view.near_sides()
        for name, (low, high), is_across in (
            (scene.names[0], (x0, x1), True),
            (scene.names[1], (y0, y1), False),
        ):
            outwards = self._outwards(view, (0.0, v) if is_across else (u, 0.0))

            def place(along: float, is_across: bool = is_across) -> QPointF:
                return self._world(view, *((along, v) if is_across else (u, along)))

            room = QLineF(place(-1.0), place(1.0)).length()
            ticks = linear_ticks(low, high, max(min(room / 48.0, 5.0), 1.0))
            texts = [
                (along, number_text(float(f"{tick:.6g}")))
                for tick, along in zip(ticks.tolist(), spread(ticks, low, high).tolist(), strict=True)
                if abs(along) < 0.94
            ]
            painter.setPen(QColor(self._theme.muted))
            for along, words in texts:
                self._write(painter, place(along) + outwards * 5.0, words, outwards)
            painter.setPen(QColor(self._theme.text))
            widest = max((self._metrics.horizontalAdvance(words) for _, words in texts), default=0.0)
            beyond = 8.0 + abs(outwards.x()) * widest + abs(outwards.y()) * self._metrics.height()
            self._write(painter, place(0.0) + outwards * beyond, name, outwards)

    def _draw_cost_axis(self, painter: QPainter, scene: Scene, view: SurfaceView) -> None:
        corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
        u, v = min(corners, key=lambda corner: self._world(view, *corner).x())
        left = QPointF(-1.0, 0.0)
        top = self._world(view, u, v, 1.0)
        if self._world(view, u, v).y() - top.y() < 3.0 * self._metrics.height():
            return  # seen from above heights have no length
        painter.setPen(QPen(QColor(self._theme.border), 1.0))
        painter.drawLine(self._world(view, u, v), top)
        painter.setPen(QColor(self._theme.muted))
        for height, words in self._ticks:
            self._write(painter, self._world(view, u, v, height) + left * 5.0, words, left)
        painter.setPen(QColor(self._theme.text))
        line = self._metrics.height()
        half = self._metrics.horizontalAdvance(scene.names[2]) / 2.0
        # A long name goes to the left, or it would lie upon the surface; the edge of the picture holds it.
        aside = max(min(half - 0.6 * line, top.x() - half - 2.0), 0.0)
        self._write(painter, top - QPointF(aside, 0.6 * line), scene.names[2], QPointF(0.0, -1.0))

    def _outwards(self, view: SurfaceView, side: Sequence[float]) -> QPointF:
        """The direction on the screen in which a side of the floor faces."""
        way = self._world(view, *side) - self._world(view, 0.0, 0.0)
        length = max(QLineF(QPointF(), way).length(), 1e-6)
        return way / length

    def _write(self, painter: QPainter, place: QPointF, words: str, way: QPointF) -> None:
        """Words that begin at a place and lie beyond it in a direction."""
        width, height = self._metrics.horizontalAdvance(words) + 1.0, self._metrics.height()
        middle = place + QPointF(way.x() * width / 2.0, way.y() * height / 2.0)
        box = QRectF(middle.x() - width / 2.0, middle.y() - height / 2.0, width, height)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _brushes(ramp: np.ndarray) -> list[QBrush]:
    """Every shade of the ramp (n, 4) uint8 in every light, darkest first."""
    shares = np.linspace(DARKEST, 1.0, LIGHTS)
    return [
        QBrush(QColor(*(round(channel * share) for channel in shade)))
        for shade in ramp[:, :3].astype(float).tolist()
        for share in shares.tolist()
    ]
