"""Clipping: a gradient that is too long is shortened, one that is too large in a component is cut there."""

from math import sqrt

import numpy as np

from engine.arrays import Array
from engine.training.spec import TrainingSpec


def clip(gradient: Array, spec: TrainingSpec) -> None:
    """Clip a gradient (P,) in place: to the length `clip_norm`, then each component to ±`clip_value`, if given."""
    limit = spec.clip_norm
    if limit is not None:
        norm = sqrt(float(gradient.dot(gradient)))
        if norm > limit:
            np.multiply(gradient, limit / norm, gradient)
    bound = spec.clip_value
    if bound is not None:
        np.clip(gradient, -bound, bound, gradient)
