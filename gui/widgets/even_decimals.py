"""Numbers under one another with the same decimals, so that their points stand in one line."""

import numpy as np

from gui import numbers
from gui.numbers import MINUS

MOST = 3
"""Decimals of a column; where a number is edited it stands with all its digits."""

SMALLEST, LARGEST = 5e-4, 1e6
"""A size below or above would be all zeros or too wide: such a number is written for itself alone."""


def decimals_of(values: np.ndarray) -> int:
    """How many decimals the column of these numbers (N,) needs."""
    shares = np.rint(values[_is_even(values)] * 10.0**MOST).astype(np.int64)
    return next((MOST - zeros for zeros in range(MOST, 0, -1) if not (shares % 10**zeros).any()), MOST)


def widest(values: np.ndarray) -> str:
    """A text as wide as any of a column's is; a column of small numbers is wide enough for all of them."""
    sizes = np.abs(values)
    even = sizes[_is_even(values)]
    decimals = decimals_of(values)
    texts = [
        "0.123",
        "0" * len(f"{int(even.max(initial=0.0))}") + "." * (decimals > 0) + "0" * decimals,
        "0.0001" if ((sizes > 0.0) & (sizes < SMALLEST)).any() else "",
        "1.235e+06" if (sizes >= LARGEST).any() else "",
    ]
    return MINUS + max(texts, key=len)


def written(value: float, decimals: int) -> str:
    """A number of a column with that many decimals; one that is too small or too large for them in a few digits."""
    if value == 0.0 or SMALLEST <= abs(value) < LARGEST:
        text = numbers.in_text(f"{value:.{decimals}f}")
    else:
        text = numbers.plain(float(f"{value:.1g}" if abs(value) < SMALLEST else f"{value:.4g}"))
    return text.replace("-", MINUS)


def _is_even(values: np.ndarray) -> np.ndarray:
    """(N,) which of them are written with the decimals of their column."""
    sizes = np.abs(values)
    is_even: np.ndarray = (values == 0.0) | ((sizes >= SMALLEST) & (sizes < LARGEST))
    return is_even
