"""At which costs the contour lines run: round numbers at equal distances, or at equal factors where the range asks.

Pure arithmetic of the picture. Levels stay while they still tell the surface well, so that a surface in motion
does not flicker.
"""

from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np

from gui.plots.axes import nice_step

LOG_FROM, LOG_TO = 30.0, 15.0
"""Factors between most and few costs at which the levels become logarithmic, and at which they no longer are."""

DEEP = 10.0
"""A narrow valley asks for logarithms too, though few costs are low: then its floor must be that much lower."""

MOST_DECADES = 5.0
CUT = 2.0
"""Linear levels end at so many times the height that nine tenths of the places do not pass."""

COUNT = 15
FEWEST, MOST = 6, 20

MANTISSAS = (
    (1.2, (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)),
    (3.2, (1.0, 2.0, 5.0)),
    (9.9, (1.0, 3.0)),
)
"""For up to so many decades these numbers times powers of ten."""


@dataclass(frozen=True)
class Levels:
    """Costs in ascending order, and whether their distances are factors."""

    values: tuple[float, ...] = ()
    is_log: bool = False


def choose_levels(costs: np.ndarray, before: Levels | None = None, beside: Levels | None = None) -> Levels:
    """Levels for these costs, any shape; `before` again where it still serves.

    `beside` are the levels of another surface in the same picture: these are of the same kind.
    """
    values = costs[np.isfinite(costs)]
    if not len(values):
        return Levels()
    low, high = float(values.min()), float(values.max())
    if not high > low:
        return Levels()
    few, most = (float(value) for value in np.quantile(values, (0.05, 0.95)))
    base = min(low, 0.0)  # a cost below 0 has factors only above the lowest
    needed = LOG_TO if before is not None and before.is_log else LOG_FROM
    is_log = few > base and _spread(low - base, few - base, most - base) >= needed
    if beside is not None and low >= 0.0:
        is_log = beside.is_log
    top = high if is_log else _top(values, low, high)
    if before is not None and before.is_log == is_log and _serves(before, low, top):
        return before
    if not is_log:
        return Levels(_linear_levels(low, top))
    return Levels(_log_levels(low, high) if low >= 0.0 else _levels_above(low, few, high), is_log=True)


def _spread(low: float, few: float, most: float) -> float:
    return max(most / few, most / low / DEEP if low > 0.0 else 0.0)


def _top(values: np.ndarray, low: float, high: float) -> float:
    """A few places far above all others must not use up the levels."""
    limit = low + CUT * (float(np.quantile(values, 0.9)) - low)
    return limit if low < limit < high else high


def _serves(levels: Levels, low: float, top: float) -> bool:
    inside = sum(low < value < top for value in levels.values)
    if not FEWEST <= inside <= MOST:
        return False
    first, last = levels.values[0], levels.values[-1]
    if levels.is_log and low < 0.0:
        return False  # they hang on the lowest cost
    if levels.is_log:
        return last * 4.0 > top and first < 8.0 * max(low, top * 10.0**-MOST_DECADES)
    step = levels.values[1] - first
    return first - low < 2.5 * step and top - last < 2.5 * step


def _linear_levels(low: float, high: float) -> tuple[float, ...]:
    step = nice_step(high - low, COUNT)
    first, last = floor(low / step) + 1, ceil(high / step) - 1
    # Decimals again: 3 · 0.1 is 0.30000000000000004.
    decimals = max(0, 1 - floor(log10(step)))
    return tuple(round(count * step, decimals) for count in range(first, last + 1))


def _log_levels(low: float, high: float) -> tuple[float, ...]:
    low = max(low, high * 10.0**-MOST_DECADES)
    decades = log10(high / low)
    mantissas = next((numbers for most, numbers in MANTISSAS if decades <= most), MANTISSAS[-1][1])
    exponents = range(floor(log10(low)), ceil(log10(high)) + 1)
    values = (float(f"{mantissa:g}e{exponent}") for exponent in exponents for mantissa in mantissas)
    return tuple(value for value in values if low < value < high)


def _levels_above(low: float, few: float, high: float) -> tuple[float, ...]:
    """Distances from the lowest cost that grow by factors, as round as they can be."""
    levels: list[float] = []
    for distance in _log_levels((few - low) / 2.0, high - low):
        exact = low + distance
        # Far above, the number itself is rounded; near the lowest cost only its distance is.
        grain = floor(log10(abs(exact) if exact > 2.0 * abs(low) else distance))
        level = round(exact, -grain)
        if level > low and (not levels or level > levels[-1]):
            levels.append(level)
    return tuple(levels)
