"""Heights of costs, shares 0…1 of the picture's height, and their colours: as the contour plot has them."""

from dataclasses import dataclass, field
from math import log10

import numpy as np

from gui.plots.axes import linear_ticks, log_ticks, number_text
from gui.plots.contour_levels import CUT, MOST_DECADES, Levels, choose_levels


@dataclass(frozen=True)
class HeightScale:
    """What cost lies at the floor and at the top.

    Attributes:
        low, high: The costs there.
        is_log: Equal heights are equal factors.
        is_cut: Some costs are above the top and drawn at it.
        levels: The costs where the contour lines run.
    """

    low: float
    high: float
    is_log: bool = False
    is_cut: bool = False
    levels: Levels = field(default_factory=Levels)

    @classmethod
    def of(cls, costs: np.ndarray, before: "HeightScale | None" = None) -> "HeightScale":
        """The scale that shows these costs, any shape, best; what is not finite does not count.

        Heights are logarithms exactly where the contour lines of the same costs run at equal factors.
        """
        values = costs[np.isfinite(costs)]
        if not len(values):
            return cls(0.0, 1.0)
        low, high = float(values.min()), float(values.max())
        levels = choose_levels(costs, None if before is None else before.levels)
        if levels.is_log:
            return cls(max(low, high * 10.0**-MOST_DECADES), high, is_log=True, levels=levels)
        top = low + CUT * (float(np.quantile(values, 0.9)) - low)
        if low < top < high:
            return cls(low, top, is_cut=True, levels=levels)
        if high > low:
            return cls(low, high, levels=levels)
        room = 0.5 * abs(low) or 0.5
        return cls(low - room, low + room)

    def tints(self, heights: np.ndarray) -> np.ndarray:
        """How far up the colour map, 0…1, heights stand, so that they look as their bands of the contour plot do."""
        levels = np.array(self.levels.values)
        marks = self.shares(levels)
        count = max(len(levels), 1)
        ends = (
            np.concatenate(([0.0], marks, [1.0])),
            np.concatenate(([0.0], (np.arange(len(levels)) + 0.5) / count, [1.0])),
        )
        tints: np.ndarray = np.interp(heights, *ends)
        return tints

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
