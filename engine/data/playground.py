"""The six point clouds of the browser playground (Smilkov et al., 2017), by the same generators.

Each takes the number of `samples`, the `noise` as a fraction from 0 to 0.8 and a `seed`, and returns a
dataset of two inputs in the square from -6 to 6. Classes are -1 and +1; the first half of the rows
belongs to the first class named in the docstring, and an odd row out joins that half. Noise is drawn
even where it is 0, so that turning it up moves no more than it should.
"""

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Dataset, Floats

RADIUS = 5.0
HALF_WINDOW = 6.0


def circle(samples: int, noise: float, seed: int) -> Dataset:
    """A disc (+1, radius 0 to 2.5) in a ring (-1, radius 3.5 to 5).

    Noise moves a point by up to ±5·noise on each axis before it is labelled; what is drawn stays put.
    """
    rng = np.random.default_rng(seed)
    inner, outer = halves(samples)
    radius = np.concatenate(
        [rng.uniform(0, 0.5 * RADIUS, inner), rng.uniform(0.7 * RADIUS, RADIUS, outer)],
    )
    points = on_circle(radius, rng.uniform(0, 2 * np.pi, samples))
    judged = points + noise * rng.uniform(-RADIUS, RADIUS, (samples, 2))
    return two_classes(points, np.hypot(judged[:, 0], judged[:, 1]) < 0.5 * RADIUS)


def xor(samples: int, noise: float, seed: int) -> Dataset:
    """Four squares, +1 where x1 and x2 have one sign, kept 0.3 away from the axes.

    Noise moves a point by up to ±5·noise on each axis before it is labelled; what is drawn stays put.
    """
    rng = np.random.default_rng(seed)
    drawn = rng.uniform(-RADIUS, RADIUS, (samples, 2))
    points = drawn + np.where(drawn > 0, 0.3, -0.3)
    judged = points + noise * rng.uniform(-RADIUS, RADIUS, (samples, 2))
    return two_classes(points, judged[:, 0] * judged[:, 1] >= 0)


def gauss(samples: int, noise: float, seed: int) -> Dataset:
    """Two round clouds, +1 about (2, 2) and -1 about (-2, -2), of variance 0.5 + 7·noise on each axis."""
    rng = np.random.default_rng(seed)
    positive = in_first_half(samples)
    centres = np.where(positive[:, np.newaxis], 2.0, -2.0)
    spread = np.sqrt(0.5 + 7.0 * noise)
    return two_classes(centres + spread * rng.standard_normal((samples, 2)), positive)


def spiral(samples: int, noise: float, seed: int) -> Dataset:
    """Two arms of 1.75 turns, +1 and -1 half a turn apart; noise moves each point by up to ±noise an axis.

    Point i of an arm of n lies at radius 5i/n and at the angle 1.75·2π·i/n, clockwise from the x2 axis.
    """
    rng = np.random.default_rng(seed)
    part = np.concatenate([np.arange(count) / count for count in halves(samples)])
    positive = in_first_half(samples)
    angle = 1.75 * 2 * np.pi * part + np.where(positive, 0.0, np.pi)
    points = on_circle(RADIUS * part, angle)
    return two_classes(points + noise * rng.uniform(-1, 1, (samples, 2)), positive)


def plane(samples: int, noise: float, seed: int) -> Dataset:
    """A regression on a tilted plane, y = (x1 + x2) / 10, taken up to ±6·noise beside the point drawn."""
    points, judged = _scattered(samples, noise, seed)
    return Dataset(points, judged.sum(axis=1) / 10)


def multi_gauss(samples: int, noise: float, seed: int) -> Dataset:
    """A regression on six cones, `cones`, taken up to ±6·noise beside the point drawn."""
    points, judged = _scattered(samples, noise, seed)
    return Dataset(points, cones(judged))


_CONE_CENTRES = np.array([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
_CONE_SIGNS = np.array([1, -1, 1, -1, 1, -1])


def cones(points: Floats) -> Floats:
    """Six cones of height ±1 and radius 2 at (±4, ±2.5) and (0, ±2.5): (N, 2) points to (N,) heights.

    At a distance d a cone is 1 - d/2 high, never below 0; where two overlap the larger one counts.
    """
    distance = np.linalg.norm(points[:, np.newaxis, :] - _CONE_CENTRES, axis=2)
    heights = np.clip(1 - distance / 2, 0, 1)
    largest = heights.argmax(axis=1)
    result: Floats = _CONE_SIGNS[largest] * heights[np.arange(len(points)), largest]
    return result


def halves(samples: int) -> tuple[int, int]:
    """Two counts that add up to `samples`; an odd one belongs to the first."""
    return samples - samples // 2, samples // 2


def in_first_half(samples: int) -> NDArray[np.bool_]:
    """(samples,) booleans, True for the rows of the first of `halves`."""
    return np.arange(samples) < halves(samples)[0]


def on_circle(radius: Floats, angle: Floats) -> Floats:
    """(N, 2) points at that radius and that angle in radians, clockwise from the x2 axis."""
    return np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])


def two_classes(points: Floats, positive: NDArray[np.bool_]) -> Dataset:
    """A binary dataset of (N, 2) points, +1 where `positive` (N,) is true and -1 elsewhere."""
    return Dataset(points, np.where(positive, 1.0, -1.0), "binary")


def _scattered(samples: int, noise: float, seed: int) -> tuple[Floats, Floats]:
    """Points all over the window, and where noise makes the target be taken."""
    rng = np.random.default_rng(seed)
    points = rng.uniform(-HALF_WINDOW, HALF_WINDOW, (samples, 2))
    return points, points + noise * rng.uniform(-HALF_WINDOW, HALF_WINDOW, (samples, 2))
