"""Runners on a surface: optimizers walking by the very code that trains networks."""

import numpy as np

from engine.arrays import Array
from engine.descent.race import Height, Race
from engine.descent.race_spec import RaceSpec
from engine.descent.race_update import Stage, stages
from engine.descent.surfaces_entry import Surface, Window
from engine.descent.walk import Terrain, Walker
from engine.training import OptimizerSpec


class SurfaceRunner:
    """One optimizer on a terrain."""

    off_plane = 0.0

    def __init__(self, terrain: Terrain, spec: OptimizerSpec, start: tuple[float, float]) -> None:
        self._spec = spec
        self._walker = Walker(terrain, spec, start)
        self._last = self._walker.stop

    @property
    def diverged(self) -> bool:
        """Whether height, slope or place are not finite any more."""
        return self._walker.stop.diverged

    @property
    def place(self) -> tuple[float, float]:
        """Where it stands; where it diverged, where it stood before."""
        x, y = self._last.position
        return float(x), float(y)

    def advance(self) -> None:
        """One update."""
        self._walker.advance()
        if not self._walker.stop.diverged:
            self._last = self._walker.stop

    def measure(self) -> Height:
        """The height here and the length of the slope; after a divergence what is not finite."""
        stop = self._walker.stop
        with np.errstate(over="ignore", invalid="ignore"):
            return Height(stop.value, float(np.hypot(*stop.gradient)))

    def stages(self) -> tuple[Stage, ...]:
        """The named numbers of the coming update."""
        return stages(self._spec, self._walker.stop.update, _itself)

    def state(self) -> Walker:
        """This moment."""
        return self._walker.copy()

    def restore(self, state: Walker, /) -> None:
        """Return to a moment."""
        self._walker = state.copy()
        self._last = self._walker.stop


def surface_race(spec: RaceSpec, surface: Surface, window: Window | None = None) -> Race:
    """The race of `spec` on its surface, everyone at the start; followed within `window`."""
    runners = [SurfaceRunner(surface, entrant, spec.start) for entrant in spec.entrants]
    return Race(runners, window or surface.window, surface.minima)


def _itself(vector: Array) -> Array:
    return vector
