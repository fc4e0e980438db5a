"""Surveying the landscape: its costs on a grid, computed a few milliseconds at a time."""

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from engine.arrays import Array
from engine.descent import PlaneCost, Window

RESOLUTIONS = (17, 25, 33, 49)
"""Points along each axis, coarse first."""

SMOOTHING = 0.3


@dataclass(frozen=True, eq=False)
class Grid:
    """Costs over a part of the plane: `costs[row of ys, column of xs]`, (R, R), with nan or inf where there is none."""

    xs: Array
    ys: Array
    costs: Array


class Survey:
    """One grid in the making."""

    def __init__(self, cost: PlaneCost, window: Window, resolution: int) -> None:
        self.window = window
        self.resolution = resolution
        self._tiles = cost.tiles(resolution, window=window)
        self._costs = np.empty((resolution, resolution))
        self.seconds = 0.0

    def work(self, until: float) -> bool:
        """Go on until that time of `perf_counter`, or the end; whether it is finished."""
        begun = perf_counter()
        is_finished = True
        for tile in self._tiles:
            self._costs[tile.row, tile.start : tile.start + len(tile.values)] = tile.values
            if perf_counter() >= until:
                is_finished = False
                break
        self.seconds += perf_counter() - begun
        return is_finished

    def grid(self) -> Grid:
        """What was found, once it is finished."""
        x0, x1, y0, y1 = self.window
        size = self.resolution
        return Grid(np.linspace(x0, x1, size), np.linspace(y0, y1, size), self._costs)


class Effort:
    """How long a point of the grid takes: which resolution fits into a given time."""

    def __init__(self) -> None:
        self._seconds = 0.0

    def forget(self) -> None:
        """Another network, other examples."""
        self._seconds = 0.0

    def note(self, survey: Survey) -> None:
        """A survey is finished."""
        taken = survey.seconds / survey.resolution**2
        self._seconds = taken if self._seconds == 0.0 else self._seconds + SMOOTHING * (taken - self._seconds)

    def rung_within(self, seconds: float) -> int:
        """The finest of RESOLUTIONS that takes no longer, or the coarsest."""
        fitting = [rung for rung, size in enumerate(RESOLUTIONS) if size**2 * self._seconds <= seconds]
        return max(fitting, default=0) if self._seconds > 0.0 else 0
