"""Penalties: what is added to the cost for having large weights. Biases are not penalised.

`strength` is a vector shaped like θ: the penalty's rate at every weight, 0 at every bias.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.registry import Registry


@dataclass(frozen=True)
class Penalty:
    """One penalty: its value, and ``derivative(parameters, strength, out)`` that writes its gradient."""

    key: str
    formula: str
    derivative_formula: str
    value: Callable[[Array, Array], float]
    derivative: Callable[[Array, Array, Array], object]


def _none(parameters: Array, strength: Array) -> float:
    return 0.0


def _none_derivative(parameters: Array, strength: Array, out: Array) -> None:
    out.fill(0.0)


def _l1(parameters: Array, strength: Array) -> float:
    return float(strength.dot(np.abs(parameters)))


def _l1_derivative(parameters: Array, strength: Array, out: Array) -> None:
    np.sign(parameters, out)
    np.multiply(out, strength, out)


def _l2(parameters: Array, strength: Array) -> float:
    return 0.5 * float((strength * parameters).dot(parameters))


def _l2_derivative(parameters: Array, strength: Array, out: Array) -> None:
    np.multiply(parameters, strength, out)


PENALTIES: Registry[Penalty] = Registry(
    "penalty",
    Penalty("none", "0", "0", _none, _none_derivative),
    Penalty("l1", r"\lambda \sum |w|", r"\lambda\,\mathrm{sign}(w)", _l1, _l1_derivative),
    Penalty("l2", r"\tfrac{\lambda}{2} \sum w^2", r"\lambda\,w", _l2, _l2_derivative),
)
