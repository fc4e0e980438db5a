"""What stands on the surface: the path, the present point, the ghost of the next one, minima, a trial path."""

import numpy as np
import pyqtgraph as pg

from gui.appearance import Theme
from gui.plots.cost_colors import CASING, INK, PINK

Point = tuple[float, float]

POINT_SIZE, GHOST_SIZE, START_SIZE, MINIMUM_SIZE = 13.0, 12.0, 7.0, 13.0
MOST_POINTS = 800
"""A path of more points is thinned: on the screen they lie upon one another."""


class ContourMarks:
    """The items, made once and moved ever after."""

    def __init__(self, plot: pg.PlotItem) -> None:
        self._casing = pg.PlotCurveItem(antialias=False, connect="finite")
        self._casing.setSegmentedLineMode("on")
        self._casing.setPen(pg.mkPen(CASING, width=3))
        self._path = pg.PlotCurveItem(antialias=True, connect="finite", pen=pg.mkPen(INK, width=1))
        self._trial = pg.PlotCurveItem(antialias=True, pen=pg.mkPen(PINK, width=2, dash=(1.5, 2.0)))
        self._start = _scatter("s", START_SIZE, INK)
        self._minima = _scatter("star", MINIMUM_SIZE, INK)
        self._trial_points = _scatter("d", 7.0, PINK)
        self._ghost = pg.ScatterPlotItem(symbol="o", size=GHOST_SIZE, brush=None, pen=pg.mkPen(INK, width=2))
        self._point = _scatter("o", POINT_SIZE, INK)
        layers = (
            self._minima,
            self._casing,
            self._path,
            self._start,
            self._trial,
            self._trial_points,
            self._ghost,
            self._point,
        )
        for layer, item in enumerate(layers):
            plot.addItem(item, ignoreBounds=True)
            item.setZValue(20 + layer)
        self.place: Point | None = None
        self.path = self.trial = self.minima = np.empty((0, 2))
        self.ghost: Point | None = None

    def apply_theme(self, theme: Theme) -> None:
        self._point.setBrush(pg.mkBrush(theme.accent if not theme.dark else theme.on_accent))
        self._point.setPen(pg.mkPen(INK, width=2.4))

    def show_path(self, points: np.ndarray) -> None:
        """(n, 2); a point that is not finite is a gap."""
        self.path = points
        drawn = points if len(points) <= MOST_POINTS else points[:: -(-len(points) // MOST_POINTS)]
        for curve in (self._casing, self._path):
            curve.setData(drawn[:, 0], drawn[:, 1])
        self._start.setData(*points[:1].T)

    def show_point(self, place: Point | None) -> None:
        self.place = place if place is not None and np.isfinite(place).all() else None
        _put(self._point, self.place)

    def show_ghost(self, place: Point | None) -> None:
        self.ghost = place if place is not None and np.isfinite(place).all() else None
        _put(self._ghost, self.ghost)

    def show_minima(self, points: np.ndarray) -> None:
        self.minima = points
        self._minima.setData(points[:, 0], points[:, 1])

    def show_trial(self, points: np.ndarray) -> None:
        self.trial = points[np.isfinite(points).all(axis=1)]
        self._trial.setData(self.trial[:, 0], self.trial[:, 1])
        self._trial_points.setData(self.trial[:, 0], self.trial[:, 1])


def _scatter(symbol: str, size: float, fill: str) -> pg.ScatterPlotItem:
    return pg.ScatterPlotItem(symbol=symbol, size=size, brush=pg.mkBrush(fill), pen=pg.mkPen(CASING, width=1))


def _put(item: pg.ScatterPlotItem, place: Point | None) -> None:
    item.setData([] if place is None else [place[0]], [] if place is None else [place[1]])
