"""The cost of a network as a height over a plane of parameters: on a grid, at a point, and its exact slope."""

from collections.abc import Iterator
from math import cos, sin
from typing import NamedTuple, TypedDict, Unpack

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from engine.arrays import Array
from engine.data import Dataset
from engine.descent.surfaces_entry import Window
from engine.descent.sweep import Sweep
from engine.errors import SpecError
from engine.limits import number, whole_number
from engine.network import LOSSES, PENALTIES, Network
from engine.network.network import check_fit, check_targets
from engine.training.targets import encode_targets

RESOLUTION = (2, 1024)


class CostOptions(TypedDict, total=False):
    """What else may be said about a cost over a plane.

    Attributes:
        penalty, penalty_rate: What training adds to the cost, so that the cost shown is the cost minimised.
        sample: How many of the examples to use at most, drawn once by `seed`; None is all of them.
        seed: Draws the sample.
        dtype: float64 or float32; the network's own if left out.
    """

    penalty: str
    penalty_rate: float
    sample: int | None
    seed: int
    dtype: DTypeLike


class Tile(NamedTuple):
    """A finished piece of a grid: ``losses[row, start : start + len(values)] = values``."""

    row: int
    start: int
    values: Array


class PlaneCost:
    """C(x, y) = C(θ + x·d0 + y·d1), penalty included.

    Attributes:
        inputs, targets: The examples used, (N, n_0) and (N, n_L), targets encoded as training does it.
    """

    def __init__(
        self,
        origin: Array,
        directions: Array,
        network: Network,
        data: Dataset,
        loss: str,
        **options: Unpack[CostOptions],
    ) -> None:
        check_fit(LOSSES.find(loss), network.spec)
        if network.layout.size != len(origin):
            raise SpecError(
                "network", f"{network.layout.size} parameters", f"{len(origin)}, as the plane has"
            )
        _check_columns(data, network)
        data = _sampled(data, options.get("sample"), options.get("seed", 0))
        self._loss = loss
        # A network of our own to ask for gradients, so that the caller's stays as it is.
        self._network = Network(network.spec, "zeros", dtype=options.get("dtype", network.dtype))
        self._network.silence(network.silenced)
        self._network.parameters[...] = origin
        self.inputs, self.targets = data.inputs, encode_targets(data, network.spec, loss)
        check_targets(LOSSES[loss], self.targets)
        self._penalty = PENALTIES.find(options.get("penalty", "none"))
        rate = number("penalty rate", options.get("penalty_rate", 0.0), (0.0, 1e6))
        self._strength = network.layout.is_weight() * rate
        self._base = np.vstack([origin, directions])
        self._sweep = Sweep(self._network, self._base, self.inputs, self.targets, LOSSES[loss])

    def value(self, x: ArrayLike, y: ArrayLike) -> Array:
        """C at points x and y, any shapes that broadcast together, in their broadcast shape."""
        across, up = np.broadcast_arrays(np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
        return self._costs(across.ravel(), up.ravel()).reshape(across.shape)

    def gradient(self, x: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
        """(∂C/∂x, ∂C/∂y) at the same points, from backprop, one point after another."""
        across, up = np.broadcast_arrays(np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
        slopes = [self.gradient_at(*point) for point in zip(across.ravel(), up.ravel(), strict=True)]
        table = np.array(slopes, dtype=np.float64).reshape(*across.shape, 2)
        return table[..., 0], table[..., 1]

    def gradient_at(self, x: float, y: float) -> tuple[float, float]:
        """(∂C/∂x, ∂C/∂y) at one point, exact: ∂C/∂θ from backprop, along d0 and along d1."""
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            slope = self._base[1:] @ self.whole_gradient_at(x, y)
        return float(slope[0]), float(slope[1])

    def whole_gradient_at(self, x: float, y: float) -> Array:
        """∂C/∂θ (P,) at one point, penalty included: also what leads out of the plane."""
        network, point = self._network, self._point(x, y)
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            network.parameters[...] = point
            _, gradient = network.loss_and_gradient(self.inputs, self.targets, self._loss)
            whole: Array = gradient + self._penalty_gradient(point)
        return whole

    def directional_derivative(self, x: float, y: float, angle: float) -> float:
        """The slope met when leaving a point at `angle` (radians, from the x axis towards the y axis).

        dC/ds at s = 0 along (x + s cos angle, y + s sin angle), in the plane's own coordinates.
        """
        across, up = self.gradient_at(x, y)
        return across * cos(angle) + up * sin(angle)

    def losses(
        self, resolution: int = 48, half_width: float = 1.0, window: Window | None = None
    ) -> tuple[Array, Array, Array]:
        """(xs (R,), ys (R,), losses (R, R) float64): C on a grid, ``losses[row y, column x]``.

        The grid is the square from −half_width to half_width, or `window` if one is given.
        """
        xs, ys = _axes(resolution, half_width, window)
        losses = np.empty((resolution, resolution))
        for row, start, values in self._tiles(xs, ys):
            losses[row, start : start + len(values)] = values
        return xs, ys, losses

    def tiles(
        self, resolution: int = 48, half_width: float = 1.0, window: Window | None = None
    ) -> Iterator[Tile]:
        """The same grid piece by piece, from the lowest row on, each computed when it is asked for."""
        return self._tiles(*_axes(resolution, half_width, window))

    def _tiles(self, xs: Array, ys: Array) -> Iterator[Tile]:
        pieces = -(-len(xs) // self._sweep.points)
        length = -(-len(xs) // pieces)
        for row, y in enumerate(ys):
            for start in range(0, len(xs), length):
                piece = xs[start : start + length]
                yield Tile(row, start, self._costs(piece, np.full_like(piece, y)))

    def _costs(self, x: Array, y: Array) -> Array:
        costs = self._sweep.at(x, y)
        if self._penalty.key != "none":
            with np.errstate(over="ignore", invalid="ignore", under="ignore"):
                costs += [self._penalty_value(self._point(*each)) for each in zip(x, y, strict=True)]
        return costs

    def _point(self, x: float, y: float) -> Array:
        point: Array = self._base[0] + x * self._base[1] + y * self._base[2]
        return point

    def _penalty_value(self, point: Array) -> float:
        return self._penalty.value(point, self._strength)

    def _penalty_gradient(self, point: Array) -> Array:
        out = np.zeros_like(point)
        self._penalty.derivative(point, self._strength, out)
        return out


def _axes(resolution: int, half_width: float, window: Window | None) -> tuple[Array, Array]:
    whole_number("resolution", resolution, RESOLUTION)
    if window is None:
        reach = number("half_width", half_width, (1e-12, 1e12))
        window = Window(-reach, reach, -reach, reach)
    if not (np.isfinite(window).all() and window.x0 < window.x1 and window.y0 < window.y1):
        raise SpecError("window", tuple(window), "finite x0 < x1 and y0 < y1")
    return np.linspace(window.x0, window.x1, resolution), np.linspace(window.y0, window.y1, resolution)


def _check_columns(data: Dataset, network: Network) -> None:
    needed = network.spec.inputs, network.spec.outputs
    columns = data.inputs.shape[1], data.targets.shape[1]
    if columns != needed:
        raise SpecError(
            "data", f"{columns[0]} inputs and {columns[1]} targets", f"{needed[0]} and {needed[1]}"
        )
    if len(data) == 0:
        raise SpecError("data", "no examples", "at least one")


def _sampled(data: Dataset, sample: int | None, seed: int) -> Dataset:
    """The data, or as many of its examples as `sample` says, in their own order."""
    if sample is None or whole_number("sample", sample, (1, 10**9)) >= len(data):
        return data
    generator = np.random.default_rng(whole_number("seed", seed, (0, 2**32 - 1)))
    return data.take(np.sort(generator.choice(len(data), sample, replace=False)))
