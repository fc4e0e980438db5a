"""The surface as quads on the screen, the farthest first, and a path that lies on it."""

from typing import NamedTuple

import numpy as np

from gui.plots.surface_view import HEIGHT, SurfaceView

MOST_PIECES = 600
"""A path is drawn in so many straight pieces at most."""

FAR = 1e6
"""Half sides of the box: what lies farther out is drawn as if it were there."""


class Quads(NamedTuple):
    """The cells of the grid in the order they are painted.

    Attributes:
        corners: (K, 4, 2), on the screen in world units.
        heights: (K,), the mean height of each, 0…1.
        light: (K,), 0 in the shade … 1 in full light.
        cells: (K,), which cell each is: row · columns + column.
    """

    corners: np.ndarray
    heights: np.ndarray
    light: np.ndarray
    cells: np.ndarray


class PathPieces(NamedTuple):
    """Straight pieces of a path: ends (M, 2, 2) on the screen, and the cell (M,) each lies on."""

    ends: np.ndarray
    cells: np.ndarray


def spread(places: np.ndarray, low: float, high: float) -> np.ndarray:
    """Coordinates of an axis that shows low…high as −1…1."""
    return 2.0 * (np.asarray(places, dtype=float) - low) / (high - low) - 1.0


class SurfaceMesh:
    """Heights (rows, columns) 0…1 over the places `xs` (columns,) and `ys` (rows,); NaN where there is none."""

    def __init__(self, xs: np.ndarray, ys: np.ndarray, heights: np.ndarray) -> None:
        self.extent = (float(xs[0]), float(xs[-1]), float(ys[0]), float(ys[-1]))
        self._u, self._v = spread(xs, xs[0], xs[-1]), spread(ys, ys[0], ys[-1])
        self._heights = heights
        u, v = np.meshgrid(self._u, self._v)
        self._points = np.stack((u, v, heights * HEIGHT), axis=-1)

    @property
    def has_holes(self) -> bool:
        """Whether heights are missing somewhere."""
        return not bool(np.isfinite(self._heights).all())

    def quads(self, view: SurfaceView) -> Quads:
        """The cells whose four corners have heights."""
        corners, order = self._sorted_cells(self._points, view)
        heights = corners[..., 2].mean(axis=1) / HEIGHT
        whole = np.isfinite(heights)
        corners, heights, cells = corners[whole], heights[whole], order[whole]
        return Quads(view.project(corners), heights, _light(corners, view), cells)

    def holes(self, view: SurfaceView) -> np.ndarray:
        """The other cells, (K, 4, 2), on the floor."""
        floor = self._points.copy()
        floor[..., 2] = 0.0
        corners, order = self._sorted_cells(floor, view)
        missing = ~np.isfinite(_cell_corners(self._points)[order][..., 2].sum(axis=1))
        return view.project(corners[missing])

    def point(self, x: float, y: float) -> np.ndarray | None:
        """Where a place of the plane lies on the surface (3,), in the world; None beside it or over a hole."""
        found = self.lifted(np.array([[x, y]]))[0]
        return found if np.isfinite(found).all() else None

    def lifted(self, places: np.ndarray) -> np.ndarray:
        """Places of the plane (n, 2) on the surface, in the world (n, 3); NaN heights beside it or over a hole."""
        return self._on_surface(self._in_world(places))

    def path(self, path: np.ndarray, view: SurfaceView) -> PathPieces:
        """A path (n, 2) over the plane, laid on the surface; what lies beside it or over a hole is left out."""
        dense = _dense(self._in_world(path), self._step())
        points = self._on_surface(dense)
        ends = np.stack((points[:-1], points[1:]), axis=1)
        whole = np.isfinite(ends).all(axis=(1, 2))
        middles = ends[whole, :, :2].mean(axis=1)
        row, column = self._cell_of(middles)
        return PathPieces(view.project(ends[whole]), row * (len(self._u) - 1) + column)

    # How

    def _sorted_cells(self, points: np.ndarray, view: SurfaceView) -> tuple[np.ndarray, np.ndarray]:
        corners = _cell_corners(points)
        order = np.argsort(view.nearness(corners[..., :2].mean(axis=1)), kind="stable")
        return corners[order], order

    def _in_world(self, places: np.ndarray) -> np.ndarray:
        x0, x1, y0, y1 = self.extent
        with np.errstate(over="ignore", invalid="ignore"):
            spots = np.stack((spread(places[:, 0], x0, x1), spread(places[:, 1], y0, y1)), axis=1)
            # Squares of what is very far away would be no numbers; nearer in the same direction it looks the same.
            distance = np.abs(spots).max(axis=1, keepdims=True)
            spots *= FAR / np.maximum(distance, FAR)
        return spots

    def _step(self) -> float:
        """The side of a cell, in the world."""
        return 2.0 / (max(len(self._u), len(self._v)) - 1)

    def _cell_of(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(row, column) of the cell below places (n, 2) of the world's floor."""
        column = np.clip(np.searchsorted(self._u, places[:, 0], "right") - 1, 0, len(self._u) - 2)
        row = np.clip(np.searchsorted(self._v, places[:, 1], "right") - 1, 0, len(self._v) - 2)
        return row, column

    def _on_surface(self, places: np.ndarray) -> np.ndarray:
        """Places (n, 2) of the floor lifted to the surface, (n, 3), between its grid points in proportion."""
        row, column = self._cell_of(places)
        across = (places[:, 0] - self._u[column]) / (self._u[column + 1] - self._u[column])
        up = (places[:, 1] - self._v[row]) / (self._v[row + 1] - self._v[row])
        heights = self._heights
        low = (1.0 - across) * heights[row, column] + across * heights[row, column + 1]
        high = (1.0 - across) * heights[row + 1, column] + across * heights[row + 1, column + 1]
        lifted = ((1.0 - up) * low + up * high) * HEIGHT
        is_inside = (np.abs(places) <= 1.0 + 1e-9).all(axis=1)
        return np.column_stack((places, np.where(is_inside, lifted, np.nan)))


def _cell_corners(points: np.ndarray) -> np.ndarray:
    """(rows, columns, 3) points to (cells, 4, 3) corners, row by row."""
    stacked = np.stack((points[:-1, :-1], points[:-1, 1:], points[1:, 1:], points[1:, :-1]), axis=2)
    return stacked.reshape(-1, 4, points.shape[2])


def _light(corners: np.ndarray, view: SurfaceView) -> np.ndarray:
    """Lambert's law: the cosine between each cell's normal and a lamp over the viewer's left shoulder."""
    first, second = corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]
    normals = np.cross(first, second)
    normals *= np.sign(normals[:, 2:]) / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    turn = np.radians(view.azimuth - 55.0)
    lamp = np.array((0.55 * np.cos(turn), 0.55 * np.sin(turn), 0.83))
    lit: np.ndarray = np.clip(normals @ (lamp / np.linalg.norm(lamp)), 0.0, 1.0)
    return lit


def _dense(places: np.ndarray, step: float) -> np.ndarray:
    """The same line with points at most about `step` apart, so that it can follow the ground."""
    if len(places) < 2:
        return places
    lengths = np.linalg.norm(np.diff(places, axis=0), axis=1)
    way = np.concatenate(([0.0], np.cumsum(np.maximum(np.nan_to_num(lengths, posinf=0.0), 1e-12))))
    count = int(min(max(way[-1] / step, len(places)), MOST_PIECES))
    at = np.union1d(np.linspace(0.0, way[-1], count + 1), way if len(way) <= MOST_PIECES else way[-1:])
    return np.column_stack([np.interp(at, way, places[:, axis]) for axis in (0, 1)])
