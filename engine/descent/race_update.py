"""One update, number by number: what an optimizer computes from the gradient until it steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.network.overflow import overflow_allowed
from engine.training import OPTIMIZERS, OptimizerSpec

DIRECTIONS = frozenset({"gradient", "velocity", "first_moment", "corrected_first_moment"})
"""Named numbers that point somewhere; the others are squares, which only say how much to divide by."""

Shadow = Callable[[Array], Array]
"""What of a vector lies in the plane that is drawn, as coordinates (2,)."""


@dataclass(frozen=True, eq=False)
class Stage:
    """One named number of an update.

    Attributes:
        key: Its name, as `Optimizer.explain` gives it.
        tex: By which formula it is computed.
        values: (2,) its parts along x and y; None where the plane shows no part of it.
        arrow: (2,) how far it would move the point if the step were −η times it; of "step" the step
            itself. None for squares, which have no direction.
    """

    key: str
    tex: str
    values: Array | None
    arrow: Array | None


def stages(
    spec: OptimizerSpec, named: Mapping[str, Array], shadow: Shadow, *, has_axes: bool = True
) -> tuple[Stage, ...]:
    """The named numbers of `Optimizer.explain` in the order they are computed; () for none.

    `has_axes` says that x and y are parameters themselves, so that squares have parts along them too. Where some
    of the numbers are too large to be written there are none to be shown either: the runner diverges with them.
    """
    with overflow_allowed():
        found = tuple(
            _stage(spec, key, tex, named[key], shadow, has_axes) for key, tex in _rules(spec, named)
        )
    return found if all(map(_is_finite, found)) else ()


def _is_finite(stage: Stage) -> bool:
    return all(part is None or bool(np.isfinite(part).all()) for part in (stage.values, stage.arrow))


def _rules(spec: OptimizerSpec, named: Mapping[str, Array]) -> list[tuple[str, str]]:
    return [(key, tex) for key, tex in OPTIMIZERS[spec.key].rules.items() if key in named]


def _stage(spec: OptimizerSpec, key: str, tex: str, vector: Array, shadow: Shadow, has_axes: bool) -> Stage:
    if key == "step":
        seen = shadow(vector)
        return Stage(key, tex, seen, seen)
    if key in DIRECTIONS:
        seen = shadow(vector)
        return Stage(key, tex, seen, -spec.rate * seen)
    return Stage(key, tex, shadow(vector) if has_axes else None, None)
