"""The axes of the landscape: which plane a person chose, and where parameters stand on it."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from engine.arrays import Array
from engine.descent import Plane, Window
from engine.errors import SpecError
from engine.network import Network, NetworkSpec
from engine.network.address import address_of, index_of
from engine.training import Snapshots

Kind = Literal["parameters", "random", "principal"]
KINDS: tuple[Kind, ...] = ("parameters", "random", "principal")

HALF_WIDTHS = {"parameters": 3.0, "random": 1.0, "principal": 1.0}
"""How far is seen at first to each side: in weights, in lengths of the weights, in steps of unit length."""

MOST_MOMENTS = 128
MOST_NUMBERS = 4_000_000
"""Moments of a run, and numbers in them, that its principal directions are made of at most."""


@dataclass(frozen=True)
class PlaneChoice:
    """Which plane through θ is looked at.

    Attributes:
        kind: Two parameters, two random directions, or the principal directions of the run.
        first, second: Places in θ of the two parameters, along x and along y.
        seed: Draws the random directions.
    """

    kind: Kind = "parameters"
    first: int = 0
    second: int = 1
    seed: int = 0

    def carried(self, before: NetworkSpec, now: NetworkSpec) -> "PlaneChoice":
        """The same choice on another network: its two parameters are called as before, wherever they stand now.

        Another takes the place of one that has gone.
        """
        first, second = (carried(place, before, now) for place in (self.first, self.second))
        if first == second:
            first, second = 0, 1
        return replace(self, first=first, second=second)


def carried(place: int, before: NetworkSpec, now: NetworkSpec) -> int:
    """Where the parameter that was θ[place] stands now, by its name; if it has gone, the same place or the last."""
    try:
        return index_of(now, address_of(before, place))
    except SpecError:
        return min(place, now.parameter_count - 1)


class Frame:
    """Fixed axes in parameter space, so that the weights may move and their way is seen.

    The plane that is shown is parallel to the axes and runs through the present θ. On a plane of two
    parameters the coordinates are these two weights themselves, else steps from `base` along the directions.

    Attributes:
        base: (P,) where both coordinates are 0.
        pair: (2, P) the two directions.
        explained: Shares of the run's variance along each, or None.
    """

    def __init__(self, plane: Plane) -> None:
        self._plane = plane
        self.base, self.explained = plane.origin, plane.explained
        self.pair = np.stack(plane.directions)

    @classmethod
    def of(cls, choice: PlaneChoice, network: Network, snapshots: Snapshots) -> "Frame":
        """The axes of a choice; `SpecError` where there are none, as when the run has gone nowhere yet."""
        if choice.kind == "random":
            return cls(Plane.random(network, choice.seed))
        if choice.kind == "principal":
            return cls(Plane.principal(_thinned(snapshots)))
        plane = Plane.through_parameters(network, choice.first, choice.second)
        origin = np.zeros(network.layout.size)
        return cls(Plane(origin, (plane.directions[0], plane.directions[1])))

    def coordinates(self, points: Array) -> Array:
        """(…, 2) where points of parameter space (…, P) stand along the axes."""
        with np.errstate(over="ignore", invalid="ignore"):
            x, y, _ = self._plane.project(points)
        return np.stack((x, y), axis=-1)

    def vector(self, change: Array) -> tuple[float, float]:
        """The shadow of a change of θ (P,) on the plane."""
        with np.errstate(over="ignore", invalid="ignore"):
            x, y = np.linalg.solve(self.pair @ self.pair.T, self.pair @ change)
        return float(x), float(y)

    def through(self, parameters: Array) -> Plane:
        """The plane parallel to the axes that holds θ (P,); its coordinates are those of the frame."""
        x, y = self.coordinates(parameters)
        origin = parameters - x * self.pair[0] - y * self.pair[1]
        return Plane(origin, (self.pair[0], self.pair[1]), self.explained)


def square_around(points: Array, least: float, room: float = 0.3) -> Window:
    """The square that holds points (n, 2) with some room; `least` is the smallest half of its side."""
    low, high = points.min(axis=0), points.max(axis=0)
    middle, half = (low + high) / 2.0, max(float((high - low).max()) / 2.0 * (1.0 + room), least)
    return Window(
        float(middle[0] - half), float(middle[0] + half), float(middle[1] - half), float(middle[1] + half)
    )


def held(window: Window, x: float, y: float, grows: bool, room: float = 0.1) -> Window:
    """The window that holds a point away from its rims: grown, or moved with its size kept."""
    x0, x1 = _span_holding(window.x0, window.x1, x, room, grows)
    y0, y1 = _span_holding(window.y0, window.y1, y, room, grows)
    return Window(x0, x1, y0, y1)


def _span_holding(low: float, high: float, value: float, room: float, grows: bool) -> tuple[float, float]:
    rim = room * (high - low)
    if low + rim <= value <= high - rim:
        return low, high
    if grows:
        # Twice the room, or the next step would move it again.
        return min(low, value - 2.0 * rim), max(high, value + 2.0 * rim)
    shift = value - (low + 2.0 * rim) if value < low + rim else value - (high - 2.0 * rim)
    return low + shift, high + shift


def _thinned(snapshots: Snapshots) -> list[Array]:
    """θ at moments of the run, few enough for a frame; the last is among them."""
    if len(snapshots) == 0:
        raise SpecError("snapshots", "none of them", "at least three")
    most = max(3, min(MOST_MOMENTS, MOST_NUMBERS // len(snapshots[0].parameters)))
    stride = -(-len(snapshots) // most)
    chosen = range(len(snapshots) - 1, -1, -stride)
    return [snapshots[index].parameters for index in reversed(chosen)]
