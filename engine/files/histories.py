"""A history as it lies in a file: arrays, which are held against each other before they are believed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import SpecError
from engine.training import History, Metrics
from engine.training.history import QUANTITIES


@dataclass(frozen=True, eq=False)
class HistoryTable:
    """A history as arrays; see `History`."""

    epochs: NDArray[np.int64]  # (n,)
    steps: NDArray[np.int64]  # (n,)
    ranges: NDArray[np.float64]  # (n, quantities, 2)
    epochs_per_row: int
    pending: int
    last: NDArray[np.float64]  # the newest metrics, in the order of their fields; (0,) for none


def table_of(history: History) -> HistoryTable:
    """The history as arrays of its own."""
    last = history.last
    fields = [] if last is None else [getattr(last, name) for name in Metrics.__dataclass_fields__]
    return HistoryTable(
        history.epochs.copy(),
        history.steps.copy(),
        history.ranges.copy(),
        history.epochs_per_row,
        history.pending,
        np.array(fields, dtype=np.float64),
    )


def history_from(table: HistoryTable, layers: int) -> History:
    """The history of a network of that many layers; `SpecError` where the arrays cannot be one.

    Costs may be NaN or infinite: a part that is not measured, and a run that was about to diverge, have such.
    """
    _check_counts("epochs of a history", table.epochs)
    _check_counts("steps of a history", table.steps)
    columns = len(QUANTITIES), len(QUANTITIES) + layers
    ranges, last = table.ranges, table.last
    is_table = ranges.dtype == np.float64 and ranges.ndim == 3 and ranges.shape[2] == 2
    if not is_table or not columns[0] <= ranges.shape[1] <= columns[1]:
        takes = f"float64 numbers in (rows, {columns[0]} to {columns[1]}, 2)"
        raise SpecError("ranges of a history", f"{ranges.dtype} in {ranges.shape}", takes)
    if (ranges[..., 0] > ranges[..., 1]).any():
        raise SpecError("ranges of a history", "above its largest value", "the smallest value first")
    if last.dtype != np.float64 or last.shape not in ((0,), (len(Metrics.__dataclass_fields__),)):
        takes = f"{len(Metrics.__dataclass_fields__)} float64 numbers or none"
        raise SpecError("newest metrics of a history", f"{last.dtype} in {last.shape}", takes)
    newest = Metrics(*last.tolist()) if len(last) else None
    return History.from_rows(table.epochs, table.steps, ranges, table.epochs_per_row, table.pending, newest)


def _check_counts(field: str, counts: NDArray[np.int64]) -> None:
    takes = "whole numbers from 0 that never fall"
    if counts.dtype != np.int64 or counts.ndim != 1:
        raise SpecError(field, f"{counts.dtype} in {counts.shape}", takes)
    if (counts < 0).any() or (counts[1:] < counts[:-1]).any():
        raise SpecError(field, "of another order", takes)
