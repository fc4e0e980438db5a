"""Straight lines through the present parameters, and the cost along them: along a direction, or one weight alone."""

from functools import cached_property
from math import cos, sin
from typing import TYPE_CHECKING

import numpy as np

from engine.arrays import Array
from engine.descent import Plane, PlaneCost
from engine.network.overflow import overflow_allowed
from gui.session.landscape_costs import sample_of, whole_cost

if TYPE_CHECKING:
    from gui.session.session import Session


class CutLine:
    """C along a line through the present θ.

    Attributes:
        at: How the present place is counted: 0 along a direction, the weight's value along a weight.
    """

    def __init__(self, cost: PlaneCost, start: tuple[float, float], angle: float, at: float = 0.0) -> None:
        self._cost, self._start = cost, start
        self._way = cos(angle), sin(angle)
        self.at = at

    @overflow_allowed()
    def costs(self, places: Array) -> Array:
        """C at places (n,) of the line."""
        steps = np.asarray(places, dtype=np.float64) - self.at
        return self._cost.value(self._start[0] + steps * self._way[0], self._start[1] + steps * self._way[1])

    @property
    def cost(self) -> float:
        """C at the present place."""
        return float(self.costs(np.array([self.at]))[0])

    @property
    def slope(self) -> float:
        """dC/dplace there: ∇C·u."""
        return self.gradient[0] * self._way[0] + self.gradient[1] * self._way[1]

    @cached_property
    def gradient(self) -> tuple[float, float]:
        """(∂C/∂x, ∂C/∂y) in the plane the line lies in, from backprop."""
        return self._cost.gradient_at(*self._start)

    def beside(self, step: float) -> tuple[float, float]:
        """C(place − step) and C(place + step)."""
        before, after = self.costs(np.array([self.at - step, self.at + step])).tolist()
        return before, after


@overflow_allowed()
def line_along(session: "Session") -> CutLine:
    """The line along the dial's direction over the plane of the landscape; a place is a step along u."""
    landscape, trainer = session.landscape, session.trainer
    sample = sample_of(trainer)
    cost = landscape.exact if sample is None else whole_cost(landscape.plane, trainer, sample=sample)
    return CutLine(cost, landscape.position, landscape.angle)


@overflow_allowed()
def line_of_parameter(session: "Session", place: int) -> CutLine:
    """The line on which θ[place] alone changes; a place of the line is its value."""
    network, trainer = session.network, session.trainer
    plane = Plane.through_parameters(network, place, 0 if place else 1)
    cost = whole_cost(plane, trainer, sample=sample_of(trainer))
    return CutLine(cost, (0.0, 0.0), 0.0, float(network.parameters[place]))


def relative_difference(first: float, second: float) -> float:
    """How far two numbers are apart, over the larger of them; 0 where both are 0."""
    largest = max(abs(first), abs(second))
    return abs(first - second) / largest if largest else 0.0
