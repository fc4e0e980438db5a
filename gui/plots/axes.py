"""Axes: round numbers at calm distances, in the person's own way of writing them."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontMetricsF

# Room of a labelled tick, in pixels: above each other by height, side by side by the width of the number.
ROW = 34.0
COLUMN = 24.0
COLUMN_GAP = 10.0

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LIMITS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def nice_step(span: float, count: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that divides `span` into at most `count` parts."""
    rough = span / max(count, 1.0)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(m * power for m in (1.0, 2.0, 5.0, 10.0) if m * power >= rough * (1 - 1e-9))


def nice_limit(value: float) -> float:
    """The smallest round number that is at least `value` (> 0)."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(m * power for m in _LIMITS if m * power >= value * (1 - 1e-9))


def linear_ticks(low: float, high: float, count: float) -> np.ndarray:
    """Round values in low..high, at most about `count` of them."""
    step = nice_step(high - low, count)
    first, last = math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)
    return np.arange(first, last + 1) * step


def log_ticks(low: float, high: float, count: float) -> np.ndarray:
    """Positions (decimal logarithms) in low..high of values that are round themselves.

    Many decades: every decade or every few. A decade or two: 1, 2, 5. Less: equal steps of the value.
    """
    stride = max(1.0, nice_step(high - low, count))
    decades = np.arange(math.ceil(low / stride - 1e-6), math.floor(high / stride + 1e-6) + 1) * stride
    if len(decades) >= max(3.0, count / 2) or len(decades) > count:
        return decades
    powers = np.arange(math.floor(low), math.ceil(high) + 1)
    finer = (powers[:, None] + np.log10([1.0, 2.0, 5.0])).ravel()
    finer = finer[(finer >= low - 1e-9) & (finer <= high + 1e-9)]
    if len(finer) > count and len(decades) >= 2:
        return decades
    if len(finer) >= 3:
        return finer
    values = linear_ticks(10.0**low, 10.0**high, count)
    ticks: np.ndarray = np.log10(values[values > 0])
    return ticks


def number_text(value: float) -> str:
    """A tick's number as the person's locale writes it; powers of ten where zeros would be counted."""
    if value == 0 or 1e-4 <= abs(value) < 1e6:
        return _local(value, 6)
    mantissa, exponent = f"{value:.2e}".split("e")
    power = "10" + str(int(exponent)).translate(_SUPERSCRIPTS)
    factor = _local(float(mantissa), 3)
    return {"1": power, "−1": f"−{power}"}.get(factor, f"{factor}·{power}")


def percent_text(value: float) -> str:
    """A share 0..1 as a percentage."""
    return f"{_local(100.0 * value, 4)} %"


def _local(value: float, digits: int) -> str:
    return QLocale().toString(float(value), "g", digits).replace("-", "−")


class NumberAxis(pg.AxisItem):
    """One level of labelled ticks at round numbers, without scale factors hidden in the label.

    With `logarithmic` the axis measures decimal logarithms and its labels say the values themselves.
    """

    def __init__(self, side: str, write: Callable[[float], str] = number_text) -> None:
        super().__init__(side)
        self.logarithmic = False
        self._write = write
        self.enableAutoSIPrefix(False)
        # A label at the very end of the axis is wanted: the first and the last epoch.
        self.setStyle(hideOverlappingLabels=False)

    def set_logarithmic(self, logarithmic: bool) -> None:
        self.logarithmic = logarithmic
        self.picture = None
        self.update()

    def tick_positions(self) -> np.ndarray:
        """Where the ticks of the present range are, in the axis's own measure."""
        length = self.geometry().height() if self.orientation == "left" else self.geometry().width()
        low, high = self.range
        return self.tickValues(low, high, length)[0][1]

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, np.ndarray]]:  # noqa: N803 - pyqtgraph's own names
        low, high = sorted((minVal, maxVal))
        if not math.isfinite(high - low) or high <= low:
            return [(1.0, np.empty(0))]
        count = max(2.0, size / self._room(low, high))
        ticks = log_ticks if self.logarithmic else linear_ticks
        return [(1.0, ticks(low, high, count))]

    def _room(self, low: float, high: float) -> float:
        if self.orientation == "left":
            return ROW
        metrics = QFontMetricsF(self.style["tickFont"] or QFont())
        widths = [metrics.horizontalAdvance(text) for text in self.tickStrings((low, high), 1.0, 1.0)]
        return max(*widths, COLUMN) + COLUMN_GAP

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [self._write(10.0**value if self.logarithmic else value) for value in values]
