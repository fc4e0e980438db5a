"""The examples a run learned from before the present ones, as they lie in a project.

All that is packed in memory is packed here too: the rows once, and for each stretch the numbers of its rows, one after
another in one array. Reading believes nothing: every number is held against the others before a run is made of it.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.data import DataSpec, PreparedData
from engine.data.bounds import SAMPLES
from engine.errors import SpecError
from engine.experiment import Experiment
from engine.files.stored_examples import believed
from engine.training.packed_examples import ENTRY, Examples, Origin, PackedExamples, RowPool
from engine.training.stretches import BUDGET, MOST, Stretches

PACKED = -1
"""In place of a number among the whole ones."""

MOST_ROWS = 2 * BUDGET // ENTRY
"""Rows of the pool at most: more than a run may keep in memory."""


@dataclass(frozen=True, eq=False)
class StoredStretches:
    """Every stretch of a run; the examples of the last one are the project's.

    Attributes:
        steps: (K,) the first step of each stretch.
        designs: The designs of the past ones, packed ones with a single row in place of all.
        design_of: (K-1,) which design each has.
        whole: What was prepared from the designs of those that are not packed.
        whole_of: (K-1,) which of these each is; -1 for one that is packed.
        lengths: (K-1,) how many rows each has that is packed, else 0.
        rows, is_test: (sum of lengths,) their rows one after another, and which of them only test.
        pool: (M, inputs and targets side by side) the rows themselves.
    """

    steps: NDArray[np.int64]
    designs: tuple[DataSpec, ...]
    design_of: NDArray[np.int64]
    whole: tuple[PreparedData, ...]
    whole_of: NDArray[np.int64]
    lengths: NDArray[np.int64]
    rows: NDArray[np.int32]
    is_test: NDArray[np.bool_]
    pool: NDArray[np.float64]


def stored_stretches(stretches: Stretches) -> StoredStretches | None:
    """The stretches ready for a file; None where it is not known what the examples of one were made of."""
    designs: list[DataSpec] = []
    places: dict[int, int] = {}
    whole: list[PreparedData] = []
    design_of, whole_of, packed = [], [], []
    for kept in stretches.past:
        source = kept if isinstance(kept, PackedExamples) else kept.origin
        if source is None:
            return None
        design = source.design
        if id(design) not in places:
            places[id(design)] = len(designs)
            designs.append(design)
        design_of.append(places[id(design)])
        if isinstance(source, PackedExamples):
            whole_of.append(PACKED)
            packed.append(source)
        else:
            whole_of.append(len(whole))
            whole.append(source.prepared)
    lengths = np.zeros(len(whole_of), dtype=np.int64)
    lengths[np.array(whole_of, dtype=np.int64) == PACKED] = [len(kept.rows) for kept in packed]
    sides = [np.zeros(len(kept.rows), bool) if kept.is_test is None else kept.is_test for kept in packed]
    return StoredStretches(
        np.array(stretches.steps, dtype=np.int64),
        tuple(designs),
        np.array(design_of, dtype=np.int64),
        tuple(whole),
        np.array(whole_of, dtype=np.int64),
        lengths,
        np.concatenate([np.empty(0, np.int32), *(kept.rows for kept in packed)]),
        np.concatenate([np.empty(0, bool), *sides]),
        _table(stretches.pool, packed),
    )


def whole_examples(stored: StoredStretches) -> list[tuple[DataSpec, PreparedData]]:
    """The examples that are not packed, with their designs."""
    pairs = zip(stored.design_of, stored.whole_of, strict=True)
    return [(stored.designs[of], stored.whole[whole_of]) for of, whole_of in pairs if whole_of != PACKED]


def stretches_from(
    stored: StoredStretches, experiment: Experiment, present: Examples, exact_from: int, step: int, by: str
) -> Stretches:
    """The stretches of a run of `experiment`; `SpecError` for what cannot be such.

    The run learns from `present` now, has made `step` updates and can be repeated from step `exact_from` on; the
    examples were drawn `by`.
    """
    _check_steps(stored.steps, exact_from, step)
    _check_numbers(stored)
    for design in stored.designs:
        replace(experiment, data=design)
    pool = RowPool()
    at = pool.put(stored.pool)
    ends = np.cumsum(stored.lengths)
    past: list[Examples | PackedExamples] = []
    for index, (of, whole_of) in enumerate(zip(stored.design_of, stored.whole_of, strict=True)):
        design = stored.designs[of]
        if whole_of == PACKED:
            part = slice(ends[index] - stored.lengths[index], ends[index])
            past.append(_packed(design, at[stored.rows[part]], stored.is_test[part]))
        else:
            past.append(_whole(design, stored.whole[whole_of], by))
    for place, design in enumerate(stored.designs):
        _check_rows(design, stored.pool[np.unique(stored.rows[_rows_of(stored, place)])])
    return Stretches.resumed(stored.steps.tolist(), past, pool, present)


def _table(pool: RowPool, packed: list[PackedExamples]) -> NDArray[np.float64]:
    if not packed:
        return np.empty((0, 1))
    own = packed[0].design.own
    assert own is not None
    return pool.take(range(len(pool)), own.dataset.inputs.shape[1] + own.dataset.targets.shape[1])


def _packed(design: DataSpec, rows: NDArray[np.int32], is_test: NDArray[np.bool_]) -> PackedExamples:
    own = design.own
    if own is None:
        raise SpecError("design of packed examples", design.dataset, "examples of a person's own")
    if not SAMPLES[0] - 1 <= len(rows) <= SAMPLES[1]:
        raise SpecError("rows of packed examples", len(rows), f"1 to {SAMPLES[1]}")
    if own.is_blank and len(rows) > 1:
        raise SpecError("rows of a blank sheet", len(rows), "a single one")
    if own.deal is None:
        return PackedExamples(design, rows, None)
    if is_test.all():
        raise SpecError("deal", "no training example", "at least one example to train on")
    return PackedExamples(design, rows, is_test)


def _whole(design: DataSpec, stored: PreparedData, by: str) -> Examples:
    prepared = believed(design, stored, by)
    return Examples(prepared.train, prepared.test, Origin(design, prepared))


def _rows_of(stored: StoredStretches, place: int) -> NDArray[np.bool_]:
    return np.repeat(stored.design_of == place, stored.lengths)


def _check_rows(design: DataSpec, table: NDArray[np.float64]) -> None:
    """Every row of a design at once: of what is valid, any part is."""
    own = design.own
    if own is None or len(table) == 0:
        return
    inputs = own.dataset.inputs.shape[1]
    columns = inputs + own.dataset.targets.shape[1]
    if table.shape[1] != columns:
        raise SpecError("pool of examples", f"{table.shape[1]} columns", f"{columns}, as the design says")
    dataset = replace(own.dataset, inputs=table[:, :inputs], targets=table[:, inputs:])
    replace(own, dataset=dataset, deal=None, is_blank=False)


def _check_steps(steps: NDArray[np.int64], exact_from: int, step: int) -> None:
    field = "first steps of the stretches"
    if steps.dtype != np.int64 or steps.ndim != 1 or not 1 <= len(steps) <= MOST:
        raise SpecError(field, f"{steps.dtype} in {steps.shape}", f"1 to {MOST} int64 numbers")
    if (steps[1:] <= steps[:-1]).any():
        raise SpecError(field, "of another order", "numbers that rise")
    if not 0 <= steps[0] <= exact_from or steps[-1] > step:
        takes = f"the first of them from 0 to {exact_from} and the last up to {step}"
        raise SpecError(field, f"{steps[0]} to {steps[-1]}", takes)


def _check_numbers(stored: StoredStretches) -> None:
    past = len(stored.steps) - 1
    numbers = {
        "designs of the stretches": (stored.design_of, (0, len(stored.designs) - 1)),
        "prepared data of the stretches": (stored.whole_of, (PACKED, len(stored.whole) - 1)),
        "lengths of the stretches": (stored.lengths, (0, SAMPLES[1])),
    }
    for field, (array, limits) in numbers.items():
        _check_whole(field, array, np.dtype(np.int64), past, limits)
    if (stored.lengths[stored.whole_of != PACKED] > 0).any():
        raise SpecError("lengths of the stretches", "rows", "none for examples that are not packed")
    pool, count = stored.pool, int(stored.lengths.sum())
    if pool.dtype != np.float64 or pool.ndim != 2 or not np.isfinite(pool).all():
        raise SpecError("pool of examples", f"{pool.dtype} in {pool.shape}", "finite float64 numbers in rows")
    if len(pool) > MOST_ROWS:
        raise SpecError("pool of examples", f"{len(pool)} rows", f"at most {MOST_ROWS}")
    _check_whole("rows of the stretches", stored.rows, np.dtype(np.int32), count, (0, len(pool) - 1))
    _check_whole("sides of the stretches", stored.is_test, np.dtype(np.bool_), count, (0, 1))


def _check_whole(
    field: str, array: NDArray[np.generic], dtype: np.dtype[np.generic], count: int, limits: tuple[int, int]
) -> None:
    takes = f"{count} {dtype} numbers from {limits[0]} to {limits[1]}"
    if array.dtype != dtype or array.shape != (count,):
        raise SpecError(field, f"{array.dtype} in {array.shape}", takes)
    numbers = np.asarray(array, dtype=np.int64)
    if count and not limits[0] <= int(numbers.min()) <= int(numbers.max()) <= limits[1]:
        raise SpecError(field, f"{numbers.min()} to {numbers.max()}", takes)
