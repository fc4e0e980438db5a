"""What stands at one epoch of the loss plot, in words."""

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtGui import QPen

from gui import numbers
from gui.plots.hair_line import Reading, ReadingLine
from gui.plots.kept_curves import KeptCurve
from gui.translation import tr

NONE = "–"
Pair = tuple[float, float]

Curve = tuple[str, QPen, np.ndarray, np.ndarray | None]
"""A name, a pen, the cost (n, 2), and the accuracy (n, 2) where the curve has one."""


def loss_reading(
    at: float,
    epoch: np.ndarray,
    curves: Sequence[Curve],
    kept: Sequence[tuple[KeptCurve, QPen]],
    with_accuracy: bool,
) -> Reading:
    """The records nearest to an epoch: of the run with records at `epoch` (n,), and of the earlier runs."""
    lines, index = [], nearest_record(epoch, at)
    for name, pen, cost, accuracy in curves:
        is_scored = accuracy is not None and len(accuracy) == len(epoch) and index is not None
        share = accuracy[index] if accuracy is not None and is_scored else None
        pair = None if index is None else cost[index]
        lines.append(ReadingLine(pen, name, tuple(_values(pair, share, with_accuracy))))
    for run, pen in kept:
        place = nearest_record(run.epoch, at)
        cost_pair, share = (None, None) if place is None else (run.cost[place], run.accuracy[place])
        lines.append(ReadingLine(pen, run.name, tuple(_values(cost_pair, share, with_accuracy))))
    return Reading(epoch_words(at), tuple(lines))


def epoch_words(epoch: float) -> str:
    """What an epoch is called above the values read off there."""
    return tr("epoch {epoch}", epoch=numbers.count(int(epoch)))


def nearest_record(epoch: np.ndarray, at: float) -> int | None:
    """The index of the record nearest to an epoch; None where the run had ended before."""
    if not len(epoch) or at > epoch[-1]:
        return None
    return int(np.abs(epoch - at).argmin())


def widest_values(pairs: Sequence[np.ndarray], with_accuracy: bool) -> tuple[str, ...]:
    """Texts as wide as the values get: a record that stands for several epochs has a smallest and a largest."""
    is_thinned = any(not np.array_equal(pair[:, 0], pair[:, 1], equal_nan=True) for pair in pairs)
    cost, share = numbers.cost(0.0), numbers.percent(1.0)
    if is_thinned:
        cost, share = f"{cost}–{cost}", f"{share}–{share}"
    return (cost, share) if with_accuracy else (cost,)


def _values(cost: np.ndarray | None, share: np.ndarray | None, with_accuracy: bool) -> Iterator[str]:
    yield NONE if cost is None else _range(*map(numbers.cost, cost.tolist()))
    if with_accuracy:
        yield "" if share is None else _range(*map(numbers.percent, share.tolist()))


def _range(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"
