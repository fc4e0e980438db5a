"""A long history in as many points as the screen has columns, its peaks kept."""

import numpy as np


def decimated(x: np.ndarray, pairs: np.ndarray, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Minimum and maximum per column of the screen.

    `x` (n,) ascending and `pairs` (n, 2), a minimum and a maximum per point (NaN where there is none), come
    back as (m,) and (m, 2) with m at most `columns`; unchanged where they are no more than that already.
    """
    if len(x) <= columns:
        return x, pairs
    edges = np.linspace(x[0], x[-1], columns, endpoint=False)
    starts = np.searchsorted(x, edges)
    starts = starts[np.diff(starts, prepend=-1) > 0]
    lows = np.fmin.reduceat(pairs[:, 0], starts)
    highs = np.fmax.reduceat(pairs[:, 1], starts)
    places = x[starts]
    places[-1] = x[-1]  # the newest value stands where it belongs, at the end of the curve
    return places, np.stack((lows, highs), axis=1)


def polyline(x: np.ndarray, pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One line through the pairs: (m,) and (m, 2) to (k,) and (k,), k = m where every pair is one value.

    A falling curve goes through the maximum first, a rising one through the minimum, so that the line
    does not jump back between two points.
    """
    low, high = pairs[:, 0], pairs[:, 1]
    if np.array_equal(low, high, equal_nan=True):
        return x, low
    middle = (low + high) / 2
    falling = np.diff(middle, append=middle[-1:]) < 0
    zigzag = np.where(falling[:, None], pairs[:, ::-1], pairs)
    return np.repeat(x, 2), zigzag.ravel()
