"""The costs written on some of the contour lines: few, readable, and where they were before if that can be."""

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from gui.plots.axes import number_text
from gui.plots.contour_levels import Levels
from gui.plots.pixel_layer import PixelLayer, point

MOST_LABELS = 7
CANDIDATES = 40
GAP = 26.0
"""Pixels kept free between two labels, and half of it to the rims."""

MARK = 18.0
"""Pixels that a mark needs for itself."""

Places = dict[float, tuple[float, float]]


class ContourLabels(PixelLayer):
    """Writes each level's cost once, on its line."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[float, np.ndarray] = {}
        self._inks: dict[float, tuple[QColor, QColor]] = {}
        self._places: Places = {}
        self._kept_free: tuple[tuple[float, float], ...] = ()
        self._font = QFont()

    def set_font(self, font: QFont) -> None:
        self._font = font
        self.update()

    def show_labels(self, levels: Levels, lines: Mapping[float, np.ndarray], colors: Sequence[str]) -> None:
        """`lines` by level, (n, 2) in plot units with nan between pieces; `colors` of the bands below and above."""
        chosen = labelled(levels)
        self._lines = {level: lines[level] for level in chosen if level in lines}
        grounds = {level: QColor(colors[levels.values.index(level) + 1]) for level in chosen}
        self._inks = {
            level: (ground, QColor("#101418" if ground.lightnessF() > 0.42 else "#ffffff"))
            for level, ground in grounds.items()
        }
        self.update()

    def clear(self) -> None:
        """No lines."""
        self._lines, self._places = {}, {}
        self.update()

    def keep_free(self, places: tuple[tuple[float, float], ...]) -> None:
        """Places of the plot that no label may cover."""
        if places != self._kept_free:
            self._kept_free = places
            self.update()

    def texts(self) -> list[str]:
        """What is written now."""
        return [number_text(level) for level in self._places]

    def draw(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(self._font)
        sizes = {
            level: (metrics.horizontalAdvance(number_text(level)) + 6.0, metrics.height())
            for level in self._lines
        }
        lines = {level: self.pixels(line) for level, line in self._lines.items()}
        box = self.view_box()
        rims = (box.left(), box.top(), box.right(), box.bottom())
        marks = [point(pixel) for pixel in self.pixels(np.array(self._kept_free).reshape(-1, 2))]
        free = [(mark.x(), mark.y(), MARK, MARK) for mark in marks]
        self._places = place_labels(lines, sizes, rims, self._places, free)
        painter.setFont(self._font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for level, (x, y) in self._places.items():
            width, height = sizes[level]
            patch = QRectF(x - width / 2.0, y - height / 2.0, width, height)
            ground, ink = self._inks[level]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(patch.adjusted(0.0, 1.0, 0.0, -1.0), 3.0, 3.0)
            painter.setPen(ink)
            painter.drawText(patch, Qt.AlignmentFlag.AlignCenter, number_text(level))


def labelled(levels: Levels) -> tuple[float, ...]:
    """The levels that are written on: all if they are few, else every second, third, …"""
    stride = -(-len(levels.values) // MOST_LABELS)
    return levels.values[stride // 2 :: stride] if stride else ()


def place_labels(
    lines: Mapping[float, np.ndarray],
    sizes: Mapping[float, tuple[float, float]],
    rims: tuple[float, float, float, float],
    before: Places,
    kept_free: Sequence[tuple[float, float, float, float]] = (),
) -> Places:
    """Where on its line (n, 2) each label of that size stands; those that find no free place are left out.

    All in pixels; `rims` are left, top, right, bottom. A label stays as near as it can to where it was `before`;
    a new one goes where it is farthest from the others. `kept_free` are boxes that belong to something else: their
    middles, widths and heights.
    """
    placed: Places = {}
    taken = list(kept_free)
    for level, line in lines.items():
        candidates = _inside(line, sizes[level], rims)
        free = _free(candidates, sizes[level], taken)
        if not len(free):
            continue
        if level in before:
            best = int(np.hypot(*(free - np.array(before[level])).T).argmin())
        else:
            best = int(_distance_to_nearest(free, placed, rims).argmax())
        x, y = (float(value) for value in free[best])
        placed[level] = x, y
        taken.append((x, y, *sizes[level]))
    return placed


def _inside(
    line: np.ndarray, size: tuple[float, float], rims: tuple[float, float, float, float]
) -> np.ndarray:
    """Some points of the line at which a label of that size keeps away from the rims."""
    points = line[np.isfinite(line).all(axis=1)]
    half = np.array(size) / 2.0 + GAP / 4.0
    low, high = np.array(rims[:2]) + half, np.array(rims[2:]) - half
    points = points[((points > low) & (points < high)).all(axis=1)]
    stride = max(1, len(points) // CANDIDATES)
    chosen: np.ndarray = points[::stride]
    return chosen


def _free(
    points: np.ndarray, size: tuple[float, float], taken: Sequence[tuple[float, float, float, float]]
) -> np.ndarray:
    free = np.ones(len(points), dtype=bool)
    for x, y, width, height in taken:
        across = np.abs(points[:, 0] - x) < (width + size[0]) / 2.0 + GAP / 4.0
        up = np.abs(points[:, 1] - y) < (height + size[1]) / 2.0 + GAP / 4.0
        free &= ~(across & up)
    left: np.ndarray = points[free]
    return left


def _distance_to_nearest(
    points: np.ndarray, placed: Places, rims: tuple[float, float, float, float]
) -> np.ndarray:
    """To the nearest label, or to the middle of the picture for the first one, where near is good."""
    if not placed:
        middle = np.array((rims[0] + rims[2], rims[1] + rims[3])) / 2.0
        nearness: np.ndarray = -np.hypot(*(points - middle).T)
        return nearness
    others = np.array(list(placed.values()))
    distances: np.ndarray = np.hypot(*(points[:, np.newaxis] - others).transpose(2, 0, 1)).min(axis=1)
    return distances
