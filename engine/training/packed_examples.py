"""Own examples packed small: drawing points makes many data sets in a row that share nearly all their rows.

Each row is kept once in a pool; a data set of the past is then the numbers of its rows. Unpacked, it is the same to
the last bit, because preparing data draws nothing by chance.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.data import Dataset, DataSpec, PreparedData, prepare
from engine.data.dataset import Floats
from engine.data.own import Deal

ENTRY = 150
"""Bytes that Python takes for a row of the pool besides its numbers, about."""


@dataclass(frozen=True, eq=False)
class Origin:
    """What examples were made of: the design, and all that was prepared from it."""

    design: DataSpec
    prepared: PreparedData


@dataclass(frozen=True, eq=False)
class Examples:
    """What a run learns from and is tested on.

    Attributes:
        train, test: As the network sees them.
        origin: What they were made of, where somebody has said so.
    """

    train: Dataset
    test: Dataset
    origin: Origin | None = None

    @classmethod
    def of(cls, design: DataSpec, prepared: PreparedData) -> "Examples":
        """Both parts of prepared data, with what they were made of."""
        return cls(prepared.train, prepared.test, Origin(design, prepared))

    @property
    def nbytes(self) -> int:
        """Memory the arrays take, where they share none."""
        parts = [self.train, self.test]
        if self.origin is not None:
            parts += [self.origin.prepared.raw_train, self.origin.prepared.raw_test]
        return sum(part.inputs.nbytes + part.targets.nbytes for part in parts)


class RowPool:
    """Rows of own examples, inputs and targets side by side, each of them once, in the order they came.

    Attributes:
        nbytes: Memory it takes, about.
    """

    def __init__(self) -> None:
        self._designs: dict[object, DataSpec] = {}
        self._places: dict[bytes, int] = {}
        self._rows: list[bytes] = []
        self._last: tuple[bytes, NDArray[np.int32]] = (b"", np.empty(0, dtype=np.int32))
        self.nbytes = 0

    def __len__(self) -> int:
        return len(self._rows)

    def without_rows(self, design: DataSpec) -> DataSpec:
        """A design of own examples with one row in place of all; the same object for all that differ in no more."""
        own = design.own
        assert own is not None
        deal = own.deal and Deal(np.array([False]), own.deal.train_fraction, own.deal.seed)
        dealt = deal and (deal.train_fraction, deal.seed)
        rest = tuple(getattr(design, name) for name in DataSpec.__dataclass_fields__ if name != "own")
        said = own.dataset.problem, own.dataset.input_names, own.dataset.class_names
        key = rest, own.name, own.windows, own.is_blank, dealt, said
        if key not in self._designs:
            slim = replace(own, dataset=own.dataset.take(np.array([0])), deal=deal)
            self._designs[key] = replace(design, own=slim)
        return self._designs[key]

    def put(self, table: Floats) -> NDArray[np.int32]:
        """(N,) where the rows of a float64 table (N, columns) are kept; those that are not yet there come in."""
        content, width = table.tobytes(), table.shape[1] * table.itemsize
        places = np.empty(len(table), dtype=np.int32)
        before, known = self._last  # most often only a few rows more than last time
        first = len(known) if content.startswith(before) else 0
        places[:first] = known[:first]
        for index in range(first, len(table)):
            row = content[index * width : (index + 1) * width]
            place = self._places.setdefault(row, len(self._rows))
            if place == len(self._rows):
                self._rows.append(row)
                self.nbytes += width + ENTRY
            places[index] = place
        self._last = content, places
        return places

    def only(self, places: NDArray[np.int32]) -> "RowPool":
        """A pool of just the rows at these places, (n,), each of them once."""
        kept = RowPool()
        kept._designs = dict(self._designs)
        for place in places.tolist():
            row = self._rows[place]
            kept._places[row] = len(kept._rows)
            kept._rows.append(row)
            kept.nbytes += len(row) + ENTRY
        return kept

    def take(self, places: Iterable[int], columns: int) -> Floats:
        """(N, columns) the rows that are kept there."""
        content = b"".join([self._rows[place] for place in places])
        return np.frombuffer(content, dtype=np.float64).reshape(-1, columns)


@dataclass(frozen=True, eq=False)
class PackedExamples:
    """Own examples of the past.

    Attributes:
        design: Their design with a single row in place of all, dealt as they are.
        rows: (N,) int32 where the rows are kept in the pool.
        is_test: (N,) which of them only test, where points were drawn; else None.
    """

    design: DataSpec
    rows: NDArray[np.int32]
    is_test: NDArray[np.bool_] | None

    @property
    def nbytes(self) -> int:
        """Memory it takes besides the pool, about."""
        return self.rows.nbytes + (0 if self.is_test is None else self.is_test.nbytes) + 500

    def unpacked(self, pool: RowPool) -> Examples:
        """The examples again, from the pool that `packed` put them in."""
        own = self.design.own
        assert own is not None
        inputs = own.dataset.inputs.shape[1]
        table = pool.take(self.rows.tolist(), inputs + own.dataset.targets.shape[1])
        dataset = replace(own.dataset, inputs=table[:, :inputs], targets=table[:, inputs:])
        deal = own.deal
        if deal is not None and self.is_test is not None:
            deal = replace(deal, is_test=self.is_test)
        design = replace(self.design, own=replace(own, dataset=dataset, deal=deal))
        return Examples.of(design, prepare(design))


def packed(examples: Examples, pool: RowPool) -> PackedExamples | Examples:
    """Examples of a person's own as rows of the pool; others as they are, for they do not come in such numbers."""
    origin = examples.origin
    own = origin.design.own if origin is not None else None
    if origin is None or own is None or not _is_same(prepare(origin.design), examples):
        return examples
    rows = pool.put(np.hstack([own.dataset.inputs, own.dataset.targets]))
    is_test = None if own.deal is None else own.deal.is_test
    return PackedExamples(pool.without_rows(origin.design), rows, is_test)


def repacked(
    kept: Sequence[PackedExamples | Examples], pool: RowPool
) -> tuple[RowPool, list[PackedExamples | Examples]]:
    """The same examples over a pool that has no other rows than theirs."""
    rows = [one.rows for one in kept if isinstance(one, PackedExamples)]
    used = np.unique(np.concatenate([np.empty(0, np.int32), *rows]))
    moved = [
        replace(one, rows=np.searchsorted(used, one.rows).astype(np.int32))
        if isinstance(one, PackedExamples)
        else one
        for one in kept
    ]
    return pool.only(used), moved


def _is_same(prepared: PreparedData, examples: Examples) -> bool:
    """Whether to the last bit: examples out of a file may have been prepared by a machine that rounds otherwise."""
    parts = ((prepared.train, examples.train), (prepared.test, examples.test))
    return all(
        np.array_equal(one.inputs, other.inputs) and np.array_equal(one.targets, other.targets)
        for one, other in parts
    )
