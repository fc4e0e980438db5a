"""Surfaces with one lesson each: what slows a method down, what stops it, and what carries it on."""

import numpy as np

from engine.descent.surfaces_entry import Array, runs_from, surface


def _bowl(x: Array, y: Array) -> Array:
    return x**2 + y**2


def _bowl_slope(x: Array, y: Array) -> tuple[Array, Array]:
    return 2 * x, 2 * y


# Every method arrives; the gradient points at the minimum from everywhere.
BOWL = surface(
    "bowl",
    "x^2+y^2",
    "x^2 + y^2",
    _bowl,
    _bowl_slope,
    window=(-3, 3, -3, 3),
    minima=((0, 0, 0),),
    runs=runs_from(
        -2.4, 1.6, sgd=0.05, momentum=0.02, nesterov=0.02, adagrad=0.5, rmsprop=0.05, adam=0.1, adamw=0.1
    ),
    source="the textbook case",
)


def _ravine(x: Array, y: Array) -> Array:
    return (x**2 + 100 * y**2) / 2


def _ravine_slope(x: Array, y: Array) -> tuple[Array, Array]:
    return x, 100 * y


# Condition number 100: at sgd's rate, just below the limit 2/100, it zigzags across and creeps along.
RAVINE = surface(
    "ravine",
    r"\frac{1}{2}\left(x^2+100\,y^2\right)",
    "(x^2 + 100*y^2)/2",
    _ravine,
    _ravine_slope,
    window=(-4, 4, -1.2, 1.2),
    minima=((0, 0, 0),),
    runs=runs_from(
        -3.6, 0.9, sgd=0.018, momentum=0.01, nesterov=0.01, adagrad=0.5, rmsprop=0.02, adam=0.1, adamw=0.1
    ),
    source="Polyak (1964), Some methods of speeding up the convergence of iteration methods",
)


def _saddle(x: Array, y: Array) -> Array:
    return x**2 - y**2 + y**4 / 4


def _saddle_slope(x: Array, y: Array) -> tuple[Array, Array]:
    return 2 * x, -2 * y + y**3


# x² − y² alone falls without end; y⁴/4 gives it a floor. The start lies almost on the ridge y = 0, where
# sgd waits at the saddle (0, 0), and methods that divide by the gradient's own size do not.
SADDLE = surface(
    "saddle",
    r"x^2-y^2+\frac{1}{4}y^4",
    "x^2 - y^2 + y^4/4",
    _saddle,
    _saddle_slope,
    window=(-2, 2, -2.2, 2.2),
    minima=((0, 2**0.5, -1), (0, -(2**0.5), -1)),
    runs=runs_from(
        -1.5, 0.001, sgd=0.02, momentum=0.01, nesterov=0.01, adagrad=0.2, rmsprop=0.02, adam=0.05, adamw=0.05
    ),
    source="after Dauphin et al. (2014), Identifying and attacking the saddle point problem",
)


def _plateau(x: Array, y: Array) -> Array:
    return 1 - np.exp(-(x**2 + y**2) / 2)


def _plateau_slope(x: Array, y: Array) -> tuple[Array, Array]:
    fading = np.exp(-(x**2 + y**2) / 2)
    return x * fading, y * fading


# At the start the slope is 0.0002: sgd crawls for two thousand steps, rmsprop crosses in a few dozen.
PLATEAU = surface(
    "plateau",
    r"1-e^{-\frac{1}{2}\left(x^2+y^2\right)}",
    "1 - exp(-(x^2 + y^2)/2)",
    _plateau,
    _plateau_slope,
    window=(-4.5, 4.5, -4.5, 4.5),
    minima=((0, 0, 0),),
    runs=runs_from(
        -3.6, 2.6, sgd=0.5, momentum=0.5, nesterov=0.5, adagrad=0.2, rmsprop=0.02, adam=0.1, adamw=0.1
    ),
    source="Backprop Lab",
)


def _two_wells(x: Array, y: Array) -> Array:
    return x**4 / 4 - 13 / 8 * x**2 + 3 / 2 * x + y**2


def _two_wells_slope(x: Array, y: Array) -> tuple[Array, Array]:
    return (x + 2) * (x - 0.5) * (x - 1.5), 2 * y


# Minima at x = −2 (deep) and 1.5 (shallow), a pass at 0.5: sgd stays in the well it meets first, and
# momentum rolls over the pass.
TWO_WELLS = surface(
    "two_wells",
    r"\frac{1}{4}x^4-\frac{13}{8}x^2+\frac{3}{2}x+y^2",
    "x^4/4 - 13/8*x^2 + 3/2*x + y^2",
    _two_wells,
    _two_wells_slope,
    window=(-3.2, 2.8, -2.2, 2.2),
    minima=((-2, 0, -5.5), (1.5, 0, -0.140625)),
    runs=runs_from(
        2.4, 0.8, sgd=0.02, momentum=0.02, nesterov=0.04, adagrad=0.3, rmsprop=0.02, adam=0.1, adamw=0.1
    ),
    source="Backprop Lab",
)
