"""Initializers: the weights a network starts with, drawn from a seed. Biases start at one value.

n_in neurons feed a layer and n_out are in it. The variance that keeps signals alive through many layers
depends on both: that is what Glorot, He and LeCun worked out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from engine.arrays import Array
from engine.registry import Registry

Draw = Callable[[np.random.Generator, int, int], Array]


@dataclass(frozen=True)
class Initializer:
    """``draw(generator, n_out, n_in)`` gives a layer's weights, shape (n_out, n_in); `bias` fills the biases."""

    key: str
    formula: str
    draw: Draw
    bias: float = 0.0


def _filled(value: float) -> Draw:
    return lambda generator, n_out, n_in: np.full((n_out, n_in), value)


def _uniform(limit: Callable[[int, int], float]) -> Draw:
    def draw(generator: np.random.Generator, n_out: int, n_in: int) -> Array:
        bound = limit(n_out, n_in)
        return generator.uniform(-bound, bound, (n_out, n_in))

    return draw


def _normal(deviation: Callable[[int, int], float]) -> Draw:
    def draw(generator: np.random.Generator, n_out: int, n_in: int) -> Array:
        return generator.normal(0.0, deviation(n_out, n_in), (n_out, n_in))

    return draw


def _orthogonal(generator: np.random.Generator, n_out: int, n_in: int) -> Array:
    tall = generator.normal(size=(max(n_out, n_in), min(n_out, n_in)))
    q, r = np.linalg.qr(tall)
    q = q * np.sign(np.diag(r))  # makes the draw uniform over the rotations (Mezzadri 2007)
    matrix: Array = q if n_out >= n_in else q.T
    return matrix


INITIALIZERS: Registry[Initializer] = Registry(
    "initializer",
    Initializer("zeros", "w = 0", _filled(0.0)),
    Initializer("constant", "w = 0.1", _filled(0.1)),
    Initializer(  # the browser playground's
        "uniform", r"w \sim U(-0.5, 0.5),\ b = 0.1", _uniform(lambda n_out, n_in: 0.5), bias=0.1
    ),
    Initializer("normal", r"w \sim N(0, 1)", _normal(lambda n_out, n_in: 1.0)),
    Initializer(  # Glorot and Bengio 2010, equation 16
        "glorot_uniform",
        r"w \sim U(-l, l),\ l = \sqrt{6 / (n_{in} + n_{out})}",
        _uniform(lambda n_out, n_in: sqrt(6.0 / (n_in + n_out))),
    ),
    Initializer(  # Glorot and Bengio 2010, equation 12
        "glorot_normal",
        r"w \sim N(0, s^2),\ s = \sqrt{2 / (n_{in} + n_{out})}",
        _normal(lambda n_out, n_in: sqrt(2.0 / (n_in + n_out))),
    ),
    Initializer(  # He et al. 2015, equation 10
        "he_uniform",
        r"w \sim U(-l, l),\ l = \sqrt{6 / n_{in}}",
        _uniform(lambda n_out, n_in: sqrt(6.0 / n_in)),
    ),
    Initializer(
        "he_normal",
        r"w \sim N(0, s^2),\ s = \sqrt{2 / n_{in}}",
        _normal(lambda n_out, n_in: sqrt(2.0 / n_in)),
    ),
    Initializer(  # LeCun et al. 1998, section 4.6
        "lecun_normal",
        r"w \sim N(0, s^2),\ s = \sqrt{1 / n_{in}}",
        _normal(lambda n_out, n_in: sqrt(1.0 / n_in)),
    ),
    Initializer("orthogonal", r"W W^T = I", _orthogonal),  # Saxe et al. 2013
)
