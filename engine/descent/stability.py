"""The edge of stability: how large a learning rate a curved terrain bears."""

import numpy as np

from engine.arrays import Array
from engine.descent.surfaces_entry import Window
from engine.descent.walk import Terrain
from engine.training import OPTIMIZERS, OptimizerSpec

STEP = 1e-5
"""Of the central differences of the exact gradient."""

MOST_PLACES = 60


def sharpness(terrain: Terrain, x: float, y: float) -> float:
    """The largest eigenvalue λ of the Hessian at a point; nan where there is none."""
    size = STEP * max(1.0, abs(x), abs(y))
    with np.errstate(all="ignore"):
        columns = [
            _slope(terrain, x + dx, y + dy) - _slope(terrain, x - dx, y - dy) for dx, dy in _ways(size)
        ]
    hessian = np.stack(columns, axis=1) / (2 * size)
    if not np.isfinite(hessian).all():
        return float("nan")
    return float(np.linalg.eigvalsh((hessian + hessian.T) / 2)[-1])


def sharpest(terrain: Terrain, path: Array, window: Window) -> float:
    """The largest λ > 0 on a way (n, 2) as far as it lies in the window, at up to MOST_PLACES of it; 0 for none."""
    x, y = path.T
    seen = path[(window.x0 <= x) & (x <= window.x1) & (window.y0 <= y) & (y <= window.y1)]
    chosen = seen[:: max(1, -(-len(seen) // MOST_PLACES))]
    found = [sharpness(terrain, float(across), float(up)) for across, up in chosen]
    return max((value for value in found if value > 0.0), default=0.0)


def stable_rate(optimizer: OptimizerSpec, curvature: float) -> float | None:
    """The largest η with which the optimizer does not swing ever wider in a bowl of that curvature λ.

    None where every η is bounded: without curvature, and for methods whose entry has no edge.
    """
    edge = OPTIMIZERS[optimizer.key].edge
    return edge(optimizer.options) / curvature if edge is not None and curvature > 0.0 else None


def _ways(size: float) -> tuple[tuple[float, float], tuple[float, float]]:
    return (size, 0.0), (0.0, size)


def _slope(terrain: Terrain, x: float, y: float) -> Array:
    across, up = terrain.gradient(x, y)
    return np.array([float(across), float(up)])
