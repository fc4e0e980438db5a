"""Mini-batches: the training examples in a new order each epoch, cut into batches.

The order of an epoch follows from the seed and the number of the epoch alone, so any moment of a run can
be returned to without remembering the state of a generator.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from engine.arrays import Array
from engine.network import Network, Pass
from engine.network.network import with_ones


@dataclass(frozen=True, eq=False)
class Batch:
    """Views of one batch in the shuffled buffers, and the pass that serves its size."""

    rows: Array  # (N, n_0 + 1), ends in a column of ones
    inputs_bar: Array  # its transpose
    targets: Array  # (n_L, N)
    passed: Pass


class Shuffle:
    """The permutation of an epoch: PCG64 from `seed`, moved on by a fixed distance an epoch."""

    _DISTANCE = 1 << 64  # far more numbers than one permutation draws

    def __init__(self, seed: int) -> None:
        self._bits = np.random.PCG64(seed)
        self._generator = np.random.Generator(self._bits)
        self._start = self._bits.state

    def order(self, epoch: int, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """(count,) the order of the examples in that epoch."""
        self._bits.state = self._start
        self._bits.advance(epoch * self._DISTANCE)
        return self._generator.permutation(count)


class Batches:
    """All batches of an epoch, as views made once: `arrange` reshuffles the memory under them."""

    def __init__(self, network: Network, inputs: Array, targets: Array, batch_size: int, seed: int) -> None:
        dtype: DTypeLike = network.dtype
        self._rows = with_ones(inputs, dtype)
        self._targets = np.ascontiguousarray(targets, dtype=dtype)
        self._shuffled_rows = np.empty_like(self._rows)
        self._shuffled_targets = np.empty_like(self._targets)
        self._shuffle = Shuffle(seed)
        self._arranged = -1
        self.items = self._cut(network, batch_size)

    def __len__(self) -> int:
        return len(self.items)

    def arrange(self, epoch: int) -> None:
        """Put the examples into the order of that epoch, if they are not in it."""
        if epoch != self._arranged:
            order = self._shuffle.order(epoch, len(self._rows))
            # mode="clip" lets NumPy write straight into `out`; the indices are in range anyway.
            self._rows.take(order, 0, self._shuffled_rows, "clip")
            self._targets.take(order, 0, self._shuffled_targets, "clip")
            self._arranged = epoch

    def _cut(self, network: Network, batch_size: int) -> list[Batch]:
        passes: dict[int, Pass] = {}
        items = []
        for start in range(0, len(self._rows), batch_size):
            rows = self._shuffled_rows[start : start + batch_size]
            size = len(rows)
            if size not in passes:
                passes[size] = Pass(network.spec, network.parameters, size)
            targets = self._shuffled_targets[start : start + batch_size].T
            items.append(Batch(rows, rows.T, targets, passes[size]))
        return items
