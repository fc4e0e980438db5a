"""What a run has been through, in bounded memory however long it gets.

One record an epoch: costs, accuracies, and for each layer how large the gradient was. When the table is
full, neighbours are merged two by two: the merged row keeps the smallest and the largest value of each
quantity, so that a spike is never thinned away, and each row then stands for twice as many epochs as before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.errors import SpecError

CAPACITY = 4096


@dataclass(frozen=True)
class Metrics:
    """How good the network is at one moment. NaN where a quantity has no meaning (no test set, no classes).

    Attributes:
        train_loss, test_loss: The mean cost c over the part, penalty not included.
        penalty: What the penalty adds to either.
        train_accuracy, test_accuracy: Share of examples classified right, 0 to 1.
    """

    train_loss: float
    test_loss: float
    penalty: float
    train_accuracy: float
    test_accuracy: float

    @property
    def train_cost(self) -> float:
        """C on the training part, penalty included: what training minimises."""
        return self.train_loss + self.penalty

    @property
    def test_cost(self) -> float:
        """C on the test part, penalty included."""
        return self.test_loss + self.penalty


QUANTITIES = ("train_cost", "test_cost", "penalty", "train_accuracy", "test_accuracy")


class History:
    """A table of the epochs of a run.

    Attributes:
        layers: For how many layers the size of the gradient is recorded.
        last: The newest metrics, exactly.
        epochs_per_row: How many epochs each full row stands for.
    """

    def __init__(self, capacity: int = CAPACITY, layers: int = 0) -> None:
        self.layers = layers
        self._capacity = capacity + capacity % 2
        self._epochs = np.zeros(self._capacity, dtype=np.int64)
        self._steps = np.zeros(self._capacity, dtype=np.int64)
        self._seconds = np.full(self._capacity, np.nan)
        self._ranges = np.full((self._capacity, len(QUANTITIES) + layers, 2), np.nan)
        self._rows = 0
        self._pending = 0
        self.epochs_per_row = 1
        self.last: Metrics | None = None

    def __len__(self) -> int:
        return self._rows

    @property
    def epochs(self) -> NDArray[np.int64]:
        """(n,) the last epoch each row stands for."""
        return self._epochs[: self._rows]

    @property
    def steps(self) -> NDArray[np.int64]:
        """(n,) the updates made by then."""
        return self._steps[: self._rows]

    @property
    def seconds(self) -> NDArray[np.float64]:
        """(n,) the time the updates had taken by then; NaN where nobody measured it."""
        return self._seconds[: self._rows]

    @property
    def ranges(self) -> NDArray[np.float64]:
        """(n, quantities + layers, 2) smallest and largest value of every column in each row."""
        return self._ranges[: self._rows]

    @property
    def pending(self) -> int:
        """How many epochs the newest row stands for so far."""
        return self._pending

    @classmethod
    def from_rows(
        cls,
        epochs: NDArray[np.int64],
        steps: NDArray[np.int64],
        ranges: NDArray[np.float64],
        epochs_per_row: int,
        pending: int,
        last: Metrics | None,
    ) -> "History":
        """A history from what the properties of those names gave; `SpecError` if the lengths do not fit."""
        count = len(epochs)
        columns = ranges.shape[1] if ranges.ndim == 3 else 0
        history = cls(layers=max(columns - len(QUANTITIES), 0))
        fits = ranges.shape == (count, len(QUANTITIES) + history.layers, 2)
        if len(steps) != count or not fits or count > history._capacity:
            raise SpecError("history", f"{count} rows", f"up to {history._capacity} rows of equal length")
        if epochs_per_row < 1 or not 0 <= pending <= epochs_per_row:
            raise SpecError(
                "epochs per row", epochs_per_row, "at least 1 and no less than those of the last row"
            )
        history._epochs[:count], history._steps[:count], history._ranges[:count] = epochs, steps, ranges
        history._rows, history._pending = count, pending
        history.epochs_per_row, history.last = epochs_per_row, last
        return history

    def range_of(self, quantity: str) -> NDArray[np.float64]:
        """(n, 2) smallest and largest value of a quantity (one of `QUANTITIES`) in each row."""
        return self._ranges[: self._rows, QUANTITIES.index(quantity)]

    def gradient_of(self, layer: int) -> NDArray[np.float64]:
        """(n, 2) smallest and largest mean |∂C/∂w| of layer 1 … `layers` in each row, NaN where there was none."""
        if not 1 <= layer <= self.layers:
            raise SpecError("layer", layer, f"1 to {self.layers}")
        return self._ranges[: self._rows, len(QUANTITIES) + layer - 1]

    def append(
        self,
        epoch: int,
        step: int,
        metrics: Metrics,
        gradients: Array | Sequence[float] | None = None,
        seconds: float = float("nan"),
    ) -> None:
        """Record the state after `epoch` epochs and `step` updates; `gradients` (layers,) mean |∂C/∂w|.

        `seconds` is the time these updates took.
        """
        self.last = metrics
        values = [getattr(metrics, name) for name in QUANTITIES]
        values.extend([float("nan")] * self.layers if gradients is None else gradients)
        if self._rows == 0 or self._pending == self.epochs_per_row:
            if self._rows == self._capacity:
                self._thin()
            self._open_row(values)
        else:
            row = self._ranges[self._rows - 1]
            row[:, 0] = np.fmin(row[:, 0], values)
            row[:, 1] = np.fmax(row[:, 1], values)
            self._pending += 1
        self._epochs[self._rows - 1] = epoch
        self._steps[self._rows - 1] = step
        self._seconds[self._rows - 1] = seconds

    def spread_seconds(self, seconds: float, step: int) -> None:
        """Take it that `step` updates took that long, each as long as any other."""
        self._seconds[: self._rows] = seconds * (self.steps / max(step, 1))

    def seconds_at(self, step: int, *end: tuple[int, float]) -> float:
        """The time the updates up to a step took: between two records in proportion to the steps.

        `end` is a later (step, time) than the last record's, if one is known.
        """
        if step == 0:
            return 0.0
        steps = [*self.steps, *(at for at, _ in end)]
        return float(np.interp(step, [0, *steps], [0.0, *self.seconds, *(time for _, time in end)]))

    def truncate(self, step: int) -> None:
        """Forget every row that ends after `step`: the run goes on from there."""
        kept = int(np.searchsorted(self.steps, step, side="right"))
        if kept < self._rows:
            self._rows = kept
            self._pending = self.epochs_per_row

    def with_layers(self, layers: int) -> "History":
        """This history with room for the gradients of that many layers; what it has of another number is dropped."""
        if layers == self.layers:
            return self
        twin = History(self._capacity, layers)
        twin._take_rows(self)
        return twin

    def copy(self) -> "History":
        """A history of its own with the same content."""
        twin = History(self._capacity, self.layers)
        twin._take_rows(self)
        twin._ranges[...] = self._ranges
        return twin

    def _take_rows(self, other: "History") -> None:
        """Everything of another history but its gradients."""
        self._epochs[...], self._steps[...] = other._epochs, other._steps
        self._seconds[...] = other._seconds
        self._ranges[:, : len(QUANTITIES)] = other._ranges[:, : len(QUANTITIES)]
        self._rows, self._pending = other._rows, other._pending
        self.epochs_per_row, self.last = other.epochs_per_row, other.last

    def _open_row(self, values: list[float]) -> None:
        self._ranges[self._rows, :, 0] = values
        self._ranges[self._rows, :, 1] = values
        self._rows += 1
        self._pending = 1

    def _thin(self) -> None:
        half = self._capacity // 2
        pairs = self._ranges.reshape(half, 2, -1, 2)
        low, high = (
            np.fmin(pairs[:, 0, :, 0], pairs[:, 1, :, 0]),
            np.fmax(pairs[:, 0, :, 1], pairs[:, 1, :, 1]),
        )
        self._ranges[:half, :, 0], self._ranges[:half, :, 1] = low, high
        self._epochs[:half] = self._epochs[1::2]
        self._steps[:half] = self._steps[1::2]
        self._seconds[:half] = self._seconds[1::2]
        self._rows = half
        self.epochs_per_row *= 2
        self._pending = self.epochs_per_row
