"""A history as it lies in a file: arrays, which are held against each other before they are believed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import SpecError
from engine.experiment import Experiment
from engine.training import History, Metrics
from engine.training.history import QUANTITIES

LEAST = 1e-9
"""How far rounding may take a cost below 0."""

MOST_EPOCHS_PER_ROW = 2**53
"""More than any run needs, and still exact as a float."""


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
    return HistoryTable(
        history.epochs.copy(),
        history.steps.copy(),
        history.ranges.copy(),
        history.epochs_per_row,
        history.pending,
        np.empty(0) if last is None else metrics_row(last),
    )


def metrics_row(metrics: Metrics) -> NDArray[np.float64]:
    """(fields,) the metrics in the order of their fields."""
    return np.array([getattr(metrics, name) for name in Metrics.__dataclass_fields__], dtype=np.float64)


def history_from(table: HistoryTable, experiment: Experiment) -> History:
    """The history of a run of that design; `SpecError` where the arrays cannot be one.

    Costs may be NaN or infinite: a part that is not measured, and a run that was about to diverge, have such.
    """
    layers = len(experiment.network.layers)
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
    if (np.isnan(ranges[..., 0]) != np.isnan(ranges[..., 1])).any():
        raise SpecError(
            "ranges of a history", "NaN at one end", "NaN at both ends where nothing was measured"
        )
    for index, name in enumerate(QUANTITIES):
        _check_quantity(f"{name} of a history", name, ranges[:, index])
    _check_quantity("gradients of a history", "gradient", ranges[:, len(QUANTITIES) :])
    if len(table.steps) == len(table.epochs) and (table.epochs > table.steps).any():
        raise SpecError("epochs of a history", "more than the steps", "a step at least for each epoch")
    if not 1 <= table.epochs_per_row <= MOST_EPOCHS_PER_ROW or table.epochs_per_row.bit_count() != 1:
        raise SpecError("epochs per row", table.epochs_per_row, "a power of two")
    if last.dtype != np.float64 or last.shape not in ((0,), (len(Metrics.__dataclass_fields__),)):
        takes = f"{len(Metrics.__dataclass_fields__)} float64 numbers or none"
        raise SpecError("newest metrics of a history", f"{last.dtype} in {last.shape}", takes)
    for name, value in zip(Metrics.__dataclass_fields__, last, strict=False):
        _check_quantity(f"newest {name} of a history", name, value)
    newest = Metrics(*last.tolist()) if len(last) else None
    return History.from_rows(table.epochs, table.steps, ranges, table.epochs_per_row, table.pending, newest)


def check_reach(history: History, step: int, epoch: int) -> None:
    """`SpecError` unless a run that stands there can have been through this."""
    for field, counts, most in (("steps", history.steps, step), ("epochs", history.epochs, epoch)):
        if len(counts) and counts[-1] > most:
            raise SpecError(f"{field} of a history", int(counts[-1]), f"{field} up to the run's {most}")


def check_newest(table: HistoryTable, present: Metrics) -> None:
    """`SpecError` where the newest metrics of a run are not finite, but neither row nor network says so."""
    rows = table.ranges[-1:, : len(QUANTITIES), 1]
    newest = rows[0] if len(rows) else np.zeros(len(QUANTITIES))
    here = metrics_row(present)
    for name, got, value, row in zip(Metrics.__dataclass_fields__, table.last, here, newest, strict=False):
        if not np.isfinite(got) and np.isfinite(value) and np.isfinite(row):
            raise SpecError(f"newest {name} of a history", got.item(), f"a finite number such as {value:g}")


def _check_quantity(field: str, name: str, values: NDArray[np.float64] | np.float64) -> None:
    low, high = (0.0, 1.0) if name.endswith("accuracy") else (-LEAST, np.inf)
    numbers = np.atleast_1d(values)
    wrong = numbers[(numbers < low) | (numbers > high)]  # NaN is neither
    if wrong.size:
        raise SpecError(field, wrong[0].item(), "0 to 1" if high == 1.0 else "0 or more")


def _check_counts(field: str, counts: NDArray[np.int64]) -> None:
    takes = "whole numbers from 0 that never fall"
    if counts.dtype != np.int64 or counts.ndim != 1:
        raise SpecError(field, f"{counts.dtype} in {counts.shape}", takes)
    if (counts < 0).any() or (counts[1:] < counts[:-1]).any():
        raise SpecError(field, "of another order", takes)
