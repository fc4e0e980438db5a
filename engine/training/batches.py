"""Mini-batches: the training examples in a new order each epoch, cut into batches.

The order of an epoch follows from the seed and the number of the epoch alone, so any moment of a run can
be returned to without remembering the state of a generator.
"""

from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.network import Network, Pass
from engine.network.network import with_ones

WINDOW = 2**14
"""About how many numbers are gathered at once: few enough to stay in the cache until they are used."""


@dataclass(frozen=True, eq=False)
class Batch:
    """Views of one batch in the gathered examples, and the pass that serves its size."""

    rows: Array  # (N, n_0 + 1), ends in a column of ones
    inputs_bar: Array  # its transpose
    target_columns: Array  # (n_L, N), a transpose
    targets: Array  # (n_L, N), the same numbers C-contiguous
    passed: Pass


class Shuffle:
    """The permutation of an epoch: PCG64 from `seed`, moved on by a fixed distance an epoch."""

    # The golden section of the generator's period, as NumPy's own `jumped` uses: streams a power of two apart
    # would share their low bits.
    _DISTANCE = 0x9E3779B97F4A7C15F39CC0605CEDC835

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
    """The batches of an epoch as views made once; `get` gathers the examples under them when they are due.

    A window of several batches is gathered at a time: small batches would spend as long on the call as on
    their step, and of large ones a whole epoch would have left the cache before it is used.
    Where `is_thinned` the passes have factors, to be drawn before each step.
    """

    def __init__(
        self,
        network: Network,
        inputs: Array,
        targets: Array,
        batch_size: int,
        seed: int,
        is_thinned: bool = False,
    ) -> None:
        self._rows = with_ones(inputs, network.dtype)
        self._targets = np.ascontiguousarray(targets, dtype=network.dtype)
        self._shuffle = Shuffle(seed)
        self._size = batch_size
        self._window = max(1, WINDOW // (batch_size * self._rows.shape[1]))  # in batches
        self._window_rows = np.empty_like(self._rows[: self._window * batch_size])
        self._window_targets = np.empty_like(self._targets[: self._window * batch_size])
        self._is_thinned = is_thinned
        self._batches = self._cut(network, batch_size)
        self._order = self._shuffle.order(0, 0)
        self._epoch = self._gathered = -1

    def __len__(self) -> int:
        return len(self._batches)

    def get(self, epoch: int, position: int) -> Batch:
        """The batch at that position of that epoch, its numbers in place until the next call."""
        window = position // self._window
        if window != self._gathered or epoch != self._epoch:
            self._gather(epoch, window)
        return self._batches[position]

    def members(self, epoch: int, position: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """(N,) which examples that batch consists of."""
        order = self._order if epoch == self._epoch else self._shuffle.order(epoch, len(self._rows))
        return order[position * self._size : (position + 1) * self._size].copy()

    def _gather(self, epoch: int, window: int) -> None:
        if epoch != self._epoch:
            self._order = self._shuffle.order(epoch, len(self._rows))
            self._epoch = epoch
        size = len(self._window_rows)
        chosen = self._order[window * size : (window + 1) * size]
        # mode="clip" lets NumPy write straight into `out`; the indices are in range anyway.
        self._rows.take(chosen, 0, self._window_rows[: len(chosen)], "clip")
        self._targets.take(chosen, 0, self._window_targets[: len(chosen)], "clip")
        if self._targets.shape[1] > 1:  # a single column is its own transpose
            for batch in self._batches[window * self._window : (window + 1) * self._window]:
                np.copyto(batch.targets, batch.target_columns)
        self._gathered = window

    def _cut(self, network: Network, batch_size: int) -> list[Batch]:
        """Every batch of an epoch. Windows share their memory; the last batch may be short."""
        full, rest = divmod(len(self._rows), batch_size)
        batches: list[Batch] = []
        if full:
            passed = self._make_pass(network, batch_size)
            places = [self._batch(index * batch_size, passed) for index in range(min(full, self._window))]
            batches = [places[index % self._window] for index in range(full)]
        if rest:
            passed = self._make_pass(network, rest)
            batches.append(self._batch(full % self._window * batch_size, passed))
        return batches

    def _make_pass(self, network: Network, size: int) -> Pass:
        hidden = sum(layer.neurons for layer in network.spec.hidden)
        return network.make_pass(size, np.ones((hidden, size), network.dtype) if self._is_thinned else None)

    def _batch(self, start: int, passed: Pass) -> Batch:
        rows = self._window_rows[start : start + passed.size]
        columns = self._window_targets[start : start + passed.size].T
        return Batch(rows, rows.T, columns, np.ascontiguousarray(columns), passed)
