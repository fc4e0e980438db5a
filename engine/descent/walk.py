"""An optimizer walking down a surface or a plane, step by step, by the very code that trains networks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from engine.arrays import Array
from engine.errors import SpecError
from engine.limits import whole_number
from engine.training import OptimizerSpec

MAX_STEPS = 1_000_000


class Terrain(Protocol):
    """What can be walked on: an entry of SURFACES, a typed surface, a `PlaneCost`."""

    def value(self, x: ArrayLike, y: ArrayLike, /) -> Array: ...

    def gradient(self, x: ArrayLike, y: ArrayLike, /) -> tuple[Array, Array]: ...


@dataclass(frozen=True, eq=False)
class WalkStep:
    """One stop on the way.

    Attributes:
        count: Updates made to get here; 0 at the start.
        position: (2,) x and y.
        value: The height here.
        gradient: (2,) the slope here, ∂/∂x and ∂/∂y.
        update: The named numbers of the coming update, (2,) each, as `Optimizer.explain` gives them:
            "gradient", the optimizer's state as it will be, what it derives from it, and last "step", the
            way to the next position. Empty where the walk has diverged.
        diverged: Whether height, slope or position is not finite any more. Such a stop is the last one.
    """

    count: int
    position: Array
    value: float
    gradient: Array
    update: Mapping[str, Array]
    diverged: bool = False


class Walker:
    """An optimizer on its way: where it stands, and one update at a time.

    Attributes:
        stop: Where it stands now.

    `SpecError` for a start that is not two finite numbers.
    """

    def __init__(self, terrain: Terrain, spec: OptimizerSpec, start: tuple[float, float]) -> None:
        position = np.array(start, dtype=np.float64)
        if position.shape != (2,) or not np.isfinite(position).all():
            raise SpecError("start", start, "two finite numbers")
        self._terrain = terrain
        self._spec = spec
        self._position = position
        self._optimizer = spec.make(2, np.float64)
        self.stop = self._look()

    def advance(self) -> None:
        """One update; nothing after a divergence."""
        if not self.stop.diverged:
            with np.errstate(all="ignore"):
                self._optimizer.update(self._position, self.stop.gradient)
            self.stop = self._look()

    def copy(self) -> "Walker":
        """A walker of its own at the same stop, with the same memory."""
        twin = object.__new__(Walker)
        twin._terrain, twin._spec = self._terrain, self._spec
        twin._position, twin._optimizer = self._position.copy(), self._optimizer.copy()
        twin.stop = self.stop
        return twin

    def _look(self) -> WalkStep:
        position, count = self._position.copy(), self._optimizer.count
        value, gradient = _look(self._terrain, position)
        if not (np.isfinite(value) and np.isfinite(gradient).all()):
            return WalkStep(count, position, value, gradient, {}, diverged=True)
        # Overflow shows in the numbers; what belongs to the caller is not switched off for longer.
        with np.errstate(all="ignore"):
            update = self._optimizer.explain(position, gradient)
        return WalkStep(count, position, value, gradient, update)


def walk(
    terrain: Terrain, optimizer: OptimizerSpec, start: tuple[float, float], steps: int = 100
) -> Iterator[WalkStep]:
    """The stops of a walk of at most `steps` updates from `start`: one more than updates made.

    Each is computed when it is asked for. A walk that leaves all bounds is not an error here, since that
    is what a person comes to see: it ends with a stop that says `diverged`. `SpecError`, at the call,
    for a start that is not two finite numbers.
    """
    whole_number("steps", steps, (0, MAX_STEPS))
    if np.shape(start) != (2,) or not np.isfinite(start).all():
        raise SpecError("start", start, "two finite numbers")
    return _stops(terrain, optimizer, start, steps)


def _stops(
    terrain: Terrain, optimizer: OptimizerSpec, start: tuple[float, float], steps: int
) -> Iterator[WalkStep]:
    walker = Walker(terrain, optimizer, start)
    yield walker.stop
    while walker.stop.count < steps and not walker.stop.diverged:
        walker.advance()
        yield walker.stop


def _look(terrain: Terrain, position: Array) -> tuple[float, Array]:
    """Height and slope (2,) at a position, nan where the position itself is not finite."""
    if not np.isfinite(position).all():
        return float("nan"), np.full(2, np.nan)
    with np.errstate(all="ignore"):
        value = float(terrain.value(*position))
        across, up = terrain.gradient(*position)
    return value, np.array([float(across), float(up)])
