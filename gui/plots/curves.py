"""Curves of minimum and maximum, live: what is drawn of them, and how."""

import numpy as np
import pyqtgraph as pg

from gui.plots.decimation import decimated, polyline

# A diverging cost passes every limit; beyond this one the arithmetic of the picture would overflow.
LARGEST = 1e100


def make_curve() -> pg.PlotCurveItem:
    """Width 1 takes Qt's fast stroker, smoothed or not; NaN are gaps."""
    return pg.PlotCurveItem(antialias=True, connect="finite")


def draw_curve(curve: pg.PlotCurveItem, x: np.ndarray, pairs: np.ndarray, columns: int) -> None:
    """Show pairs (n, 2) over x (n,) in that many columns of the screen; nothing finite hides the curve."""
    x, y = polyline(*decimated(x, pairs, columns))
    curve.setData(x, y)
    curve.setVisible(bool(np.isfinite(y).any()))


def logarithms(pairs: np.ndarray) -> np.ndarray:
    """log10 of (n, 2); where only the maximum is positive it stands for both, else NaN."""
    above = np.where(pairs > 0, pairs, pairs[:, 1:])
    return np.log10(above, out=np.full(above.shape, np.nan), where=above > 0)


def as_pairs(values: np.ndarray) -> np.ndarray:
    """(n,) or (n, 2) to (n, 2); what is not finite, or past all drawing, as NaN."""
    values = np.asarray(values, dtype=float)
    pairs = values if values.ndim == 2 else np.stack((values, values), axis=1)
    drawable = np.abs(pairs) < LARGEST  # NaN is not
    return pairs if drawable.all() else np.where(drawable, pairs, np.nan)


def last_value(pairs: np.ndarray) -> float | None:
    """The middle of the newest finite pair."""
    finite = pairs[np.isfinite(pairs).all(axis=1)]
    return float(finite[-1].mean()) if len(finite) else None
