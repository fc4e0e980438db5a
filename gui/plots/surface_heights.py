"""Heights of costs: shares 0…1 of the picture's height, by powers of ten where the range asks for it."""

from dataclasses import dataclass
from math import log10

import numpy as np

from gui.plots.axes import linear_ticks, log_ticks, number_text

LOG_FROM = 30.0
"""Heights are logarithms where all but the highest twentieth reach so many times the lowest twentieth."""

MOST_DECADES = 5.0
CUT = 6.0
"""Without logarithms nothing stands higher than so many times the height that a tenth of the places pass."""


@dataclass(frozen=True)
class HeightScale:
    """What cost lies at the floor and at the top.

    Attributes:
        low, high: The costs there.
        is_log: Equal heights are equal factors.
        is_cut: Some costs are above the top and drawn at it.
    """

    low: float
    high: float
    is_log: bool = False
    is_cut: bool = False

    @classmethod
    def of(cls, costs: np.ndarray) -> "HeightScale":
        """The scale that shows these costs, any shape, best; what is not finite does not count."""
        values = costs[np.isfinite(costs)]
        if not len(values):
            return cls(0.0, 1.0)
        low, high = float(values.min()), float(values.max())
        few, most = np.quantile(values, (0.05, 0.95)).tolist()
        if low >= 0.0 and few > 0.0 and most / few >= LOG_FROM:
            return cls(max(low, high * 10.0**-MOST_DECADES), high, is_log=True)
        return cls._linear(values, low, high)

    @classmethod
    def _linear(cls, values: np.ndarray, low: float, high: float) -> "HeightScale":
        top = low + CUT * (float(np.quantile(values, 0.9)) - low)
        if low < top < high:
            return cls(low, top, is_cut=True)
        if high > low:
            return cls(low, high)
        room = 0.5 * abs(low) or 0.5
        return cls(low - room, low + room)

    def shares(self, costs: np.ndarray) -> np.ndarray:
        """Heights 0…1 in the same shape; NaN where a cost is not finite."""
        with np.errstate(invalid="ignore", divide="ignore"):
            if self.is_log:
                span = log10(self.high) - log10(self.low)
                heights = (np.log10(np.maximum(costs, self.low)) - log10(self.low)) / span
            else:
                # Halves first: the span of two very large costs is no number.
                heights = (0.5 * costs - 0.5 * self.low) / (0.5 * self.high - 0.5 * self.low)
        heights = np.clip(heights, 0.0, 1.0)
        return np.where(np.isfinite(costs), heights, np.nan)

    def ticks(self, count: float) -> list[tuple[float, str]]:
        """(height 0…1, number) of at most about `count` round costs."""
        if self.is_log:
            bottom, top = log10(self.low), log10(self.high)
            costs = 10.0 ** log_ticks(bottom, top, count)
        else:
            costs = linear_ticks(self.low, self.high, count)
        return [
            (float(share), number_text(float(f"{cost:.6g}")))
            for cost, share in zip(costs.tolist(), self.shares(costs).tolist(), strict=True)
        ]
