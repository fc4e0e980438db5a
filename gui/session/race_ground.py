"""The ground of a race: heights over the window that is seen, of a surface at once, of a network in slices."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.descent import Plane, Surface, Window
from engine.training import Trainer
from gui.session.landscape_costs import sample_of, whole_cost
from gui.session.landscape_survey import Grid, Survey
from gui.session.slices import Slices

if TYPE_CHECKING:
    from gui.session.session import Session

POINTS = 97
"""Along each axis, of a surface that is a formula."""

NETWORK_POINTS = (17, 49)
"""Along each axis, of a network's cost: coarse first."""


class Ground(QObject):
    """What the contours are drawn of.

    Attributes:
        grid: Heights over the window; None as long as there are none.

    Signals:
        changed: Another grid.
    """

    changed = Signal()

    def __init__(self, session: "Session", parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.grid: Grid | None = None
        self._work: Iterator[None] = iter(())
        self._slices = Slices(self)

    def show_surface(self, surface: Surface, window: Window) -> None:
        """The heights of a formula."""
        self._slices.stop()
        xs, ys = np.linspace(window.x0, window.x1, POINTS), np.linspace(window.y0, window.y1, POINTS)
        with np.errstate(all="ignore"):
            self._publish(Grid(xs, ys, surface.value(xs, ys[:, np.newaxis])))

    def show_network(self, plane: Plane, window: Window) -> None:
        """The cost of the present network over a plane."""
        self._work = self._surveyed(plane, window, self._session.trainer)
        self._slices.begin(self._work)

    def settle(self) -> None:
        """Finish the finest grid now, however long it takes; for pictures and files."""
        self._slices.stop()
        for _ in self._work:
            pass

    def _surveyed(self, plane: Plane, window: Window, trainer: Trainer) -> Iterator[None]:
        for resolution in NETWORK_POINTS:
            cost = whole_cost(plane, trainer, np.float32, sample_of(trainer))
            survey = Survey(cost, window, resolution)
            while not survey.work(float("-inf")):  # one tile, then somebody else may want the time
                yield
            self._publish(survey.grid())

    def _publish(self, grid: Grid) -> None:
        self.grid = grid
        self.changed.emit()
