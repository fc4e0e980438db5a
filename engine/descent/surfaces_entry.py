"""What a surface is: a height over a plane of two numbers, its exact slope, and how to walk down it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


class Minimum(NamedTuple):
    """A lowest point of its neighbourhood: where it is and how high the surface is there."""

    x: float
    y: float
    value: float


class Run(NamedTuple):
    """Where an optimizer starts and with which learning rate; all else as PyTorch has it by default."""

    x: float
    y: float
    learning_rate: float


class Window(NamedTuple):
    """The part of the plane worth drawing: x from `x0` to `x1`, y from `y0` to `y1`."""

    x0: float
    x1: float
    y0: float
    y1: float


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """One entry of SURFACES.

    Attributes:
        key: what files store.
        formula: f(x, y) in TeX.
        plain: the same in the language of `engine.autodiff.parse_expression`.
        value: f of two arrays of any shapes that broadcast together, in their broadcast shape.
        gradient: (∂f/∂x, ∂f/∂y) of the same, exact.
        window: the part of the plane worth drawing.
        minima: the minima in the window, the deepest first; of very many only the deepest, and none where
            they are not known.
        runs: for each optimizer key, a start and a learning rate that tell the story of the surface.
        source: who published it.
    """

    key: str
    formula: str
    plain: str
    value: Callable[[ArrayLike, ArrayLike], Array]
    gradient: Callable[[ArrayLike, ArrayLike], tuple[Array, Array]]
    window: Window
    minima: tuple[Minimum, ...]
    runs: Mapping[str, Run]
    source: str


def surface(
    key: str,
    formula: str,
    plain: str,
    height: Callable[[Array, Array], Array],
    slope: Callable[[Array, Array], tuple[Array, Array]],
    *,
    window: tuple[float, float, float, float],
    minima: tuple[tuple[float, float, float], ...],
    runs: Mapping[str, Run],
    source: str,
) -> Surface:
    """A `Surface` from formulas that may take float64 arrays of one shape for granted."""

    def value(x: ArrayLike, y: ArrayLike) -> Array:
        return np.array(height(*_points(x, y)), dtype=np.float64)

    def gradient(x: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
        # Copies, because a slope as plain as ∂f/∂x = x would hand out the caller's own array.
        across, up = slope(*_points(x, y))
        return np.array(across, dtype=np.float64), np.array(up, dtype=np.float64)

    known = tuple(sorted((Minimum(*each) for each in minima), key=lambda minimum: minimum.value))
    return Surface(key, formula, plain, value, gradient, Window(*window), known, runs, source)


def runs_from(
    x: float,
    y: float,
    *,
    sgd: float,
    momentum: float,
    nesterov: float,
    adagrad: float,
    rmsprop: float,
    adam: float,
    adamw: float,
) -> Mapping[str, Run]:
    """A race: all optimizers from one start, each with a learning rate of its own."""
    rates = {
        "sgd": sgd,
        "momentum": momentum,
        "nesterov": nesterov,
        "adagrad": adagrad,
        "rmsprop": rmsprop,
        "adam": adam,
        "adamw": adamw,
    }
    return MappingProxyType({key: Run(x, y, rate) for key, rate in rates.items()})


def _points(x: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    across, up = np.broadcast_arrays(np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
    return across, up
