"""More small problems: two moons, a checkerboard, the logic gates, and curves with a single input.

The generators take `samples`, `noise` (a fraction, 0 to 0.8) and `seed` as those of the playground do.
"""

import numpy as np

from engine.data.dataset import Dataset, Floats
from engine.data.playground import RADIUS, halves, in_first_half, two_classes

MOON_RADIUS = 3.0
SQUARE = 2.5
GATE_INPUTS = ((0, 0), (0, 1), (1, 0), (1, 1))


def moons(samples: int, noise: float, seed: int) -> Dataset:
    """Two half circles of radius 3 that reach into each other, the upper one +1, the lower one -1.

    The shape is that of scikit-learn's `make_moons`, enlarged and moved to the middle of the window.
    Noise moves each point by a normal step of standard deviation 3·noise on each axis.
    """
    rng = np.random.default_rng(seed)
    angle = np.concatenate([np.linspace(0, np.pi, count) for count in halves(samples)])
    upper = in_first_half(samples)
    across = np.where(upper, np.cos(angle) - 0.5, 0.5 - np.cos(angle))
    along = np.where(upper, np.sin(angle) - 0.25, 0.25 - np.sin(angle))
    shape = np.column_stack([across, along]) + noise * rng.standard_normal((samples, 2))
    return two_classes(MOON_RADIUS * shape, upper)


def checkerboard(samples: int, noise: float, seed: int) -> Dataset:
    """Four by four squares of side 2.5, +1 in the square right above the origin, then by turns.

    Noise moves a point by up to ±2.5·noise on each axis before it is labelled; what is drawn stays put.
    """
    rng = np.random.default_rng(seed)
    points = rng.uniform(-RADIUS, RADIUS, (samples, 2))
    judged = points + noise * rng.uniform(-SQUARE, SQUARE, (samples, 2))
    return two_classes(points, np.floor(judged / SQUARE).sum(axis=1) % 2 == 0)


def line(samples: int, noise: float, seed: int) -> Dataset:
    """A regression on y = x/2 + 1/4 for x from -3 to 3, with normal noise of standard deviation `noise`."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-3, 3, samples)
    return _curve(x, 0.5 * x + 0.25 + noise * rng.standard_normal(samples))


def sine(samples: int, noise: float, seed: int) -> Dataset:
    """A regression on y = sin x for x from -π to π, with normal noise of standard deviation `noise`."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-np.pi, np.pi, samples)
    return _curve(x, np.sin(x) + noise * rng.standard_normal(samples))


def gate_and() -> Dataset:
    """The truth table of x1 and x2: four rows, inputs 0 and 1, target +1 for true and -1 for false."""
    return _gate(False, False, False, True)


def gate_or() -> Dataset:
    """The truth table of x1 or x2, written as `gate_and` is."""
    return _gate(False, True, True, True)


def gate_xor() -> Dataset:
    """The truth table of either x1 or x2, written as `gate_and` is; no single neuron can learn it.

    Source: Minsky and Papert, Perceptrons (1969).
    """
    return _gate(False, True, True, False)


def _curve(x: Floats, y: Floats) -> Dataset:
    return Dataset(x[:, np.newaxis], y)


def _gate(*outputs: bool) -> Dataset:
    """The four rows of a gate; `outputs` follow the order of `GATE_INPUTS`."""
    targets = np.where(outputs, 1.0, -1.0)
    return Dataset(np.array(GATE_INPUTS), targets, "binary", class_names=("0", "1"))
