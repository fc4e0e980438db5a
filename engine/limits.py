"""Numbers within limits: the one place that says so when a design holds another."""

import operator
from typing import Any

from engine.errors import SpecError


def whole_number(field: str, got: Any, limits: tuple[int, int]) -> int:
    """`got` as an int within the limits (both included), or a `SpecError` that names the field."""
    low, high = limits
    try:
        number = None if isinstance(got, bool) else operator.index(got)
    except TypeError:
        number = None
    if number is None or not low <= number <= high:
        raise SpecError(field, got, f"a whole number from {low} to {high}")
    return number


def number(field: str, got: Any, limits: tuple[float, float]) -> float:
    """`got` as a float within the limits (both included), or a `SpecError` that names the field."""
    low, high = limits
    # A comparison with NaN is false, so NaN is refused here too.
    if isinstance(got, bool | str) or not _within(got, low, high):
        raise SpecError(field, got, f"a number from {low:g} to {high:g}")
    return float(got)


def _within(got: Any, low: float, high: float) -> bool:
    try:
        return low <= float(got) <= high
    except (TypeError, ValueError, OverflowError):
        return False
