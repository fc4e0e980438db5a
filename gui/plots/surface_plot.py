"""A cost over a plane as a surface in three dimensions, with the way of a run on it."""

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme
from gui.plots.axes import number_text
from gui.plots.cost_colors import cost_lut
from gui.plots.surface_heights import HeightScale
from gui.plots.surface_mesh import SurfaceMesh
from gui.plots.surface_painter import NO_PATH, Scene, SurfacePainter
from gui.plots.turning_surface import TurningSurface
from gui.translation import tr

SHADES = 48


class SurfacePlot(TurningSurface):
    """Heights are costs, on the scale and in the colours of the contour plot."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.scale = HeightScale(0.0, 1.0)
        self._path = NO_PATH
        self._point: tuple[float, float] | None = None
        self._names = ("x", "y", tr("cost"))
        super().__init__(name, tr("The cost in three dimensions"), parent)

    def show_surface(self, xs: np.ndarray, ys: np.ndarray, costs: np.ndarray) -> None:
        """The cost (rows, columns) over the places `xs` (columns,) and `ys` (rows,), ascending."""
        self.scale = HeightScale.of(costs, self.scale)
        self.put(xs, ys, self.scale.shares(costs))
        self._describe(costs)

    def show_path(self, path: np.ndarray, point: tuple[float, float] | None) -> None:
        """The path so far (n, 2) over the plane, and the present point."""
        self._path, self._point = path, point
        self.update()

    def set_names(self, x: str, y: str) -> None:
        """What the axes of the plane are called."""
        self._names = (x, y, self._names[2])
        self.update()

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said of the picture, so that it is not misread."""
        notes = []
        if self.scale.is_log:
            notes.append(tr("Equal heights are equal factors."))
        if self.scale.is_cut:
            notes.append(
                tr("Costs above {cost} are cut off.", cost=number_text(float(f"{self.scale.high:.3g}")))
            )
        if self._grid is not None and not np.isfinite(self._grid[2]).all():
            notes.append(tr("Hatched: the cost is not finite."))
        return tuple(notes)

    def point_place(self) -> QPointF | None:
        """Where the present point is drawn, in pixels."""
        return self.place_of(*self._point) if self._point is not None else None

    def painter_of(self, theme: Theme) -> SurfacePainter:
        """In the colours of costs."""
        return SurfacePainter(theme, cost_lut(SHADES))

    def scene_of(self, mesh: SurfaceMesh) -> Scene:
        """The surface with the path on it."""
        return Scene(mesh, self.scale, self._names, self._path, self._point)

    def _describe(self, costs: np.ndarray) -> None:
        finite = costs[np.isfinite(costs)]
        if not len(finite):
            self.setAccessibleDescription(tr("The cost is nowhere finite."))
            return
        words = tr(
            "The cost goes from {low} to {high}.",
            low=number_text(float(f"{finite.min():.4g}")),
            high=number_text(float(f"{finite.max():.4g}")),
        )
        self.setAccessibleDescription(" ".join((words, *self.notes)))
