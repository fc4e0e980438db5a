"""Data sets of a formula f(x) that a person types: the two sides of its curve, or the curve itself.

The formulas are those of `engine.autodiff.compile_expression` in the one variable x. Examples lie only where the
curve has a value.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from engine.data import bounds
from engine.data.dataset import Dataset, Floats
from engine.data.playground import RADIUS, two_classes
from engine.errors import SpecError

Curve: TypeAlias = Callable[[Floats], Floats]

SIDES = ("2*sin(x)", "x^3/9 - x", "abs(x) - 2", "x^2/4 - 3")
"""Curves that pass through the middle of the square from -5 to 5; the first is there before one is typed."""

SHAPES = ("abs(x) - 1", "sin(2*x)", "x^3/9 - x", "exp(-x^2)")
"""Curves that are worth learning between -3 and 3; the first is there before one is typed."""

REACH = 3.0
LARGEST = bounds.VALUE[1] / 2
"""A height beyond this counts as none: examples, noise and all, keep within `bounds.VALUE`."""

ROUNDS = 50
"""So often as many examples as are asked for are drawn, until enough of them lie where the curve has a value."""


def read_curve(formula: str) -> Curve:
    """f of a text in x, for arrays; nan or inf where it has no value. `ExpressionError` if it cannot be read."""
    from engine.autodiff import compile_expression

    return compile_expression(formula, ("x",)).value


def above_curve(formula: str, samples: int, noise: float, seed: int) -> Dataset:
    """Points all over the square from -5 to 5, +1 above the curve x2 = f(x1) and -1 elsewhere.

    Noise moves a point by up to ±5·noise up or down before it is labelled; what is drawn stays put. `SpecError`
    if the curve has hardly a value there.
    """
    rng = np.random.default_rng(seed)
    across, curve = _with_a_value(rng, formula, samples, RADIUS)
    up = rng.uniform(-RADIUS, RADIUS, samples)
    judged = up + noise * rng.uniform(-RADIUS, RADIUS, samples)
    return two_classes(np.column_stack([across, up]), judged > curve)


def on_curve(formula: str, samples: int, noise: float, seed: int) -> Dataset:
    """A regression on y = f(x) for x from -3 to 3, with normal noise of standard deviation `noise`.

    `SpecError` if the curve has hardly a value there.
    """
    rng = np.random.default_rng(seed)
    across, curve = _with_a_value(rng, formula, samples, REACH)
    return Dataset(across[:, np.newaxis], curve + noise * rng.standard_normal(samples))


def _with_a_value(
    rng: np.random.Generator, formula: str, samples: int, reach: float
) -> tuple[Floats, Floats]:
    """x and f(x), (samples,) each, x spread evenly from -reach to reach over where f has a value."""
    curve = read_curve(formula)
    found, heights = np.empty(0), np.empty(0)
    for _ in range(ROUNDS):
        across = rng.uniform(-reach, reach, samples)
        height = curve(across)
        is_there = np.abs(height) <= LARGEST  # false for nan
        found = np.concatenate([found, across[is_there]])
        heights = np.concatenate([heights, height[is_there]])
        if len(found) >= samples:
            return found[:samples], heights[:samples]
    takes = f"one that has values, below {LARGEST:g} in size, for x from {-reach:g} to {reach:g}"
    raise SpecError("formula", formula, takes)
