"""Own examples row by row, as a table shows them: a number changed, rows added, rows taken away.

Rows are those of examples that `points.drawable` has made a person's own, counted from 0, the training part first. All
other rows keep their numbers and their side of the split. Every change makes new examples; what changes nothing
gives the very same object.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.data import bounds
from engine.data.dataset import Dataset, Floats
from engine.data.own import OwnData, check_values
from engine.data.points import blank_sheet, changed, deal_of, dealt
from engine.errors import SpecError


def row_count(own: OwnData) -> int:
    """How many rows a table shows: none of a blank sheet."""
    return 0 if own.is_blank else len(own.dataset)


def with_input(own: OwnData, row: int, column: int, value: float) -> OwnData:
    """With another number as an input of a row; `SpecError` with the input's name unless within `bounds.VALUE`."""
    _check_row(own, row)
    inputs = own.dataset.inputs.copy()
    inputs[row, column] = value
    check_values(own.dataset.input_names[column], inputs[row, column : column + 1])
    return _with(own, replace(own.dataset, inputs=inputs), deal_of(own).is_test)


def with_target(own: OwnData, row: int, target: Floats) -> OwnData:
    """With another target (m,) of a row; `SpecError` for one that is no such."""
    _check_row(own, row)
    targets = own.dataset.targets.copy()
    targets[row] = target
    check_values("target", targets[row])
    return _with(own, replace(own.dataset, targets=targets), deal_of(own).is_test)


def on_side(own: OwnData, row: int, tests: bool) -> OwnData:
    """With a row that only tests, or that is trained on; `SpecError` if none were left to train on."""
    _check_row(own, row)
    is_test = deal_of(own).is_test.copy()
    is_test[row] = tests
    _check_trains(is_test)
    return _with(own, own.dataset, is_test)


def with_copy(own: OwnData, row: int) -> OwnData:
    """With a copy of a row right after it, on the same side."""
    _check_row(own, row)
    rows = np.insert(np.arange(len(own.dataset)), row + 1, row)
    _check_count(len(rows))
    return _with(own, own.dataset.take(rows), deal_of(own).is_test[rows])


def with_rows(
    own: OwnData, inputs: Floats, targets: Floats, is_test: NDArray[np.bool_] | None = None
) -> OwnData:
    """With more rows, (n, inputs) and (n, m), after all others.

    Without `is_test` (n,) each goes to the part that lacks most, so that the training share is kept: within its class,
    of numbers among all. `SpecError` for values that do not fit, or more rows than a dataset may have.
    """
    old = own.dataset.take(np.arange(row_count(own)))
    if len(inputs) == 0:
        return own
    _check_count(len(old) + len(inputs))
    for column, name in enumerate(old.input_names):
        check_values(name, inputs[:, column])
    check_values("target", targets)
    sides = deal_of(own).is_test[: len(old)]
    if is_test is None:
        is_test = _sides_of(old, sides, targets, deal_of(own).train_fraction)
    dataset = replace(
        old,
        inputs=np.concatenate([old.inputs, inputs]),
        targets=np.concatenate([old.targets, targets]),
    )
    everything = np.concatenate([sides, is_test])
    _check_trains(everything)
    return _with(own, dataset, everything)


def without_rows(own: OwnData, rows: Sequence[int]) -> OwnData:
    """Without these rows; what is left has one to train on, and a blank sheet is left where all are taken away."""
    for row in rows:
        _check_row(own, row)
    kept = np.delete(np.arange(row_count(own)), np.array(rows, dtype=np.intp))
    if len(rows) == 0:
        return own
    if len(kept) == 0:
        return blank_sheet(own)
    is_test = deal_of(own).is_test[kept]
    if is_test.all():
        is_test[0] = False
    return _with(own, own.dataset.take(kept), is_test)


def _with(own: OwnData, dataset: Dataset, is_test: NDArray[np.bool_]) -> OwnData:
    """Other rows. Where one lies outside the windows, the examples are plotted wherever they are."""
    old, sides = own.dataset, deal_of(own).is_test
    if (
        not own.is_blank
        and np.array_equal(old.inputs, dataset.inputs)
        and np.array_equal(old.targets, dataset.targets)
        and np.array_equal(sides, is_test)
    ):
        return own
    new = changed(own, dataset, is_test)
    if own.windows:
        low, high = np.array(own.windows).T
        if not ((dataset.inputs >= low) & (dataset.inputs <= high)).all():
            return replace(new, windows=())
    return new


def _sides_of(old: Dataset, sides: NDArray[np.bool_], targets: Floats, fraction: float) -> NDArray[np.bool_]:
    """(n,) whether each of the new rows only tests; the first row of all is there to train on."""
    is_class = old.problem != "regression"
    result = np.zeros(len(targets), dtype=bool)
    for kind in np.unique(targets, axis=0) if is_class else targets[:1]:
        new = (targets == kind).all(axis=1) if is_class else np.ones(len(targets), dtype=bool)
        alike = (old.targets == kind).all(axis=1) if is_class else np.ones(len(old), dtype=bool)
        train = int((alike & ~sides).sum())
        result[new] = dealt(int(new.sum()), train, int(alike.sum()), fraction)
    if sides.all() and result.all():
        result[0] = False
    return result


def _check_row(own: OwnData, row: int) -> None:
    if not 0 <= row < row_count(own):
        raise SpecError("row", row + 1, f"one of the {row_count(own)} there are")


def _check_count(count: int) -> None:
    if count > bounds.SAMPLES[1]:
        raise SpecError("examples", count, f"at most {bounds.SAMPLES[1]}")


def _check_trains(is_test: NDArray[np.bool_]) -> None:
    if is_test.all():
        raise SpecError("part", "test for every example", "training for at least one of them")
