"""Features: what a network may be given instead of the two plain coordinates of a point.

The seven of the browser playground (Smilkov et al., 2017). A problem that no single neuron can solve in
x1 and x2 may become easy in x1² or x1·x2.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.data.dataset import Floats
from engine.registry import Registry


@dataclass(frozen=True)
class Feature:
    """One column made of two: `function` takes base inputs (N, 2) and returns (N,); `formula` is TeX."""

    key: str
    formula: str
    function: Callable[[Floats], Floats]


FEATURES: Registry[Feature] = Registry(
    "feature",
    Feature("x1", r"x_1", lambda base: base[:, 0]),
    Feature("x2", r"x_2", lambda base: base[:, 1]),
    Feature("x1_squared", r"x_1^2", lambda base: base[:, 0] ** 2),
    Feature("x2_squared", r"x_2^2", lambda base: base[:, 1] ** 2),
    Feature("x1_x2", r"x_1 x_2", lambda base: base[:, 0] * base[:, 1]),
    Feature("sin_x1", r"\sin x_1", lambda base: np.sin(base[:, 0])),
    Feature("sin_x2", r"\sin x_2", lambda base: np.sin(base[:, 1])),
)


def feature_columns(keys: Sequence[str], base: Floats) -> Floats:
    """Those features of base inputs (N, 2), in that order: (N, len(keys)); at least one key is needed."""
    return np.column_stack([FEATURES.find(key).function(base) for key in keys])
