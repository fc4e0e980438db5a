"""The ways of the runners over the contours: each with a colour, a dash and a marker of its own, in a dark casing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from gui.plots.contour_key import GROUND
from gui.plots.cost_colors import CASING
from gui.plots.pixel_layer import PixelLayer, point

COLOURS = ("#ffffff", "#ff9a3c", "#d9b48a", "#cbb2ff", "#9feaff", "#ff8fc4", "#ff5b4d", "#fff27a")
"""Light or warm, told apart by red-green-blind eyes too; the casing keeps them apart from the map."""

DASHES = (
    (),
    (5.0, 2.0),
    (5.0, 2.0, 1.0, 2.0),
    (1.5, 1.5),
    (8.0, 2.0),
    (3.0, 1.5),
    (8.0, 2.0, 1.0, 2.0),
    (2.0, 3.0),
)
MARKERS = ("o", "s", "t1", "d", "t", "p", "t2", "t3")

WIDTH, CASING_WIDTH = 2.0, 4.0
MARKER, SELECTED, SMALL = 10.0, 13.0, 6.0
MOST_POINTS = 300
"""A way of more points is thinned to this many; on the screen they lie upon one another."""


@dataclass(frozen=True, eq=False)
class RunnerLine:
    """One way: its slot in the tables of looks, its places (n, 2), and whether it is the selected one."""

    slot: int
    path: np.ndarray
    is_selected: bool = False
    is_small: bool = False
    """Whether its marker makes room for arrows."""

    @property
    def marker(self) -> float:
        """The size of its marker, in pixels."""
        return SMALL if self.is_small else SELECTED if self.is_selected else MARKER


class RaceLines(PixelLayer):
    """All ways of a race; the selected one lies on top."""

    def __init__(self) -> None:
        super().__init__()
        self.runners: tuple[RunnerLine, ...] = ()
        self.setZValue(30)

    def show_runners(self, runners: Sequence[RunnerLine]) -> None:
        """Other ways, or further ones."""
        self.runners = tuple(sorted(runners, key=lambda runner: runner.is_selected))
        self.update()

    def draw(self, painter: QPainter) -> None:
        box = self.view_box()
        room = box.adjusted(-box.width(), -box.height(), box.width(), box.height())
        seen = [(runner, self.pixels(_thinned(runner.path))) for runner in self.runners]
        for runner, pixels in seen:
            pieces = [QPolygonF([point(pixel) for pixel in piece]) for piece in pieces_within(pixels, room)]
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(QColor(CASING), CASING_WIDTH))
            for piece in pieces:
                painter.drawPolyline(piece)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(runner_pen(runner.slot))
            for piece in pieces:
                painter.drawPolyline(piece)
        for runner, pixels in seen:
            if room.contains(point(pixels[-1])):
                draw_marker(
                    painter, point(pixels[-1]), runner.slot, SELECTED if runner.is_selected else MARKER
                )


def runner_pen(slot: int) -> QPen:
    """The pen of a slot."""
    pen = QPen(QColor(COLOURS[slot]), WIDTH)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if DASHES[slot]:
        pen.setDashPattern(list(DASHES[slot]))
    return pen


def draw_marker(painter: QPainter, place: QPointF, slot: int, size: float) -> None:
    """The marker of a slot."""
    path: QPainterPath = Symbols[MARKERS[slot]]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(place)
    painter.scale(size, size)
    pen = QPen(QColor(CASING), 1.6)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(QColor(COLOURS[slot]))
    painter.drawPath(path)
    painter.restore()


def runner_picture(slot: int, size: QSize, ratio: float) -> QPixmap:
    """A piece of the line with its marker on a piece of the map, since some are white."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(0.0, 0.0, size.width(), size.height())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(GROUND))
    painter.drawRoundedRect(box, 3.0, 3.0)
    middle = box.center()
    ends = QPointF(box.left() + 2.0, middle.y()), QPointF(box.right() - 2.0, middle.y())
    painter.setPen(QPen(QColor(CASING), CASING_WIDTH))
    painter.drawLine(*ends)
    painter.setPen(runner_pen(slot))
    painter.drawLine(*ends)
    draw_marker(painter, middle, slot, MARKER)
    painter.end()
    return pixmap


def pieces_within(pixels: np.ndarray, box: QRectF) -> list[np.ndarray]:
    """The parts of a line (n, 2) that lie in a box, cut at its rim: dashes are not counted out to infinity."""
    low, high = np.array([box.left(), box.top()]), np.array([box.right(), box.bottom()])
    if ((pixels >= low) & (pixels <= high)).all():
        return [pixels] if len(pixels) > 1 else []
    starts, ways = pixels[:-1], np.diff(pixels, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (low - starts) / ways, (high - starts) / ways
    # A way along the rim neither enters nor leaves: it is in, or out, from end to end.
    is_in = (starts >= low) & (starts <= high)
    enter = np.where(ways == 0.0, np.where(is_in, 0.0, 2.0), np.minimum(first, second)).max(axis=1)
    leave = np.where(ways == 0.0, 1.0, np.maximum(first, second)).min(axis=1)
    enter, leave = np.maximum(enter, 0.0), np.minimum(leave, 1.0)
    pieces: list[list[np.ndarray]] = []
    for row in np.flatnonzero(enter <= leave):
        ends = starts[row] + enter[row] * ways[row], starts[row] + leave[row] * ways[row]
        if pieces and enter[row] == 0.0 and np.array_equal(pieces[-1][-1], ends[0]):
            pieces[-1].append(ends[1])
        else:
            pieces.append(list(ends))
    return [np.array(piece) for piece in pieces]


def _thinned(path: np.ndarray) -> np.ndarray:
    stride = max(1, -(-len(path) // MOST_POINTS))
    return path if stride == 1 else np.concatenate((path[:-1:stride], path[-1:]))
