"""A plane through parameter space: θ + x·d0 + y·d1. The loss of a real network becomes a landscape to look at.

What the plane shows depends on its directions, so there are three ways to choose them: two parameters,
chance (Li et al. 2018, section 4), or the way a run has gone (section 7).
"""

from collections.abc import Sequence
from typing import NamedTuple, Unpack

import numpy as np

from engine.arrays import Array
from engine.data import Dataset
from engine.descent.directions import filter_normalized, principal_directions, stacked
from engine.descent.plane_cost import CostOptions, PlaneCost
from engine.errors import SpecError
from engine.limits import whole_number
from engine.network import Network
from engine.network.overflow import overflow_allowed
from engine.training import Snapshots

# Beyond this cosine two directions are one.
_MOST_PARALLEL = 1.0 - 1e-10


class Projection(NamedTuple):
    """Where points of parameter space stand on a plane, and how far off it they are (Euclidean)."""

    x: Array
    y: Array
    distance: Array


class Plane:
    """The points θ + x·d0 + y·d1.

    Attributes:
        origin: θ (P,), the point x = y = 0; a copy, so that training on leaves the plane where it is.
        directions: d0 and d1, (P,) each.
        explained: The share of the run's variance along each direction; None unless made by `principal`.

    Raises `SpecError` for vectors of different lengths, or directions that are zero, parallel or too long.
    """

    def __init__(
        self,
        origin: Array,
        directions: tuple[Array, Array],
        explained: tuple[float, float] | None = None,
    ) -> None:
        self.origin = np.array(origin, dtype=np.float64)
        self.directions = tuple(np.array(direction, dtype=np.float64) for direction in directions)
        self.explained = explained
        shapes = [direction.shape for direction in self.directions]
        if self.origin.ndim != 1 or shapes != [self.origin.shape] * 2:
            raise SpecError("directions", f"arrays of shapes {shapes}", f"two of shape {self.origin.shape}")
        self._pair = np.stack(self.directions)
        with overflow_allowed():
            lengths = np.linalg.norm(self._pair, axis=1)
        if not np.isfinite(lengths).all():
            raise SpecError("directions", "too long", "two whose squares can be written")
        if not (lengths > 0.0).all() or abs(self._pair[0] @ self._pair[1]) > _MOST_PARALLEL * lengths.prod():
            raise SpecError("directions", "zero or parallel", "two that span a plane")

    @classmethod
    def random(cls, network: Network, seed: int = 0) -> "Plane":
        """The plane at θ along two random directions, filter-normalised per neuron.

        `SpecError` if all parameters are 0, where there is no scale to look at.
        """
        generator = np.random.default_rng(whole_number("seed", seed, (0, 2**32 - 1)))
        if not network.parameters.any():
            raise SpecError("parameters", "all 0", "some that differ from 0, to know how far to look")
        across, up = filter_normalized(network, generator), filter_normalized(network, generator)
        return cls(network.parameters, (across, up))

    @classmethod
    def through_parameters(cls, network: Network, i: int, j: int) -> "Plane":
        """The plane at θ in which x changes the parameter θ[i] alone, and y changes θ[j]."""
        size = network.layout.size
        axes = np.zeros((2, size))
        axes[0, whole_number("i", i, (0, size - 1))] = 1.0
        axes[1, whole_number("j", j, (0, size - 1))] = 1.0
        if i == j:
            raise SpecError("j", j, f"a parameter other than i = {i}")
        return cls(network.parameters, (axes[0], axes[1]))

    @classmethod
    def principal(cls, snapshots: Sequence[Array] | Snapshots) -> "Plane":
        """The plane at the last of the points along the first two principal directions of them all.

        `snapshots` are θ vectors (P,) or a trainer's snapshots, three or more. The directions are
        orthonormal. All but the last point lie off the plane, so the path seen on it is a shadow:
        `project` says how far off.
        """
        points = stacked(snapshots)
        directions, explained = principal_directions(points)
        return cls(points[-1], (directions[0], directions[1]), (float(explained[0]), float(explained[1])))

    def at(self, x: float, y: float) -> Array:
        """The point (P,) of those coordinates."""
        point: Array = self.origin + x * self.directions[0] + y * self.directions[1]
        return point

    @overflow_allowed()
    def project(self, parameters: Array) -> Projection:
        """Points of parameter space (…, P) on the plane: the coordinates nearest to them, each (…)."""
        points = np.asarray(parameters, dtype=np.float64)
        if points.shape[-1:] != self.origin.shape:
            raise SpecError(
                "parameters", f"an array of shape {points.shape}", f"shape (…, {len(self.origin)})"
            )
        offsets = points - self.origin
        coordinates = np.linalg.solve(self._pair @ self._pair.T, self._pair @ offsets[..., np.newaxis])[
            ..., 0
        ]
        distance = _lengths(offsets - coordinates @ self._pair)
        return Projection(coordinates[..., 0], coordinates[..., 1], distance)

    def over(
        self, network: Network, data: Dataset, loss: str = "mse", **options: Unpack[CostOptions]
    ) -> PlaneCost:
        """The cost of networks of this design on `data`, as a height over the plane."""
        return PlaneCost(self.origin, self._pair, network, data, loss, **options)

    def losses(
        self,
        network: Network,
        data: Dataset,
        loss: str = "mse",
        resolution: int = 48,
        half_width: float = 1.0,
        **options: Unpack[CostOptions],
    ) -> tuple[Array, Array, Array]:
        """(xs (R,), ys (R,), losses (R, R)): C on a square grid, ``losses[row y, column x]``.

        `PlaneCost.losses` in one call; the network is left as it is.
        """
        return self.over(network, data, loss, **options).losses(resolution, half_width)


def _lengths(vectors: Array) -> Array:
    """(…) the Euclidean lengths of (…, P), also where the squares are too large to be written."""
    lengths = np.asarray(np.linalg.norm(vectors, axis=-1))
    if np.isfinite(lengths).all():
        return lengths
    largest = np.abs(vectors).max(axis=-1, keepdims=True)
    scaled = np.linalg.norm(vectors / largest, axis=-1) * largest[..., 0]
    return np.where(np.isfinite(lengths), lengths, scaled)
